import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { InputError } from "../domain/input-error.ts";
import type { Instant } from "../domain/time.ts";
import { StoreError } from "../store/store-error.ts";
import { ROLES } from "../store/tokens.ts";
import { VERSION } from "../worker/versions.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import { formatsFrom } from "./formats.ts";
import { instantFrom } from "./instant.ts";
import { type Output, openOutput } from "./output.ts";
import { PAGE_KINDS } from "./page-kinds.ts";
import { readSettings } from "./settings.ts";

const interrupt = new AbortController();
let interrupts = 0;
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    interrupts += 1;
    // The first asks to stop at a safe point, the second means it.
    if (interrupts > 1) process.exit(EXIT.incomplete);
    interrupt.abort(new DOMException("interrupted", "AbortError"));
  });
}

process.exitCode = await run(process.argv.slice(2));

async function run(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.complete;
  try {
    const program = commands((ended) => {
      code = ended;
    });
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): ExitCode {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.complete : EXIT.badInput;
  if (error instanceof InputError || error instanceof UsageError) {
    say(error.message);
    return EXIT.badInput;
  }
  if (error instanceof StoreError) {
    say(error.message);
    return EXIT.badInput;
  }
  if (interrupt.signal.aborted) {
    say("已中断；同一命令再运行一次，从中断处继续");
    return EXIT.incomplete;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.incomplete;
}

function commands(end: (code: ExitCode) => void): Command {
  const settings = readSettings();
  const { signal } = interrupt;
  const output = (quiet = false): Output => openOutput({ quiet, level: settings.logLevel });
  const lang = () => new Option("--lang <lang>", "语言 zh | en").choices(["zh", "en"]).default("zh");
  const json = () => new Option("--json", "输出 JSON");
  const failOn = () =>
    new Option("--fail-on <outcome>", "达到时以 1 退出")
      .choices(["failed", "cantTell", "never"])
      .default("never");

  const program = new Command("xuncha")
    .description("巡查：核对各单位是否按目录公开政府信息")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("（用 --help 查看用法）");

  program
    .command("demo")
    .description("巡查自带的模拟门户，写出报告")
    .option("--once", "巡查完即退出，不提供网页")
    .option("--seed <number>", "模拟门户的种子", wholeNumber, 2016)
    .option("--out <dir>", "报告目录", "xuncha-out/demo")
    .addOption(json())
    .addOption(lang())
    .action(async (options) => {
      const { host, port } = settings;
      end(
        await (await import("./demo-command.ts")).demoCommand(
          { once: false, json: false, ...options, host, port, browser: settings },
          output(),
          signal,
        ),
      );
    });

  program
    .command("patrol")
    .description("巡查一次")
    .argument("<portal.yaml>", "门户文件")
    .option("--out <dir>", "报告目录（默认 ./xuncha-out/<巡查编号>）")
    .option("--as-of <instant>", "按哪一时刻判断（默认现在）", instant)
    .option("--store <url>", "存储（默认在数据目录内）")
    .option("--data <dir>", "数据目录", ".xuncha")
    .option("--unit <id>", "只巡查这个单位，可重复", repeated)
    .option("--format <list>", "报告格式 json,html,csv,xlsx,ledger（访问台账）", "json,html")
    .addOption(
      new Option("--render <mode>", "何时用浏览器打开页面（默认按门户文件）").choices([
        "auto",
        "never",
        "always",
      ]),
    )
    .option("--fresh", "不用以往巡查的记录")
    .addOption(failOn())
    .addOption(lang())
    .addOption(json())
    .option("--quiet", "不显示进度")
    .action(async (portalPath, options) => {
      const { code } = await (await import("./patrol-command.ts")).patrolCommand(
        {
          portalPath,
          out: options.out ?? null,
          asOf: options.asOf ?? null,
          store: options.store ?? settings.store,
          data: options.data,
          units: options.unit ?? null,
          formats: formatsFrom(options.format),
          fresh: options.fresh === true,
          render: options.render ?? null,
          browser: settings,
          failOn: options.failOn,
          lang: options.lang,
          json: options.json === true,
        },
        output(options.quiet),
        signal,
      );
      end(code);
    });

  program
    .command("audit")
    .description("只凭证据文件重新判断，不联网")
    .argument("<evidence.warc.gz>", "证据文件")
    .option("--as-of <instant>", "按哪一时刻判断", instant)
    .option("--catalogue <file>", "改用这个目录文件")
    .option("--set <rule.param=value>", "改用这个参数，可重复", repeated)
    .option("--out <dir>", "报告目录")
    .option("--format <list>", "报告格式 json,html,csv,xlsx,ledger（访问台账）", "json,html")
    .addOption(lang())
    .addOption(json())
    .action(async (evidence, options) => {
      end(
        await (await import("./audit-command.ts")).auditCommand(
          {
            evidence,
            asOf: options.asOf ?? null,
            catalogue: options.catalogue ?? null,
            set: options.set ?? [],
            out: options.out ?? null,
            formats: formatsFrom(options.format),
            lang: options.lang,
            json: options.json === true,
          },
          output(),
          signal,
        ),
      );
    });

  program
    .command("discover")
    .description("探查一个门户，提出门户文件（单位、栏目、对应的类别），写到标准输出")
    .argument("<url>", "门户首页的网址")
    .option("--catalogue <id|file>", "按哪个目录对应", "hubei-basic-2016")
    .option("--requests-per-second <number>", "每台主机每秒最多请求几次", positive, 2)
    .option("--max-pages <number>", "最多读多少页", wholeNumber, 5000)
    .option("--allow-private-hosts", "允许访问域名指向的内网地址")
    .addOption(
      new Option("--render <mode>", "由脚本画出的导航用浏览器显示")
        .choices(["auto", "never"])
        .default("auto"),
    )
    .option("--quiet", "不显示进度")
    .action(async (url, options) => {
      const { catalogue, requestsPerSecond, maxPages, render, quiet = false } = options;
      const allowPrivateHosts = options.allowPrivateHosts === true;
      const args = {
        url,
        catalogue,
        requestsPerSecond,
        maxPages,
        allowPrivateHosts,
        render,
        browser: settings,
      };
      end(await (await import("./discover-command.ts")).discoverCommand(args, output(quiet), signal));
    });

  program
    .command("check")
    .description("发布前检查一篇信息（网页、网址或文本，- 为标准输入）")
    .argument("<file|url|->")
    .option("--category <code>", "将归入的类别")
    .option("--catalogue <id|file>", "目录", "hubei-basic-2016")
    .option("--as-of <instant>", "按哪一时刻判断", instant)
    .addOption(failOn())
    .addOption(lang())
    .addOption(json())
    .action(async (target, options) => {
      end(
        await (await import("./check-command.ts")).checkCommand(
          {
            target,
            category: options.category ?? null,
            catalogue: options.catalogue,
            asOf: options.asOf ?? (new Date().toISOString() as Instant),
            lang: options.lang,
            json: options.json === true,
            failOn: options.failOn,
          },
          output(),
          signal,
        ),
      );
    });

  program
    .command("read")
    .description("显示从一个页面读到了什么，不作判断")
    .argument("<file|url|->")
    .addOption(new Option("--as <kind>", "按什么页面读").choices([...PAGE_KINDS]))
    .option("--base <url>", "页面的网址")
    .option("--render", "先用浏览器打开（只用于网址）")
    .addOption(json())
    .action(async (target, options) => {
      const { as = null, base = null, json: asJson = false } = options;
      end(
        await (await import("./read-command.ts")).readCommand(
          target,
          { as, base, json: asJson, browser: options.render === true ? settings : null },
          output(),
          signal,
        ),
      );
    });

  program
    .command("report")
    .description("重新写出一次已完成巡查的报告")
    .argument("<patrol>", "巡查编号")
    .option("--format <list>", "报告格式 json,html,csv,xlsx,ledger（访问台账）", "json,html")
    .option("--out <dir>", "报告目录（默认 ./xuncha-out/<巡查编号>）")
    .option("--store <url>", "存储（默认在数据目录内）")
    .option("--data <dir>", "数据目录", ".xuncha")
    .addOption(lang())
    .action(async (patrol, options) => {
      const { data, out = null, lang: language } = options;
      const args = {
        patrol,
        store: options.store ?? settings.store,
        data,
        formats: formatsFrom(options.format),
        out,
        lang: language,
      };
      end(await (await import("./report-command.ts")).reportCommand(args, output()));
    });

  program
    .command("serve")
    .description("网页与接口")
    .option("--portal <portal.yaml>", "可从网页或接口发起巡查的门户文件（默认不能发起）")
    .option("--store <url>", "存储（默认在数据目录内）")
    .option("--data <dir>", "数据目录", ".xuncha")
    .action(async (options) => {
      const { host, port, queue } = settings;
      const { data, portal: portalPath = null } = options;
      const store = options.store ?? settings.store;
      end(
        await (await import("./serve-command.ts")).serveCommand(
          { store, data, portalPath, queue, host, port, browser: settings },
          output(),
          signal,
        ),
      );
    });

  program
    .command("worker")
    .description("执行队列中的巡查（队列由 XUNCHA_QUEUE 指定）")
    .option("--store <url>", "存储（默认在数据目录内）")
    .option("--data <dir>", "数据目录，各 worker 共用", ".xuncha")
    .option("--concurrency <number>", "同时读几个单位", wholeNumber, 2)
    .option("--lock-seconds <number>", "worker 多久没有音信即视为已死，任务由别的接手", wholeNumber, 30)
    .action(async (options) => {
      const { queue } = settings;
      const { data, concurrency, lockSeconds } = options;
      const store = options.store ?? settings.store;
      end(
        await (await import("./service-commands.ts")).workerCommand(
          { queue, store, data, concurrency, lockSeconds, browser: settings },
          output(),
          signal,
        ),
      );
    });

  program
    .command("schedule")
    .description("登记定期巡查")
    .argument("[portal.yaml]", "门户文件")
    .option("--every <interval>", "间隔，如 14d、6h、20s", "14d")
    .option("--at <HH:MM>", "首次在北京时间几点（默认一个间隔以后）")
    .option("--list", "列出已登记的")
    .option("--remove", "取消这个门户的")
    .addOption(json())
    .action(async (portalPath, options) => {
      const { every, at = null, list = false, remove = false, json: asJson = false } = options;
      const args = {
        queue: settings.queue,
        portalPath: portalPath ?? null,
        every,
        at,
        list,
        remove,
        json: asJson,
      };
      end(await (await import("./service-commands.ts")).scheduleCommand(args, output()));
    });

  program
    .command("rules")
    .description("各条规则的依据、参数和示例")
    .addOption(json())
    .addOption(lang())
    .action(async (options) => {
      end((await reference()).rulesCommand({ json: options.json === true, lang: options.lang }, output()));
    });

  const token = program.command("token").description("接口的访问令牌");
  const placed = (command: Command) =>
    command.option("--store <url>", "存储（默认在数据目录内）").option("--data <dir>", "数据目录", ".xuncha");
  const placeOf = (options: { readonly store?: string; readonly data: string }) => ({
    store: options.store ?? settings.store,
    data: options.data,
  });
  placed(token.command("create"))
    .description("建立一个令牌，只显示这一次")
    .addOption(
      new Option("--role <role>", "角色：viewer 只读，unit 本单位，inspector 巡查员，admin 管理员")
        .choices([...ROLES])
        .makeOptionMandatory(),
    )
    .option("--unit <id>", "角色 unit 的单位编号")
    .option("--name <text>", "名称，生效的令牌中不得重复（默认自动取名）")
    .addOption(json())
    .action(async (options) => {
      const { role, unit = null, name = null, json: asJson = false } = options;
      const args = { role, unit, name, json: asJson };
      end(await (await tokens()).tokenCreate(args, placeOf(options), output()));
    });
  placed(token.command("list"))
    .description("列出全部令牌，不含令牌本身")
    .addOption(json())
    .action(async (options) => {
      end(await (await tokens()).tokenList(options.json === true, placeOf(options), output()));
    });
  placed(token.command("revoke"))
    .description("撤销一个令牌")
    .argument("<name>", "令牌的名称")
    .action(async (name, options) => {
      end(await (await tokens()).tokenRevoke(name, placeOf(options), output()));
    });

  const catalogue = program.command("catalogue").description("目录");
  catalogue
    .command("list")
    .description("自带的目录")
    .action(async () => end(await (await reference()).catalogueList(output())));
  catalogue
    .command("show")
    .description("显示一个目录")
    .argument("<id|file>")
    .addOption(json())
    .addOption(lang())
    .action(async (id, options) => {
      end(
        await (await reference()).catalogueShow(
          id,
          { json: options.json === true, lang: options.lang },
          output(),
        ),
      );
    });
  catalogue
    .command("check")
    .description("检查一个目录文件")
    .argument("<file>")
    .addOption(lang())
    .action(async (file, options) =>
      end(await (await reference()).catalogueCheck(file, options.lang, output())),
    );
  catalogue
    .command("import")
    .description("把表格（xlsx、xls、csv）里的目录转为目录文件；未能理解的逐格列出")
    .argument("<spreadsheet>")
    .option("--sheet <name>", "工作表（默认第一张）")
    .option("--id <id>", "目录编号（默认取自文件名）")
    .option("--name <name>", "目录名称（默认取自表格标题或文件名）")
    .option("--out <file>", "写到这个文件（默认写到标准输出）")
    .action(async (file, options) => {
      const { sheet = null, id = null, name = null, out = null } = options;
      const command = await import("./catalogue-command.ts");
      end(await command.catalogueImport({ file, sheet, id, name, out }, output()));
    });
  catalogue
    .command("diff")
    .description("两个版本的目录有什么不同，对谁意味着什么")
    .argument("<earlier>", "原目录：内置编号、目录文件或表格")
    .argument("<later>", "新目录")
    .addOption(json())
    .addOption(lang())
    .action(async (earlier, later, options) => {
      const command = await import("./catalogue-command.ts");
      const as = { json: options.json === true, lang: options.lang };
      end(await command.catalogueDiff([earlier, later], as, output()));
    });

  return program;
}

function tokens() {
  return import("./token-command.ts");
}

/** A command's code is loaded when it is run: most start in an instant, whatever the others need. */
function reference() {
  return import("./reference-commands.ts");
}

function instant(text: string): Instant {
  try {
    return instantFrom(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new InvalidArgumentError("应为整数");
  return number;
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 1000)) throw new InvalidArgumentError("应为大于 0、不超过 1000 的数");
  return number;
}

function repeated(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

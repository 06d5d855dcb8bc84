import { type Command, Option } from "commander";
import {
  type CommandLine,
  dataOption,
  failOnOption,
  formatOption,
  instant,
  jsonOption,
  langOption,
  placeOf,
  positive,
  repeated,
  storeOption,
  wholeNumber,
} from "./command-line.ts";
import { formatsFrom } from "./formats.ts";

/** Commands that patrol, or work on what a patrol has left. */
export function declarePatrols(program: Command, line: CommandLine): void {
  declareDemo(program, line);
  declarePatrol(program, line);
  declareAudit(program, line);
  declareDiscover(program, line);
  declareReport(program, line);
}

function declareDemo(program: Command, { settings, signal, output, end }: CommandLine): void {
  program
    .command("demo")
    .description("巡查自带的模拟门户，写出报告")
    .option("--once", "巡查完即退出，不提供网页")
    .option("--seed <number>", "模拟门户的种子", wholeNumber, 2016)
    .option("--out <dir>", "报告目录", "xuncha-out/demo")
    .addOption(jsonOption())
    .addOption(langOption())
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
}

function declarePatrol(program: Command, { settings, signal, output, end }: CommandLine): void {
  program
    .command("patrol")
    .description("巡查一次")
    .argument("<portal.yaml>", "门户文件")
    .option("--out <dir>", "报告目录（默认 ./xuncha-out/<巡查编号>）")
    .option("--as-of <instant>", "按哪一时刻判断（默认现在）", instant)
    .addOption(storeOption())
    .addOption(dataOption())
    .option("--unit <id>", "只巡查这个单位，可重复", repeated)
    .addOption(formatOption())
    .addOption(
      new Option("--render <mode>", "何时用浏览器打开页面（默认按门户文件）").choices([
        "auto",
        "never",
        "always",
      ]),
    )
    .option("--fresh", "不用以往巡查的记录")
    .addOption(failOnOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .option("--quiet", "不显示进度")
    .action(async (portalPath, options) => {
      const { code } = await (await import("./patrol-command.ts")).patrolCommand(
        {
          portalPath,
          out: options.out ?? null,
          asOf: options.asOf ?? null,
          ...placeOf(options, settings),
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
}

function declareAudit(program: Command, { signal, output, end }: CommandLine): void {
  program
    .command("audit")
    .description("只凭证据文件重新判断，不联网")
    .argument("<evidence.warc.gz>", "证据文件")
    .option("--as-of <instant>", "按哪一时刻判断", instant)
    .option("--catalogue <file>", "改用这个目录文件")
    .option("--set <rule.param=value>", "改用这个参数，可重复", repeated)
    .option("--out <dir>", "报告目录")
    .addOption(formatOption())
    .addOption(langOption())
    .addOption(jsonOption())
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
}

function declareDiscover(program: Command, { settings, signal, output, end }: CommandLine): void {
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
}

function declareReport(program: Command, { settings, output, end }: CommandLine): void {
  program
    .command("report")
    .description("重新写出一次已完成巡查的报告")
    .argument("<patrol>", "巡查编号")
    .addOption(formatOption())
    .option("--out <dir>", "报告目录（默认 ./xuncha-out/<巡查编号>）")
    .addOption(storeOption())
    .addOption(dataOption())
    .addOption(langOption())
    .action(async (patrol, options) => {
      const { out = null, lang: language } = options;
      const args = {
        patrol,
        ...placeOf(options, settings),
        formats: formatsFrom(options.format),
        out,
        lang: language,
      };
      end(await (await import("./report-command.ts")).reportCommand(args, output()));
    });
}

import { type Command, Option } from "commander";
import type { Instant } from "../domain/time.ts";
import { type CommandLine, failOnOption, instant, jsonOption, langOption } from "./command-line.ts";
import { PAGE_KINDS } from "./page-kinds.ts";

/** Commands about a single page. */
export function declarePages(program: Command, { settings, signal, output, end }: CommandLine): void {
  program
    .command("check")
    .description("发布前检查一篇信息（网页、网址或文本，- 为标准输入）")
    .argument("<file|url|->")
    .option("--category <code>", "将归入的类别")
    .option("--catalogue <id|file>", "目录", "hubei-basic-2016")
    .option("--as-of <instant>", "按哪一时刻判断", instant)
    .addOption(failOnOption())
    .addOption(langOption())
    .addOption(jsonOption())
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
    .addOption(jsonOption())
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
}

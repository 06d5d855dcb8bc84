import type { Command } from "commander";
import {
  type CommandLine,
  dataOption,
  jsonOption,
  placeOf,
  storeOption,
  wholeNumber,
} from "./command-line.ts";

/** Commands of a lasting installation: the dashboard and its API, workers, schedules. */
export function declareServices(program: Command, { settings, signal, output, end }: CommandLine): void {
  program
    .command("serve")
    .description("网页与接口")
    .option("--portal <portal.yaml>", "可从网页或接口发起巡查的门户文件（默认不能发起）")
    .addOption(storeOption())
    .addOption(dataOption())
    .action(async (options) => {
      const { host, port, queue } = settings;
      const { portal: portalPath = null } = options;
      end(
        await (await import("./serve-command.ts")).serveCommand(
          { ...placeOf(options, settings), portalPath, queue, host, port, browser: settings },
          output(),
          signal,
        ),
      );
    });

  program
    .command("worker")
    .description("执行队列中的巡查（队列由 XUNCHA_QUEUE 指定）")
    .addOption(storeOption())
    .addOption(dataOption("数据目录，各 worker 共用"))
    .option("--concurrency <number>", "同时读几个单位", wholeNumber, 2)
    .option("--lock-seconds <number>", "worker 多久没有音信即视为已死，任务由别的接手", wholeNumber, 30)
    .action(async (options) => {
      const { queue } = settings;
      const { concurrency, lockSeconds } = options;
      end(
        await (await import("./service-commands.ts")).workerCommand(
          { queue, ...placeOf(options, settings), concurrency, lockSeconds, browser: settings },
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
    .addOption(jsonOption())
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
}

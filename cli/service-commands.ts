import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keepMemorySmall } from "../crawler/heap.ts";
import { InputError } from "../domain/input-error.ts";
import { openStore } from "../store/open.ts";
import { loadPortal } from "../worker/portal-file.ts";
import { openBackend, type QueueBackend } from "../worker/queue-backend.ts";
import {
  everyFrom,
  nextTimeOfDay,
  type Schedule,
  schedulePatrol,
  schedules,
  unschedule,
} from "../worker/schedule.ts";
import { startWorkers } from "../worker/workers.ts";
import { type BrowserWish, browserFrom } from "./browser.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";

/** `xuncha worker`: reads units and concludes patrols from the queue, until the signal. */
export async function workerCommand(
  args: {
    readonly queue: string | null;
    readonly store: string | null;
    readonly data: string;
    readonly concurrency: number;
    readonly lockSeconds: number;
    readonly browser: BrowserWish;
  },
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (args.concurrency < 1) throw new UsageError("--concurrency：应为不小于 1 的整数");
  keepMemorySmall();
  if (args.lockSeconds < 1) throw new UsageError("--lock-seconds：应为不小于 1 的整数");
  return withQueue(args.queue, async (backend) => {
    const store = await openStore(args.store ?? path.join(args.data, "xuncha.sqlite"));
    const browser = browserFrom(args.browser, output.log);
    try {
      const workers = startWorkers(
        { backend, store, dataDir: args.data, log: output.log, browser },
        { concurrency: args.concurrency, lockMs: args.lockSeconds * 1000 },
      );
      output.log.info({ concurrency: args.concurrency }, "worker started");
      if (!signal.aborted) await once(signal, "abort");
      await workers.stop();
      output.log.info("worker stopped");
    } finally {
      await browser.close();
      await store.close();
    }
    return EXIT.complete;
  });
}

export interface ScheduleArguments {
  readonly queue: string | null;
  readonly portalPath: string | null;
  readonly every: string;
  readonly at: string | null;
  readonly list: boolean;
  readonly remove: boolean;
  readonly json: boolean;
}

/** `xuncha schedule`: registers, lists or removes a portal's repeated patrol. */
export async function scheduleCommand(args: ScheduleArguments, output: Output): Promise<ExitCode> {
  const { portalPath } = args;
  if (args.list) {
    return withQueue(args.queue, async (backend) => {
      const registered = await schedules(backend);
      output.result(
        args.json
          ? JSON.stringify(registered, null, 2)
          : registered.map(lineOf).join("\n") || "没有登记的巡查",
      );
      return EXIT.complete;
    });
  }
  if (portalPath === null) throw new UsageError("应给出门户文件，或 --list");
  if (args.remove) {
    return withQueue(args.queue, async (backend) => {
      const removed = await unschedule(backend, portalPath);
      output.result(removed ? `已取消 ${portalPath} 的定期巡查` : `${portalPath} 没有登记`);
      return EXIT.complete;
    });
  }
  const everyMs = everyFrom(args.every);
  if (args.at !== null) nextTimeOfDay(args.at, 0);
  // A wrong file is told now, not at two in the morning.
  await loadPortal(portalPath);
  return withQueue(args.queue, async (backend) => {
    const registered = await schedulePatrol(backend, { portalPath, everyMs, at: args.at }, Date.now());
    output.result(args.json ? JSON.stringify(registered, null, 2) : lineOf(registered));
    return EXIT.complete;
  });
}

function lineOf({ portalPath, everyMs, nextAt }: Schedule): string {
  const next = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Asia/Shanghai",
    dateStyle: "short",
    timeStyle: "medium",
  });
  const [unit, name] = everyMs % 86_400_000 === 0 ? [86_400_000, "天"] : [1000, "秒"];
  return `${portalPath}　每 ${everyMs / unit} ${name}　下次 ${next.format(nextAt)}`;
}

/** How long a queue may take to answer before its address is taken to be wrong. */
const ANSWER_MS = 10_000;

async function withQueue<T>(url: string | null, use: (backend: QueueBackend) => Promise<T>): Promise<T> {
  if (url === null)
    throw new UsageError("没有设置队列：环境变量 XUNCHA_QUEUE 应为 redis://… 或 postgres://… 的地址");
  const backend = await answering(url, () => openBackend(url));
  try {
    await answering(url, () => backend.ping());
    return await use(backend);
  } finally {
    // A server that does not answer need not be taken leave of.
    await Promise.race([backend.close(), sleep(ANSWER_MS, undefined, { ref: false })]);
  }
}

/** @throws UsageError where the queue refuses, or does not answer in time. The address is named without its password. */
async function answering<T>(url: string, ask: () => Promise<T>): Promise<T> {
  const late = new AbortController();
  const silence = sleep(ANSWER_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${ANSWER_MS / 1000} 秒内没有回应`);
  });
  try {
    return await Promise.race([ask(), silence]);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`连不上队列 ${url.replace(/\/\/[^@/]*@/, "//")}：${why}`);
  } finally {
    silence.catch(() => {});
    late.abort();
  }
}

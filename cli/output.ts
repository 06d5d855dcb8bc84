import { type Logger, pino } from "pino";
import type { Progress } from "../worker/progress-display.ts";

/** Where people and scripts read: results on stdout, everything else on stderr. */
export interface Output {
  /** The result; nothing else goes to stdout. */
  result(text: string): void;
  /** A line for a person at a terminal; silent where there is none or `--quiet` was given. */
  note(text: string): void;
  progress(progress: Progress): void;
  /** Ends the progress line. */
  done(): void;
  readonly log: Logger;
}

/** A progress line where stderr is a terminal, log lines (JSON) where it is not. */
export function openOutput({ quiet, level }: { readonly quiet: boolean; readonly level: string }): Output {
  const terminal = process.stderr.isTTY === true && !quiet;
  const log = pino(
    { level: quiet ? "error" : terminal ? "warn" : level },
    pino.destination({ fd: 2, sync: true }),
  );
  let line = "";
  let logged = "";
  return {
    log,
    result: (text) => {
      process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    note: (text) => {
      if (terminal) process.stderr.write(`${text}\n`);
    },
    progress: ({ unitsDone, units, pages, unit, again, quietUntil }) => {
      if (!terminal) {
        // A line a unit: a log is read later.
        const state = `${unitsDone} ${again} ${quietUntil}`;
        if (state !== logged) log.info({ unitsDone, units, pages, unit, again, quietUntil }, "progress");
        logged = state;
        return;
      }
      line = `巡查 ${unitsDone}/${units} 个单位，已读 ${pages} 页${unit ? `，${unit}` : ""}${again ? "，再读失败的页面" : ""}${quietUntil ? `，静默时段，${clockOf(quietUntil)} 继续` : ""}`;
      process.stderr.write(`\r\u001b[K${line}`);
    },
    done: () => {
      if (terminal && line !== "") process.stderr.write("\r\u001b[K");
      line = "";
    },
  };
}

/** On the clock of whoever looks at the terminal. */
function clockOf(instant: string): string {
  return new Date(instant).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

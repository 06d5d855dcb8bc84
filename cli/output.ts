import { type Logger, pino } from "pino";
import type { Progress } from "../worker/patrol.ts";

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
  let logged = -1;
  return {
    log,
    result: (text) => {
      process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    note: (text) => {
      if (terminal) process.stderr.write(`${text}\n`);
    },
    progress: ({ unitsDone, units, pages, unit }) => {
      if (!terminal) {
        // A line a unit: a log is read later.
        if (unitsDone !== logged) log.info({ unitsDone, units, pages, unit }, "progress");
        logged = unitsDone;
        return;
      }
      line = `巡查 ${unitsDone}/${units} 个单位，已读 ${pages} 页${unit ? `，${unit}` : ""}`;
      process.stderr.write(`\r\u001b[K${line}`);
    },
    done: () => {
      if (terminal && line !== "") process.stderr.write("\r\u001b[K");
      line = "";
    },
  };
}

import { isProgram } from "../crawler/browser-place.ts";
import { InputError } from "../domain/input-error.ts";

/** Settings by environment; the only place that reads it. */
export interface Settings {
  /** Store of the service: a path or an address; null: the embedded one under the data folder. */
  readonly store: string | null;
  /** Address of the queue, Redis or PostgreSQL; null: patrols run in the process that starts them. */
  readonly queue: string | null;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** Path of the browser that shows pages; null: the first on the search path, or Playwright's own. */
  readonly chromium: string | null;
  /** Where programs are looked for, as `PATH` has it. */
  readonly searchPath: string;
}

const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

/** @throws InputError for a wrong value, naming the variable. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(env.XUNCHA_PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InputError("XUNCHA_PORT", null, "", `应为 0 到 65535 的整数，现为“${env.XUNCHA_PORT}”`);
  }
  const logLevel = env.XUNCHA_LOG_LEVEL ?? "info";
  if (!LEVELS.includes(logLevel)) {
    throw new InputError("XUNCHA_LOG_LEVEL", null, "", `应为 ${LEVELS.join("、")} 之一，现为“${logLevel}”`);
  }
  const chromium = env.XUNCHA_CHROMIUM || null;
  if (chromium !== null && !isProgram(chromium)) {
    throw new InputError("XUNCHA_CHROMIUM", null, "", `应为可以运行的浏览器程序的路径，现为“${chromium}”`);
  }
  return {
    store: env.XUNCHA_STORE || null,
    queue: env.XUNCHA_QUEUE || null,
    host: env.XUNCHA_HOST || "127.0.0.1",
    port,
    logLevel,
    chromium,
    searchPath: env.PATH ?? "",
  };
}

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
  return {
    store: env.XUNCHA_STORE || null,
    queue: env.XUNCHA_QUEUE || null,
    host: env.XUNCHA_HOST || "127.0.0.1",
    port,
    logLevel,
  };
}

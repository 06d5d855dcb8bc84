import { InvalidArgumentError, Option } from "commander";
import type { Instant } from "../domain/time.ts";
import type { ExitCode } from "./exit.ts";
import { instantFrom } from "./instant.ts";
import type { Output } from "./output.ts";
import type { Settings } from "./settings.ts";

/** What every command is given by the process it runs in. */
export interface CommandLine {
  readonly settings: Settings;
  /** Aborts where the user interrupts. */
  readonly signal: AbortSignal;
  readonly output: (quiet?: boolean) => Output;
  /** What the process will exit with. */
  readonly end: (code: ExitCode) => void;
}

export const langOption = () =>
  new Option("--lang <lang>", "语言 zh | en").choices(["zh", "en"]).default("zh");

export const jsonOption = () => new Option("--json", "输出 JSON");

export const failOnOption = () =>
  new Option("--fail-on <outcome>", "达到时以 1 退出")
    .choices(["failed", "cantTell", "never"])
    .default("never");

export const formatOption = () =>
  new Option("--format <list>", "报告格式 json,html,csv,xlsx,ledger（访问台账）").default("json,html");

export const storeOption = () => new Option("--store <url>", "存储（默认在数据目录内）");

export const dataOption = (about = "数据目录") => new Option("--data <dir>", about).default(".xuncha");

/** Where a command finds what is stored: as it was told, else as the environment says. */
export function placeOf(
  options: { readonly store?: string; readonly data: string },
  { store }: Settings,
): { readonly store: string | null; readonly data: string } {
  return { store: options.store ?? store, data: options.data };
}

/** @throws InvalidArgumentError where it is no instant */
export function instant(text: string): Instant {
  try {
    return instantFrom(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new InvalidArgumentError("应为整数");
  return number;
}

/** @throws InvalidArgumentError */
export function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 1000)) throw new InvalidArgumentError("应为大于 0、不超过 1000 的数");
  return number;
}

/** For an option that may be given more than once. */
export function repeated(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

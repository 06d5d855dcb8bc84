import { UsageError } from "./exit.ts";

export const FORMATS = ["json", "html", "csv", "xlsx", "ledger"] as const;
export type Format = (typeof FORMATS)[number];

/** @throws UsageError for a format that is none. */
export function formatsFrom(list: string): readonly Format[] {
  const names = list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const wrong = names.find((name) => !FORMATS.some((format) => format === name));
  if (wrong !== undefined)
    throw new UsageError(`--format：没有“${wrong}”这种格式；可选：${FORMATS.join("、")}`);
  if (names.length === 0) throw new UsageError(`--format：至少要有一种；可选：${FORMATS.join("、")}`);
  return FORMATS.filter((format) => names.includes(format));
}

import { randomBytes } from "node:crypto";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PatrolResult } from "../domain/finding.ts";
import type { ReportContext } from "../reports/context.ts";
import { findingsCsv } from "../reports/csv.ts";
import { reportHtml } from "../reports/html.ts";
import { findingsJson, summaryJson } from "../reports/report.ts";
import type { RunFigures } from "../reports/summary.ts";
import { UsageError } from "./exit.ts";

export const FORMATS = ["json", "html", "csv"] as const;
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
  return FORMATS.filter((format) => names.includes(format));
}

/** Writes a patrol's reports into `folder`; each file whole or not at all. Returns their paths. */
export async function writeReports(
  folder: string,
  formats: readonly Format[],
  result: PatrolResult,
  context: ReportContext,
  { run, evidence }: { readonly run: RunFigures | null; readonly evidence: string | null },
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const written = [await put("findings.json", findingsJson(result, context))];
  if (run) written.push(await put("summary.json", summaryJson(result, context, run)));
  if (formats.includes("html")) written.push(await put("report.html", reportHtml(result, context)));
  if (formats.includes("csv")) written.push(await put("findings.csv", findingsCsv(result, context)));
  if (evidence !== null) written.push(await whole("evidence.warc.gz", (to) => copyFile(evidence, to)));
  return written;

  function put(name: string, text: string): Promise<string> {
    return whole(name, (to) => writeFile(to, text));
  }

  async function whole(name: string, write: (to: string) => Promise<void>): Promise<string> {
    const file = path.join(folder, name);
    const draft = `${file}.${randomBytes(4).toString("hex")}.part`;
    try {
      await write(draft);
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    return file;
  }
}

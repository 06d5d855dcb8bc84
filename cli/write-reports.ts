import { randomBytes } from "node:crypto";
import { access, copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { readLedger } from "../crawler/ledger.ts";
import type { UnitDuties } from "../domain/category-state.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { ReportContext } from "../reports/context.ts";
import { findingsCsv } from "../reports/csv.ts";
import { reportHtml } from "../reports/html.ts";
import { ledgerCsv } from "../reports/ledger-csv.ts";
import { findingsJson, summaryJson } from "../reports/report.ts";
import type { RunFigures } from "../reports/summary.ts";
import type { TextSheet } from "../reports/xlsx.ts";
import { UsageError } from "./exit.ts";
import type { Format } from "./formats.ts";

/** Where reports are written, a folder for each patrol, unless `--out` says otherwise. */
export const REPORTS = "xuncha-out";

/**
 * Writes a patrol's reports into `folder`; each file whole or not at all. Returns their paths.
 * @param evidence The patrol's evidence file; `copy`: into the folder too.
 * @throws UsageError where a ledger is wanted and the evidence is not there.
 */
export async function writeReports(
  folder: string,
  formats: readonly Format[],
  result: PatrolResult,
  context: ReportContext,
  {
    run,
    evidence,
    copy,
    duties,
    more = [],
  }: {
    readonly run: RunFigures | null;
    readonly evidence: string;
    readonly copy: boolean;
    readonly duties: readonly UnitDuties[];
    /** Further sheets of the workbook. */
    readonly more?: readonly TextSheet[];
  },
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const written = [await put("findings.json", findingsJson(result, context))];
  if (run) written.push(await put("summary.json", summaryJson(result, context, run)));
  if (formats.includes("html")) written.push(await put("report.html", reportHtml(result, context, duties)));
  if (formats.includes("csv")) written.push(await put("findings.csv", findingsCsv(result, context)));
  if (formats.includes("xlsx")) {
    const { reportXlsx } = await import("../reports/xlsx.ts");
    const bytes = await reportXlsx(result, context, duties, more);
    written.push(await whole("report.xlsx", (to) => writeFile(to, bytes)));
  }
  if (formats.includes("ledger")) written.push(await ledger());
  if (copy) written.push(await whole("evidence.warc.gz", (to) => copyFile(evidence, to)));
  return written;

  async function ledger(): Promise<string> {
    await access(evidence).catch(() => {
      throw new UsageError(`访问台账取自证据文件，找不到 ${evidence}`);
    });
    return whole("crawl-ledger.csv", (to) => writeFile(to, ledgerCsv(readLedger(evidence), context)));
  }

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

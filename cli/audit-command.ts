import { readFile } from "node:fs/promises";
import path from "node:path";
import { InputError } from "../domain/input-error.ts";
import type { RuleOverrides } from "../domain/portal.ts";
import type { Instant } from "../domain/time.ts";
import type { Lang, ReportContext } from "../reports/context.ts";
import { findingsJson, summaryText } from "../reports/report.ts";
import { changesBetween, changesText } from "../reports/what-if.ts";
import { rules } from "../rules/index.ts";
import { auditEvidence, type EvidenceAudit } from "../worker/audit-evidence.ts";
import { dutiesOf } from "../worker/conclude.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Format } from "./formats.ts";
import type { Output } from "./output.ts";
import { expectWritable } from "./writable.ts";
import { REPORTS, writeReports } from "./write-reports.ts";

export interface AuditArguments {
  readonly evidence: string;
  readonly asOf: Instant | null;
  /** A catalogue file to judge by instead. */
  readonly catalogue: string | null;
  /** `rule.parameter=number` or `rule=off`. */
  readonly set: readonly string[];
  /** null: `./xuncha-out/<patrol id>`, and nothing at all where something was changed. */
  readonly out: string | null;
  readonly formats: readonly Format[];
  readonly lang: Lang;
  readonly json: boolean;
}

/** `xuncha audit`: judges recorded evidence again, without network and store. */
export async function auditCommand(
  args: AuditArguments,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const overrides = overridesFrom(args.set);
  const catalogue =
    args.catalogue === null ? null : { text: await textOf(args.catalogue), file: args.catalogue };
  if (args.out !== null) await expectWritable(args.out, "--out");
  const changed = args.asOf !== null || catalogue !== null || args.set.length > 0;
  const now = await auditEvidence(args.evidence, { asOf: args.asOf, catalogue, overrides }, signal);
  const context = contextOf(now, args.lang);
  const { result } = now.conclusion;
  if (!changed || args.out !== null) {
    const folder = args.out ?? path.join(REPORTS, result.patrol.id);
    await writeReports(folder, args.formats, result, context, {
      run: null,
      evidence: args.evidence,
      copy: false,
      duties: dutiesOf(now.conclusion),
    });
    output.note(`报告在 ${folder}`);
  }
  if (args.json) output.result(findingsJson(result, context));
  else if (changed) {
    const before = await auditEvidence(args.evidence, { asOf: null, catalogue: null, overrides: {} }, signal);
    const judged = (audit: EvidenceAudit) => ({
      result: audit.conclusion.result,
      context: contextOf(audit, args.lang),
    });
    output.result(changesText(changesBetween(judged(before), judged(now)), args.lang));
  } else output.result(summaryText(result, context, null));
  return result.complete ? EXIT.complete : EXIT.incomplete;
}

function contextOf({ conclusion, portal, catalogue }: EvidenceAudit, lang: Lang): ReportContext {
  return { rules, catalogue, portal, portalFacts: conclusion.portalFacts, lang, timezone: portal.timezone };
}

const SETTING = "应为 规则.参数=数值 或 规则=off";

/** @throws InputError for a setting that names no rule or parameter, or a value out of range. */
export function overridesFrom(settings: readonly string[]): RuleOverrides {
  const overrides: Record<string, Record<string, number> | "off"> = {};
  for (const setting of settings) {
    const [, id = "", name, value = ""] = /^([\w-]+)(?:\.(\w+))?=(.+)$/.exec(setting) ?? [];
    const rule = rules.find((candidate) => candidate.id === id);
    if (id === "") throw wrong(setting, SETTING);
    if (!rule) throw wrong(setting, `没有规则“${id}”；可选：${rules.map((r) => r.id).join("、")}`);
    if (name === undefined) {
      if (value !== "off") throw wrong(setting, SETTING);
      overrides[id] = "off";
      continue;
    }
    const param = rule.params[name];
    if (!param)
      throw wrong(
        setting,
        `规则 ${id} 没有参数“${name}”；可选：${Object.keys(rule.params).join("、") || "无"}`,
      );
    const number = Number(value);
    if (!Number.isFinite(number) || number < param.min || number > (param.max ?? Number.POSITIVE_INFINITY)) {
      throw wrong(
        setting,
        `应为不小于 ${param.min}${param.max === undefined ? "" : `、不大于 ${param.max}`} 的数`,
      );
    }
    const earlier = overrides[id];
    overrides[id] = { ...(typeof earlier === "object" ? earlier : {}), [name]: number };
  }
  return overrides;
}

function wrong(setting: string, problem: string): InputError {
  return new InputError("--set", null, setting, problem);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new InputError(
      file,
      null,
      "",
      `读不了目录文件：${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

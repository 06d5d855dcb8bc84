import type { PatrolResult } from "../domain/finding.ts";
import type { UnitKind } from "../domain/portal.ts";
import { dayOf } from "../domain/time.ts";
import { type ReportContext, type Say, sayIn } from "./context.ts";
import { BYTE_ORDER_MARK, csvLine } from "./csv-lines.ts";
import { bySubject, type FindingView, findingViewer } from "./finding-view.ts";
import { CONFIDENCE_NAMES, groupName, KIND_NAMES, SEVERITY_NAMES, STATUS_NAMES } from "./names.ts";

/**
 * The findings as a ledger (整改台账), one a line: UTF-8 with a byte order mark, without which Excel and WPS
 * take it for another encoding; RFC 4180; no cell that a spreadsheet would run as a formula.
 */
export function findingsCsv(result: PatrolResult, context: ReportContext): string {
  return `${BYTE_ORDER_MARK}${ledgerRows(result, context).map(csvLine).join("")}`;
}

/** The ledger's rows of texts, headings first. */
export function ledgerRows(result: PatrolResult, context: ReportContext): readonly (readonly string[])[] {
  const { ofFinding } = findingViewer(result.patrol, context);
  const columns = ledgerColumns(context);
  const rows = [...result.findings].sort(bySubject).map((finding, n) => {
    const view = ofFinding(finding);
    return columns.map(([, cellOf]) => cellOf(view, n));
  });
  return [columns.map(([header]) => header), ...rows];
}

type LedgerColumn = readonly [header: string, cell: (finding: FindingView, n: number) => string];

function ledgerColumns({ portal, lang, timezone }: ReportContext): readonly LedgerColumn[] {
  const say: Say = sayIn(lang);
  const kinds = new Map<string, UnitKind>(portal.units.map((unit) => [unit.id, unit.kind]));
  const kindOf = (id: string) => {
    const kind = kinds.get(id);
    return kind ? KIND_NAMES[kind][lang] : "";
  };
  return [
    [say("序号", "No."), (_, n) => String(n + 1)],
    [say("单位", "Unit"), (f) => f.unit.name],
    [say("单位类别", "Kind of unit"), (f) => kindOf(f.unit.id)],
    [say("栏目", "Column"), (f) => f.column?.name ?? ""],
    [say("目录代码", "Category code"), (f) => f.category?.code ?? ""],
    [say("目录名称", "Category"), (f) => f.category?.name ?? ""],
    [say("问题类别", "Group"), (f) => groupName(f.group)[lang]],
    [say("问题描述", "Description"), (f) => f.message],
    [say("确认/疑似", "Confidence"), (f) => CONFIDENCE_NAMES[f.confidence][lang]],
    [say("严重程度", "Severity"), (f) => SEVERITY_NAMES[f.severity][lang]],
    [say("标题", "Title"), (f) => f.item?.title ?? ""],
    [say("网址", "Address"), (f) => f.item?.url ?? f.column?.url ?? f.evidence[0]?.url ?? ""],
    [say("应为", "Expected"), (f) => f.expected],
    [say("实为", "Actual"), (f) => f.actual],
    [say("首次发现", "First seen"), (f) => dayOf(f.firstSeen, timezone)],
    [say("最近发现", "Last seen"), (f) => dayOf(f.lastSeen, timezone)],
    [say("状态", "Status"), (f) => STATUS_NAMES[f.status][lang]],
    [say("依据", "Basis"), (f) => f.basis.map((b) => `${b.document}：${b.clause}`).join(say("；", "; "))],
    [say("整改建议", "Remedy"), (f) => f.remedy],
  ];
}

import type { PatrolResult } from "../domain/finding.ts";
import { ELEMENT_NAMES } from "../domain/names.ts";
import { SEVERITIES } from "../domain/outcome.ts";
import { isAdoptedBy } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";
import { dayOf } from "../domain/time.ts";
import { keeperOf, type ReportContext, type Say, sayIn } from "./context.ts";
import { groupName, REPORT_GROUPS, SEVERITY_NAMES } from "./names.ts";
import { plain } from "./plain-text.ts";
import { reasonName } from "./reason-names.ts";
import { requestLine } from "./request-figures.ts";
import type { RunFigures, SeverityCounts, Summary } from "./summary.ts";

const MAX_UNITS = 10;

/** The lines that the command prints; harmless on a terminal whatever the portal calls itself. */
export function summaryLines(
  result: PatrolResult,
  summary: Summary,
  context: ReportContext,
  run: RunFigures | null,
): string[] {
  const say = sayIn(context.lang);
  return [
    ...headLines(result, context, say),
    ...findingLines(summary, context, say),
    ...undecidedLines(summary, context, say),
    ...noteLines(summary, context, say),
    ...(run ? [runLine(run, say), requestLine(run.requestsBy, say), ...secondPassLine(run, say)] : []),
  ].map(plain);
}

/** How far a reader may rely on the catalogue, in a sentence; null for an official one. */
export function catalogueCaution(
  { catalogue, portal, lang, timezone }: ReportContext,
  { patrol }: PatrolResult,
) {
  if (catalogue.provenance === "official") return null;
  const say = sayIn(lang);
  return isAdoptedBy(portal, dayOf(patrol.asOf, timezone))
    ? say(
        `目录据公开资料重建，非省定原文；本级已于 ${portal.catalogueAdoptedOn} 核对并确认采用。`,
        `The catalogue is reconstructed from public sources, not the original; it was checked and adopted locally on ${portal.catalogueAdoptedOn}.`,
      )
    : say(
        "重建目录，仅供参考：据公开资料重建，未取得原文。依据重建的公开职责或更新期限得出的问题只列为疑似，须由人工对照原目录核实。",
        "Reconstructed catalogue, for reference only: compiled from public sources without the original. What rests on a reconstructed duty or period is only suspected and must be checked by a person.",
      );
}

/** `严重 1、较重 3`; only those that occur. */
export function severityPhrase(counts: SeverityCounts, { lang }: Pick<ReportContext, "lang">): string {
  const say = sayIn(lang);
  return SEVERITIES.filter((severity) => counts[severity] > 0)
    .map((severity) =>
      say(
        `${SEVERITY_NAMES[severity].zh} ${counts[severity]}`,
        `${counts[severity]} ${SEVERITY_NAMES[severity].en}`,
      ),
    )
    .join(say("、", ", "));
}

function headLines(result: PatrolResult, context: ReportContext, say: Say): string[] {
  const { patrol, complete, units, columns, items } = result;
  const day = dayOf(patrol.asOf, context.timezone);
  const caution = catalogueCaution(context, result);
  const read = say(
    `${units} 个单位、${columns} 个栏目、${items} 条信息`,
    `${units} units, ${columns} columns, ${items} items`,
  );
  return [
    say(
      `${patrol.portal}　巡查 ${patrol.id}　截至 ${day}`,
      `${patrol.portal}  patrol ${patrol.id}  as of ${day}`,
    ),
    say(`目录：${context.catalogue.name}`, `Catalogue: ${context.catalogue.name}`),
    ...(caution ? [caution] : []),
    complete
      ? say(`巡查完整：${read}`, `Complete: ${read}`)
      : say(
          `巡查未完成：已读 ${read}，下列只反映已查部分`,
          `Incomplete: ${read}; what follows is only of what was visited`,
        ),
  ];
}

function findingLines({ findings, unitsToCall }: Summary, context: ReportContext, say: Say): string[] {
  const severities = severityPhrase(findings.bySeverity, context);
  const lines = [
    say(
      `确认问题 ${findings.confirmed} 项，疑似 ${findings.suspected} 项${severities ? `（${severities}）` : ""}`,
      `${findings.confirmed} confirmed, ${findings.suspected} suspected${severities ? ` (${severities})` : ""}`,
    ),
  ];
  for (const group of REPORT_GROUPS) {
    const { confirmed, suspected } = group === null ? findings.ofUnknownRules : findings.byGroup[group];
    if (confirmed + suspected === 0) continue;
    const name = groupName(group);
    lines.push(
      say(
        `  ${name.zh}：确认 ${confirmed}，疑似 ${suspected}`,
        `  ${name.en}: ${confirmed} confirmed, ${suspected} suspected`,
      ),
    );
  }
  if (unitsToCall.length > 0) {
    const shown = unitsToCall
      .slice(0, MAX_UNITS)
      .map(({ unit, confirmed }) =>
        say(
          `${unit.name}（${severityPhrase(confirmed, context)}）`,
          `${unit.name} (${severityPhrase(confirmed, context)})`,
        ),
      );
    const more = unitsToCall.length - shown.length;
    lines.push(
      say("先联系：", "Call first: ") +
        shown.join(say("、", "; ")) +
        (more > 0 ? say(`等 ${unitsToCall.length} 个单位`, ` and ${more} more`) : ""),
    );
  }
  return lines;
}

function undecidedLines({ undecided }: Summary, { lang }: ReportContext, say: Say): string[] {
  if (undecided.total === 0) return [];
  const reasons = (Object.entries(undecided.byReason) as [Reason, number][]) // its keys are reasons
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reasonName(reason, lang)} ${count}`);
  return [
    say(
      `未能核实 ${undecided.total} 项，不计为问题：${reasons.join("、")}`,
      `${undecided.total} could not be verified and count as no fault: ${reasons.join(", ")}`,
    ),
  ];
}

function noteLines(
  { catalogue, templateFaults, drifted }: Summary,
  context: ReportContext,
  say: Say,
): string[] {
  const { lang } = context;
  const names = catalogue.obligesNobody.map(({ name }) => name.replaceAll("|", "/"));
  const lacks = (templateFaults?.templateLacks ?? []).map((element) => ELEMENT_NAMES[element][lang]);
  return [
    ...(names.length > 0
      ? [
          say(
            `目录中无对应单位的主体：${names.join("、")}`,
            `Named by the catalogue but borne by no unit: ${names.join(", ")}`,
          ),
        ]
      : []),
    ...(lacks.length > 0
      ? [
          say(
            `全站模板缺少：${lacks.join("、")}（不计为各单位的问题，由${keeperOf(context)}处理）`,
            `The portal's templates lack: ${lacks.join(", ")} (not held against the units; for ${keeperOf(context)} to see to)`,
          ),
        ]
      : []),
    ...(drifted.length > 0
      ? [
          say(
            `${drifted.length} 个栏目与以往不同或内容雷同，本次未判定，请维护门户文件的人核对（见报告附页）`,
            `${drifted.length} columns are not what they were, or show the same, and were not judged: to be checked by whoever maintains the portal file (see the report's annex)`,
          ),
        ]
      : []),
  ];
}

function secondPassLine({ secondPass: { asked, got } }: RunFigures, say: Say): string[] {
  if (asked === 0) return [];
  return [
    say(
      `  巡查结束时对失败的 ${asked} 个页面再请求一次，读到 ${got} 个`,
      `  ${asked} pages that had failed were asked once more at the end, ${got} of them answered`,
    ),
  ];
}

function runLine({ requests, bytes, elapsedMs }: RunFigures, say: Say): string {
  const megabytes = (bytes / 1_000_000).toFixed(1);
  const seconds = Math.round(elapsedMs / 1000);
  const minutes = Math.floor(seconds / 60);
  return say(
    `请求 ${requests} 次，接收 ${megabytes} MB，用时 ${minutes > 0 ? `${minutes} 分 ` : ""}${seconds % 60} 秒`,
    `${requests} requests, ${megabytes} MB received, ${minutes > 0 ? `${minutes} min ` : ""}${seconds % 60} s`,
  );
}

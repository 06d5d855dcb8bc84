import { type FindingSpans, type LifeEvent, spansOf } from "../audit/finding-spans.ts";
import { LEAST_COVERAGE, ranked, type ScorePeriod, scoreOf } from "../audit/score.ts";
import type { UnitDuties } from "../domain/category-state.ts";
import type { Finding, FindingSubject } from "../domain/finding.ts";
import type { Severity } from "../domain/outcome.ts";
import type { UnitKind } from "../domain/portal.ts";
import type { CalendarDate } from "../domain/time.ts";
import { type ReportContext, sayIn } from "./context.ts";
import { findingViewer } from "./finding-view.ts";
import { KIND_NAMES, SEVERITY_NAMES } from "./names.ts";

/** A finding that cost its unit something. */
export interface ScoreCost extends Pick<FindingSubject, "category" | "item"> {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly message: string;
  /** Points, of the hundred. */
  readonly cost: number;
}

export interface ScoreView {
  readonly unit: { readonly id: string; readonly name: string };
  readonly kind: UnitKind;
  /** Id of its inspector, or null. */
  readonly inspector: string | null;
  /** 1 the best; null where too little could be judged. */
  readonly rank: number | null;
  /** 0 to 100; null where nothing could be judged. */
  readonly score: number | null;
  /** 0 to 1; null where it owed nothing. */
  readonly coverage: number | null;
  /** Categories that it owed and that could be judged. */
  readonly judged: number;
  /** The dearest first; together 100 less the score. */
  readonly findings: readonly ScoreCost[];
}

/** What scores are made from; all of one portal. */
export interface ScoreSource {
  /** Those that were ever confirmed, as they stand now. */
  readonly findings: readonly Finding[];
  readonly lives: ReadonlyMap<string, readonly LifeEvent[]>;
  /** Of each patrol that speaks of the period. */
  readonly duties: readonly (readonly UnitDuties[])[];
  /** Its days are measured. */
  readonly period: ScorePeriod;
}

/** Every unit of the portal, ranked ones first, by rank; each score with the findings that explain it. */
export function scoresOf(
  { findings, lives, duties, period }: ScoreSource,
  patrol: Parameters<typeof findingViewer>[0],
  context: ReportContext,
): readonly ScoreView[] {
  const { ofFinding } = findingViewer(patrol, context);
  const scored = context.portal.units.map(({ id, name, kind, inspector }) => {
    const own = findings.filter(({ unit }) => unit.id === id);
    const states = duties.flatMap((units) =>
      units.filter(({ unitId }) => unitId === id).map((of) => of.states),
    );
    const { score, coverage, judged, costs } = scoreOf(
      period,
      own.map((finding) => ({ ...weighed(finding), ...livesOf(finding, lives) })),
      states,
    );
    const byId = new Map(own.map((finding) => [finding.id, finding]));
    const explained = costs.flatMap(({ finding: known, cost }): ScoreCost[] => {
      const finding = byId.get(known);
      if (!finding) return [];
      const { rule, severity, category, item, message } = ofFinding(finding);
      const title = context.rules.find((one) => one.id === rule)?.title[context.lang] ?? rule;
      return [{ id: finding.id, rule, title, severity, category, item, message, cost: rounded(cost, 2) }];
    });
    return {
      unit: { id, name },
      kind,
      inspector,
      score: score === null ? null : rounded(score, 1),
      coverage: coverage === null ? null : rounded(coverage, 3),
      judged,
      findings: explained,
    };
  });
  return [...ranked(scored)].sort(byRank);
}

function weighed({ id, rule, category, column, item }: Finding) {
  const ofWholeUnit = category === null && column === null && item === null;
  return { id, rule, category: category?.code ?? null, ofWholeUnit };
}

function livesOf({ id }: Finding, lives: ScoreSource["lives"]): FindingSpans {
  return spansOf(lives.get(id) ?? []);
}

function byRank(a: ScoreView, b: ScoreView): number {
  return (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The ranking as rows, headings first; `—` where there is no score or rank. */
export function scoreRows(
  scores: readonly ScoreView[],
  { from, to }: { readonly from: CalendarDate; readonly to: CalendarDate },
  { lang }: ReportContext,
): readonly (readonly (string | number)[])[] {
  const say = sayIn(lang);
  return [
    [
      say("名次", "Rank"),
      say("单位", "Unit"),
      say("单位类别", "Kind of unit"),
      say("得分", "Score"),
      say("能判断的占应公开的", "Coverage"),
      say("能判断的类别", "Categories judged"),
      say("扣分的问题", "Findings that cost"),
      say("期间", "Period"),
    ],
    ...scores.map(({ rank, unit, kind, score, coverage, judged, findings }) => [
      rank ?? "—",
      unit.name,
      KIND_NAMES[kind][lang],
      score ?? "—",
      coverage === null ? "—" : `${(coverage * 100).toFixed(0)}%`,
      judged,
      findings
        .map((f) => `-${f.cost} ${f.category?.name ?? ""}${f.title}（${SEVERITY_NAMES[f.severity][lang]}）`)
        .join(say("；", "; ")) || unrankedWords(coverage, lang),
      `${from}—${to}`,
    ]),
  ];
}

function unrankedWords(coverage: number | null, lang: "zh" | "en"): string {
  if (coverage !== null && coverage >= LEAST_COVERAGE) return "";
  return sayIn(lang)("能判断的太少，不排名", "too little could be judged for a rank");
}

import type { CategoryCode } from "../domain/catalogue.ts";
import { type CategoryState, isJudged, isOwed } from "../domain/category-state.ts";
import type { Severity } from "../domain/outcome.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";
import type { FindingSpans } from "./finding-spans.ts";

// The formula and a worked example: docs/scoring.md.

/** The share of one obligation that a fault of this severity takes, on a day on which it stands. */
export const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 0.9, major: 0.5, minor: 0.15 };

/** Days after which what cannot be undone no longer weighs; until then ever less. */
export const FADE_DAYS = 90;

/** The most that faults of the unit as a whole can take, as a share of its score. */
export const WHOLE_UNIT_SHARE = 0.5;

/** Below it a unit has no rank: too little of it could be judged. */
export const LEAST_COVERAGE = 0.6;

/** A confirmed finding as it counts in a score. */
export interface WeighedFinding extends FindingSpans {
  readonly id: string;
  readonly rule: string;
  readonly category: CategoryCode | null;
  /** It is of the unit as a whole: silence, a burst. Else it is of its category, or of what lies outside of those. */
  readonly ofWholeUnit: boolean;
}

/** Days, both included. */
export interface ScorePeriod {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

export interface UnitScore {
  /** 0 to 100; null where nothing that the unit owes could be judged. */
  readonly score: number | null;
  /** Of what it owed, the share that could be judged; null where it owed nothing. */
  readonly coverage: number | null;
  /** Categories that it owed and that could be judged. */
  readonly judged: number;
  /** What each finding cost, the dearest first; together 100 less the score. Without those that cost nothing. */
  readonly costs: readonly { readonly finding: string; readonly cost: number }[];
}

/**
 * The score of one unit over a period: the mean of its days. On a day each obligation that could be judged is
 * whole, or lacks what its faults take; so many of them as there are make no difference to a unit that
 * publishes much, as of one rule only the worst fault of a category counts.
 * @param states How its categories stood, for each patrol that speaks of the period.
 */
export function scoreOf(
  period: ScorePeriod,
  findings: readonly WeighedFinding[],
  states: readonly (readonly CategoryState[])[],
): UnitScore {
  const cells = states.flat();
  const owed = cells.filter(isOwed).length;
  const judgedCells = cells.filter(isJudged);
  const judged = new Set(judgedCells.map(({ category }) => category));
  const coverage = owed === 0 ? null : judgedCells.length / owed;
  if (judged.size === 0) return { score: null, coverage, judged: 0, costs: [] };
  const costs = new Map<string, number>();
  const days = daysBetween(period.from, period.to) + 1;
  for (let day = period.from; day <= period.to; day = addDays(day, 1))
    for (const [finding, cost] of costsOfDay(day, findings, judged))
      costs.set(finding, (costs.get(finding) ?? 0) + cost / days);
  const lost = [...costs.values()].reduce((sum, cost) => sum + cost, 0);
  return {
    score: Math.min(100, Math.max(0, 100 - lost)),
    coverage,
    judged: judged.size,
    costs: [...costs]
      .map(([finding, cost]) => ({ finding, cost }))
      .sort((a, b) => b.cost - a.cost || (a.finding < b.finding ? -1 : 1)),
  };
}

/** A unit and its rank, 1 the best; null where it has none. Equal scores, to the tenth that is shown, share one. */
export function ranked<T extends { readonly score: number | null; readonly coverage: number | null }>(
  units: readonly T[],
): readonly (T & { readonly rank: number | null })[] {
  const shown = (score: number) => Math.round(score * 10);
  const scores = units.flatMap((unit) => (hasRank(unit) ? [shown(unit.score)] : []));
  return units.map((unit) => ({
    ...unit,
    rank: hasRank(unit) ? scores.filter((other) => other > shown(unit.score)).length + 1 : null,
  }));
}

function hasRank<T extends { readonly score: number | null; readonly coverage: number | null }>(
  unit: T,
): unit is T & { readonly score: number } {
  return unit.score !== null && unit.coverage !== null && unit.coverage >= LEAST_COVERAGE;
}

/** What lies outside of the categories that were judged: it counts as one obligation more. */
const OUTSIDE = Symbol("outside");
const WHOLE_UNIT = Symbol("whole unit");
type Place = CategoryCode | typeof OUTSIDE | typeof WHOLE_UNIT;

/** What a place lacks, and the worst fault of each rule by which it does. */
interface Loss {
  readonly share: number;
  readonly faults: readonly { readonly ids: readonly string[]; readonly weight: number }[];
}

function costsOfDay(
  day: CalendarDate,
  findings: readonly WeighedFinding[],
  judged: ReadonlySet<CategoryCode>,
): Map<string, number> {
  const worst = new Map<Place, Map<string, { ids: string[]; weight: number }>>();
  for (const finding of findings) {
    const weight = weightOn(day, finding);
    if (weight === 0) continue;
    const place = placeOf(finding, judged);
    const rules = worst.get(place) ?? new Map<string, { ids: string[]; weight: number }>();
    worst.set(place, rules);
    const known = rules.get(finding.rule);
    if (!known || weight > known.weight) rules.set(finding.rule, { ids: [finding.id], weight });
    else if (weight === known.weight) known.ids.push(finding.id);
  }
  const losses = [...worst].map(([place, rules]) => ({ place, ...lossOf([...rules.values()]) }));
  const whole = losses.find(({ place }) => place === WHOLE_UNIT)?.share ?? 0;
  const others = losses.filter(({ place }) => place !== WHOLE_UNIT);
  const ofParts = others.reduce((sum, { share }) => sum + share, 0) / (judged.size + 1);
  const ofWhole = WHOLE_UNIT_SHARE * whole;
  const lost = 100 * (1 - (1 - ofParts) * (1 - ofWhole));
  const costs = new Map<string, number>();
  for (const { place, share, faults } of losses) {
    // What both take is divided as they would take it alone.
    const alone = place === WHOLE_UNIT ? ofWhole : share / (judged.size + 1);
    const part = (lost * alone) / (ofParts + ofWhole);
    const sum = faults.reduce((total, { weight }) => total - Math.log(1 - weight), 0);
    for (const { ids, weight } of faults)
      for (const id of ids) costs.set(id, (part * -Math.log(1 - weight)) / sum / ids.length);
  }
  return costs;
}

function placeOf({ category, ofWholeUnit }: WeighedFinding, judged: ReadonlySet<CategoryCode>): Place {
  if (ofWholeUnit) return WHOLE_UNIT;
  return category !== null && judged.has(category) ? category : OUTSIDE;
}

function lossOf(faults: Loss["faults"]): Loss {
  return { faults, share: 1 - faults.reduce((whole, { weight }) => whole * (1 - weight), 1) };
}

function weightOn(day: CalendarDate, { spans, recorded }: WeighedFinding): number {
  let weight = 0;
  for (const { from, to, severity } of spans)
    if (from <= day && (to === null || day <= to)) weight = Math.max(weight, WEIGHTS[severity]);
  if (recorded && recorded.on <= day) {
    const left = 1 - daysBetween(recorded.on, day) / FADE_DAYS;
    weight = Math.max(weight, WEIGHTS[recorded.severity] * Math.max(0, left));
  }
  return weight;
}

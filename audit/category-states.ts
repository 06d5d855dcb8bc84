import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { CategoryState } from "../domain/category-state.ts";
import type { Confidence, Outcome, Verdict } from "../domain/outcome.ts";
import type { ColumnFacts, UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { dutyOf } from "./audit.ts";
import { addTo } from "./groups.ts";
import type { CategoryDuty, Group, Rule } from "./rule.ts";

/**
 * How each category of the catalogue stands at a unit, by what was judged of it: a fault that another finding
 * already explains is still there. Nothing is judged anew. In catalogue order.
 */
export function categoryStates(
  snapshot: UnitSnapshot,
  { categories }: Catalogue,
  today: CalendarDate,
  outcomes: readonly Outcome[],
  rules: readonly Rule[],
): readonly CategoryState[] {
  const byCategory = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const { category, column, item } = outcome.subject;
    if (category === null || column !== null || item !== null) continue;
    addTo(byCategory, category, outcome);
  }
  const groups = new Map(rules.map(({ id, group }) => [id, group]));
  const failures = new Map<string, Confidence>();
  for (const { rule, verdict } of outcomes)
    if (verdict.outcome === "failed") failures.set(rule, verdict.confidence);
  return categories.map((category) =>
    stateOf(
      dutyOf(category, snapshot, today),
      (byCategory.get(category.code) ?? []).map(({ rule, verdict }) => ({
        verdict,
        fault: faultOf(rule, verdict, groups, failures),
      })),
      today,
    ),
  );
}

interface Fault {
  readonly group: Group | undefined;
  readonly confidence: Confidence | null;
}

interface Judged {
  readonly verdict: Verdict;
  /** null where it tells none. */
  readonly fault: Fault | null;
}

function stateOf(duty: CategoryDuty, judged: readonly Judged[], today: CalendarDate): CategoryState {
  const cell = {
    category: duty.category.code,
    confidence: null,
    reason: null,
    excuse: null,
    lastPublishedOn: newestOf(duty.columns, today),
  };
  const excused = excuseOf(duty);
  if (excused) return { ...cell, ...excused };
  for (const [group, state] of [
    ["missing-categories", "empty"],
    ["stale-units", "stale"],
  ] as const) {
    const fault = judged.find((one) => one.fault?.group === group)?.fault;
    if (fault) return { ...cell, state, confidence: fault.confidence };
  }
  const open = judged.find(({ verdict }) => verdict.outcome === "cantTell")?.verdict;
  if (open?.outcome === "cantTell") return { ...cell, state: "cantTell", reason: open.reason };
  if (holdsSomething(duty.category, duty.columns)) return { ...cell, state: "filled" };
  // Passed without anything in it: it may be empty. Where nobody judged it, nothing is known.
  const passed = judged.some(({ verdict }) => verdict.outcome === "passed");
  return passed ? { ...cell, state: "empty" } : { ...cell, state: "cantTell", reason: "incomplete" };
}

function excuseOf({ owed, excuse }: CategoryDuty): Pick<CategoryState, "state" | "excuse"> | null {
  if (owed || excuse === null) return null;
  const [, kind, reason = ""] = /^(exempt|declared): (.*)$/s.exec(excuse) ?? [];
  if (kind === "exempt" || kind === "declared") return { state: kind, excuse: reason };
  return { state: "notDemanded", excuse: null };
}

/** The fault that a verdict tells: its own, or the one of another rule that explains it. */
function faultOf(
  rule: string,
  verdict: Verdict,
  groups: ReadonlyMap<string, Group>,
  failures: ReadonlyMap<string, Confidence>,
): Fault | null {
  if (verdict.outcome === "failed") return { group: groups.get(rule), confidence: verdict.confidence };
  const explained = verdict.outcome === "inapplicable" ? verdict.data.explainedBy : undefined;
  if (typeof explained !== "string") return null;
  return { group: groups.get(explained), confidence: failures.get(explained) ?? null };
}

function holdsSomething(category: Category, columns: readonly ColumnFacts[]): boolean {
  return columns.some(
    ({ listing, text }) =>
      (listing.known && listing.value.items.length > 0) ||
      (category.content === "static" && text.known && text.value.trim() !== ""),
  );
}

function newestOf(columns: readonly ColumnFacts[], today: CalendarDate): CalendarDate | null {
  let newest: CalendarDate | null = null;
  for (const { listing } of columns)
    for (const { publishedOn } of listing.known ? listing.value.items : []) {
      const day = publishedOn.known ? publishedOn.value : null;
      if (day !== null && day <= today && (newest === null || day > newest)) newest = day;
    }
  return newest;
}

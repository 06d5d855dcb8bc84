import { type Catalogue, type Category, isMeant } from "../domain/catalogue.ts";
import type { FilingModel } from "../domain/filing.ts";
import type { Data, Failed, Outcome, Subject, Verdict } from "../domain/outcome.ts";
import type { RuleOverrides, Unit } from "../domain/portal.ts";
import type { ColumnFacts, Fact, History, ItemFacts, PortalFacts, UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { addTo } from "./groups.ts";
import {
  type CategoryDuty,
  type Citation,
  type Context,
  cantTell,
  inapplicable,
  type Precedence,
  type Rule,
  type Targets,
} from "./rule.ts";

/** Everything that one unit is judged by besides the rules. */
export interface Case {
  readonly snapshot: UnitSnapshot;
  /** null where no complete patrol has derived them. */
  readonly portal: PortalFacts | null;
  /** How the portal's units file; null where too few teach it, and in a patrol of some units. */
  readonly filing: FilingModel | null;
  readonly history: History;
  readonly catalogue: Catalogue;
  readonly catalogueAdopted: boolean;
  readonly today: CalendarDate;
}

/**
 * Judges one unit by every rule. The same arguments give the same outcomes, in the same order.
 * A rule that throws gives `cantTell` (`rule-error`) and calls `onError`: a fault of ours is never held
 * against a unit.
 */
export function audit(
  given: Case,
  rules: readonly Rule[],
  overrides: RuleOverrides = {},
  onError: (rule: string, error: unknown) => void = () => {},
): Outcome[] {
  const targets = new Map<keyof Targets, readonly Target[]>();
  const outcomes = rules.flatMap((rule) => {
    const override = overrides[rule.id];
    if (override === "off") return [];
    const context = { ...given, params: paramsOf(rule, override) };
    const inForce = rule.basis.some((citation) => isInForce(citation, given.today));
    const ofKind = targets.get(rule.target) ?? targetsOf(rule.target, given);
    targets.set(rule.target, ofKind);
    return ofKind.map(({ target, subject, category, alsoIn }): Outcome => {
      const verdict = inForce
        ? orLeftOut(verdictOf(rule, target, { ...context, category }, onError), rule)
        : inapplicable({ because: "norm-not-in-force" });
      return { rule: rule.id, subject, verdict: alsoIn.length > 0 ? withAlsoIn(verdict, alsoIn) : verdict };
    });
  });
  return yieldTo(outcomes, rules);
}

/** Whether a citation may be printed of something judged on `day`. */
export function isInForce({ from, until }: Citation, day: CalendarDate): boolean {
  return (from === null || from <= day) && (until === null || day <= until);
}

/** A rule's parameters as the portal file leaves them. */
export function paramsOf(
  rule: Rule,
  override: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const defaults = Object.entries(rule.params).map(([name, param]) => [name, param.default] as const);
  return { ...Object.fromEntries(defaults), ...override };
}

function verdictOf(
  rule: Rule,
  target: Targets[keyof Targets],
  context: Context,
  onError: (rule: string, error: unknown) => void,
): Verdict {
  try {
    if (!rule.appliesTo(target, context)) return inapplicable(whyNotOwed(target));
    // `needs` names facts of the rule's own kind of target: checked where the rule is defined.
    for (const need of rule.needs) {
      const fact = (target as unknown as Record<string, Fact<unknown>>)[need];
      if (!fact) return cantTell("incomplete");
      if (!fact.known) return { outcome: "cantTell", reason: fact.reason, page: fact.page };
    }
    const verdict = rule.judge(target as never, context); // every need is known by now
    return verdict.outcome === "failed"
      ? { ...verdict, severity: verdict.severity ?? rule.severity }
      : verdict;
  } catch (error) {
    onError(rule.id, error);
    return cantTell("rule-error");
  }
}

/** A category that is exempt or declared says so: a finding of it is suspended for that reason. */
function whyNotOwed(target: Targets[keyof Targets]): Data {
  return "excuse" in target && target.excuse !== null ? { because: target.excuse } : {};
}

/** An item that was left out on purpose (before the horizon, on a foreign site) is no open question. */
function orLeftOut(verdict: Verdict, { target }: Rule): Verdict {
  const leftOut =
    (target === "item" || target === "page") &&
    verdict.outcome === "cantTell" &&
    verdict.reason === "not-patrolled";
  return leftOut ? inapplicable({ because: "not-patrolled" }) : verdict;
}

interface Target {
  readonly target: Targets[keyof Targets];
  readonly subject: Subject;
  readonly category: Category | null;
  /** Further columns of the unit in which the item stands. */
  readonly alsoIn: readonly string[];
}

/** The targets of one kind that a snapshot holds, each with the subject of its outcome. */
function targetsOf(
  kind: keyof Targets,
  { snapshot, catalogue, today }: Pick<Case, "snapshot" | "catalogue" | "today">,
): Target[] {
  const unit: Subject = { unit: snapshot.unit.id, category: null, column: null, item: null };
  const categoryOf = (code: string | null) => catalogue.categories.find((c) => c.code === code) ?? null;
  switch (kind) {
    case "unit":
      return [{ target: snapshot, subject: unit, category: null, alsoIn: [] }];
    case "category":
      return catalogue.categories.map((category) => ({
        target: dutyOf(category, snapshot, today),
        subject: { ...unit, category: category.code },
        category,
        alsoIn: [],
      }));
    case "column":
      return snapshot.columns.map((target) => ({
        target,
        subject: { ...unit, category: target.column.category, column: target.column.url },
        category: categoryOf(target.column.category),
        alsoIn: [],
      }));
    case "links": {
      const columns = targetsOf("column", { snapshot, catalogue, today });
      const home = { target: { column: null }, subject: unit, category: null, alsoIn: [] };
      return [home, ...columns.map((one) => ({ ...one, target: { column: one.target as ColumnFacts } }))];
    }
    case "item":
    case "page": {
      const items = itemTargets(snapshot, catalogue).map(({ item, home, alsoIn }) => ({
        target: kind === "item" ? item : { item },
        subject: { ...unit, category: home.category, column: home.url, item: item.url },
        category: categoryOf(home.category),
        alsoIn,
      }));
      const all = { target: { item: null }, subject: unit, category: null, alsoIn: [] };
      return kind === "item" ? items : [all, ...items];
    }
  }
}

/** Each item once, under the first of its columns in catalogue order. */
function itemTargets(snapshot: UnitSnapshot, catalogue: Catalogue) {
  const rank = new Map(catalogue.categories.map((c, n) => [c.code, n]));
  const order = (code: string | null) =>
    code === null ? Number.MAX_SAFE_INTEGER : (rank.get(code) ?? Number.MAX_SAFE_INTEGER);
  const columns = [...snapshot.columns].sort((a, b) => order(a.column.category) - order(b.column.category));
  const targets = new Map<
    string,
    { item: ItemFacts; home: (typeof columns)[number]["column"]; alsoIn: string[] }
  >();
  for (const { column, listing } of columns) {
    if (!listing.known) continue;
    for (const item of listing.value.items) {
      const earlier = targets.get(item.url);
      if (!earlier) targets.set(item.url, { item, home: column, alsoIn: [] });
      else if (earlier.home.url !== column.url && !earlier.alsoIn.includes(column.url))
        earlier.alsoIn.push(column.url);
    }
  }
  return [...targets.values()];
}

/** How a category of the catalogue concerns a unit on `today`. */
export function dutyOf(category: Category, snapshot: UnitSnapshot, today: CalendarDate): CategoryDuty {
  const excuse = excuseOf(category, snapshot.unit, today);
  const columns = snapshot.columns.filter((c) => c.column.category === category.code);
  return { category, columns, owed: excuse === null, excuse };
}

function excuseOf(category: Category, unit: Unit, today: CalendarDate): string | null {
  if (!category.for.some((who) => isMeant(who, unit))) return "not-obliged";
  if (category.since !== null && Number(today.slice(0, 4)) < category.since) return "not-yet";
  const exemption = unit.exempt.find((e) => e.category === category.code);
  if (exemption) return `exempt: ${exemption.reason}`;
  const declaration = unit.declared.find((d) => d.category === category.code && today <= d.until);
  return declaration ? `declared: ${declaration.reason}` : null;
}

function withAlsoIn(verdict: Verdict, alsoIn: readonly string[]): Verdict {
  return verdict.outcome === "failed" ? { ...verdict, data: { ...verdict.data, alsoIn } } : verdict;
}

/** Silences what another rule's finding already explains. */
function yieldTo(outcomes: readonly Outcome[], rules: readonly Rule[]): Outcome[] {
  const failures = new Failures(outcomes);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return outcomes.map((outcome) => {
    const { verdict, subject } = outcome;
    if (verdict.outcome !== "failed") return outcome;
    const explanation = (byId.get(outcome.rule)?.yieldsTo ?? []).find(({ rule, scope, when = () => true }) =>
      failures.of(rule, scope, subject).some((theirs) => when(theirs, verdict)),
    );
    return explanation ? { ...outcome, verdict: inapplicable({ explainedBy: explanation.rule }) } : outcome;
  });
}

/** What failed, found by its rule and by what it is about: a unit may have thousands of them. */
class Failures {
  readonly #found = new Map<string, Failed[]>();

  constructor(outcomes: readonly Outcome[]) {
    for (const { rule, subject, verdict } of outcomes) {
      if (verdict.outcome !== "failed") continue;
      addTo(this.#found, keyOf("category", rule, subject), verdict);
      if (subject.category === null) addTo(this.#found, keyOf("unit", rule, subject), verdict);
      if (subject.item !== null) addTo(this.#found, keyOf("item", rule, subject), verdict);
    }
  }

  /** Failures of `rule` on the same unit, category or item as `subject`. */
  of(rule: string, scope: Precedence["scope"], subject: Subject): readonly Failed[] {
    return this.#found.get(keyOf(scope, rule, subject)) ?? [];
  }
}

function keyOf(scope: Precedence["scope"], rule: string, { category, item }: Subject): string {
  const place = { unit: null, category, item }[scope];
  return `${scope} ${rule} ${place}`;
}

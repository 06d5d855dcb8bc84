import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { FilingModel } from "../domain/filing.ts";
import type {
  CantTell,
  Confidence,
  Data,
  Failed,
  Inapplicable,
  Passed,
  Severity,
  Text,
  Verdict,
} from "../domain/outcome.ts";
import type {
  ColumnFacts,
  Fact,
  History,
  ItemFacts,
  Known,
  PortalFacts,
  Reason,
  UnitSnapshot,
} from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";

export const GROUPS = [
  "missing-categories",
  "stale-units",
  "burst-publishing",
  "misfiled-items",
  "malformed-items",
  "site-health",
] as const;

/** The API's lists. Every rule reports to one of them. */
export type Group = (typeof GROUPS)[number];

/** The law or notice that a rule rests on, as a report prints it. */
export interface Citation {
  /** `国办发〔2015〕15号` */
  readonly document: string;
  /** What the document says of it. */
  readonly clause: string;
  /** First day in force; null where that is not dated (a parameter of the patrol's own). */
  readonly from: CalendarDate | null;
  /** Last day in force; null where it still is. */
  readonly until: CalendarDate | null;
}

/** A number that the portal file may override under `rules:`. */
export interface Param {
  readonly default: number;
  readonly min: number;
  readonly max?: number;
  readonly unit: "days" | "items" | "characters" | "share" | "attempts";
  readonly about: Text;
}

/** Sentences with `{name}` where a value of the verdict's data goes. */
export interface Wording {
  readonly message: Text;
  readonly expected: Text;
  readonly actual: Text;
  /** What would make it pass, and by when. */
  readonly remedy: Text;
}

/** A category of the catalogue as it concerns one unit, with the columns that hold it. */
export interface CategoryDuty {
  readonly category: Category;
  readonly columns: readonly ColumnFacts[];
  /** The catalogue demands it of this unit, this year; it is neither exempt nor declared. */
  readonly owed: boolean;
  /** Why it is not owed: `not-obliged`, `not-yet` (before its year), `exempt: reason`, `declared: reason`; null where it is. */
  readonly excuse: string | null;
}

/** What a rule can judge, one at a time. */
export interface Targets {
  unit: UnitSnapshot;
  category: CategoryDuty;
  column: ColumnFacts;
  item: ItemFacts;
  page: PageTarget;
  links: LinksTarget;
}

/** An article's page; or all those of the unit as one, for what is the matter with nearly all of them. */
export interface PageTarget {
  /** null: all of them. */
  readonly item: ItemFacts | null;
}

/** The links of one page of the unit's. */
export interface LinksTarget {
  /** null: its home page. */
  readonly column: ColumnFacts | null;
}

/** The names of a target's facts. */
export type FactsOf<T> = T extends unknown
  ? { [K in keyof T]: T[K] extends Fact<unknown> ? K & string : never }[keyof T]
  : never;

/** A target whose named facts are known. */
type With<T, K> = T & { readonly [P in K & keyof T]: Extract<T[P], Known<unknown>> };

/** What a rule may look at besides its target. There is no clock, no network and no store in it. */
export interface Context<P extends string = string> {
  /** The day that the patrol judges by. */
  readonly today: CalendarDate;
  readonly catalogue: Catalogue;
  /** The centre has made the catalogue its own rule: a reconstructed duty or period binds. */
  readonly catalogueAdopted: boolean;
  readonly snapshot: UnitSnapshot;
  /** null where no complete patrol has derived them. */
  readonly portal: PortalFacts | null;
  /** How the portal's units file; null where too few teach it, and in a patrol of some units. */
  readonly filing: FilingModel | null;
  readonly history: History;
  /** The category that the target is filed under; null for a unit and for a column that fits none. */
  readonly category: Category | null;
  readonly params: Readonly<Record<P, number>>;
}

/** A worked example: shown in the documentation and run as a test. */
export interface Example {
  /** What it shows, in one Chinese sentence. */
  readonly why: string;
  readonly given: UnitSnapshot;
  /** What earlier patrols saw; by default this is the first. */
  readonly history?: History;
  /** What the whole portal shows; by default nothing out of the way. null: not known. */
  readonly portal?: Partial<PortalFacts> | null;
  /** How the portal's units file; by default not known. */
  readonly filing?: FilingModel | null;
  /** By default false. */
  readonly catalogueAdopted?: boolean;
  /** By default that of the example world. */
  readonly today?: CalendarDate;
  /** Parameters that the portal file overrides. */
  readonly params?: Readonly<Record<string, number>>;
}
type Some<T> = readonly [T, ...T[]];

/** Another rule that, failing on the same unit, category or item, already explains this rule's fault. */
export interface Precedence {
  readonly rule: string;
  readonly scope: "unit" | "category" | "item";
  /** Whether `theirs` explains `ours`; by default always. */
  readonly when?: (theirs: Failed, ours: Failed) => boolean;
}

/**
 * A question put to every target of one kind, with a single answer.
 *
 * To add a rule, add its file under `rules/` and name it in `rules/index.ts`. Its examples are its tests and
 * its documentation: each of the four outcomes needs at least one, or it does not compile.
 */
export interface Rule<
  T extends keyof Targets = keyof Targets,
  P extends string = string,
  N extends FactsOf<Targets[T]> = FactsOf<Targets[T]>,
> {
  /** Names the fault, not the check; also the file's name. */
  readonly id: string;
  readonly group: Group;
  readonly title: Text;
  /** What is judged and what is deliberately not; one paragraph. */
  readonly about: Text;
  /** Of a fault that says no other. */
  readonly severity: Severity;
  /** Before the first of them is in force the rule is inapplicable. */
  readonly basis: Some<Citation>;
  /** The catalogue's own word on the category is cited too. */
  readonly citesCatalogue?: boolean;
  readonly params: Readonly<Record<P, Param>>;
  readonly wording: Readonly<Record<string, Wording>>;
  /** What the codes among its data's values are called in sentences: `body` is 正文. */
  readonly terms?: Readonly<Record<string, Text>>;
  readonly target: T;
  /** Facts of the target without which no verdict is possible: one unknown gives `cantTell`. */
  readonly needs: readonly N[];
  /** What happened cannot be undone: its finding is recorded once and never becomes rectified. */
  readonly irrevocable?: boolean;
  /** Rules that already explain this one's fault: the outcome is then `inapplicable`. */
  readonly yieldsTo?: readonly Precedence[];
  /** Whether the rule has anything to say of this target. If not, the outcome is `inapplicable`. */
  appliesTo(target: Targets[T], context: Context<P>): boolean;
  judge(target: With<Targets[T], N>, context: Context<P>): Verdict;
  readonly examples: {
    readonly passed: Some<Example>;
    readonly failed: Some<
      Example & {
        readonly data: Data;
        readonly confidence?: Confidence;
        readonly severity?: Severity;
        /** The first day of what happened, by which its finding is known again. */
        readonly event?: string;
        /** The words that its evidence quotes, in order. */
        readonly quotes?: readonly string[];
      }
    >;
    readonly cantTell: Some<Example & { readonly reason: Reason }>;
    /** `because`: the reason that the verdict itself gives. */
    readonly inapplicable: Some<Example & { readonly because?: string }>;
  };
}

/** Infers a rule's types, so that its file needs no annotation. */
export function defineRule<T extends keyof Targets, P extends string, const N extends FactsOf<Targets[T]>>(
  rule: Rule<T, P, N>,
): Rule {
  // Sound because audit() hands every rule targets of its own kind; TypeScript cannot follow T that far.
  return rule as unknown as Rule;
}

/** The first unknown among `facts`, as a verdict; null when all are known. */
export function gapIn(facts: readonly Fact<unknown>[]): CantTell | null {
  for (const fact of facts)
    if (!fact.known) return { outcome: "cantTell", reason: fact.reason, page: fact.page };
  return null;
}

export const passed: Passed = { outcome: "passed" };

export function inapplicable(data: Data = {}): Inapplicable {
  return { outcome: "inapplicable", data };
}

export function cantTell(reason: Reason): CantTell {
  return { outcome: "cantTell", reason, page: null };
}

/** How a failed verdict departs from its rule's defaults. */
export interface FailedOptions {
  /** Default `confirmed`. */
  readonly confidence?: Confidence;
  /** Default null: the rule's. */
  readonly severity?: Severity | null;
  /** The first day of what happened, for faults that are events in time; default null. */
  readonly event?: string | null;
}

/** A violation. `because` are the facts it rests on; without any of them it must fall. */
export function failed(
  wording: string,
  data: Data,
  because: readonly Fact<unknown>[],
  { confidence = "confirmed", severity = null, event = null }: FailedOptions = {},
): Failed {
  return { outcome: "failed", confidence, severity, wording, data, event, because };
}

const quotedFrom = new WeakMap<Fact<unknown>, Fact<unknown>>();

/** `fact` with only the words on its page that show the fault: what its evidence will quote. */
export function quoting<T>(fact: Known<T>, excerpt: string): Known<T> {
  const quotation: Known<T> = { ...fact, excerpt };
  quotedFrom.set(quotation, originalOf(fact));
  return quotation;
}

/** The fact of the snapshot that `fact` quotes; itself where it quotes none. */
export function originalOf(fact: Fact<unknown>): Fact<unknown> {
  return quotedFrom.get(fact) ?? fact;
}

/** Derives something from a snapshot once, for every rule that asks for it. */
export function perSnapshot<T>(derive: (snapshot: UnitSnapshot) => T): (snapshot: UnitSnapshot) => T {
  const derived = new WeakMap<UnitSnapshot, T>();
  return (snapshot) => {
    if (!derived.has(snapshot)) derived.set(snapshot, derive(snapshot));
    return derived.get(snapshot) as T; // set in the line above
  };
}

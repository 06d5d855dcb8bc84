import { audit } from "../audit/audit.ts";
import { categoryStates } from "../audit/category-states.ts";
import { type Drift, DriftWatch } from "../audit/drift.ts";
import { FilingTeacher } from "../audit/filing-model.ts";
import { type Digest, fold, seenIn } from "../audit/fold.ts";
import { itemChanges } from "../audit/item-changes.ts";
import { portalFacts as derivePortalFacts } from "../audit/portal-facts.ts";
import type { Rule } from "../audit/rule.ts";
import { withoutDrift } from "../audit/without-drift.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { CategoryState, UnitDuties } from "../domain/category-state.ts";
import type { Finding, FindingSubject, Patrol, PatrolResult, Undecided } from "../domain/finding.ts";
import { OUTCOMES, type Outcome, type OutcomeKind } from "../domain/outcome.ts";
import { isAdoptedBy, type Portal, type Unit } from "../domain/portal.ts";
import {
  type History,
  type ItemFacts,
  NO_LINKS,
  PLAIN_COLUMN,
  type PortalFacts,
  type UnitSnapshot,
} from "../domain/snapshot.ts";
import { type CalendarDate, dayOf } from "../domain/time.ts";
import type { OutcomeCount, SeenItem, UnitRecord } from "../store/store.ts";

/** Everything that a patrol is judged by, once its units have been read. */
export interface ToConclude {
  readonly patrol: Patrol;
  readonly portal: Portal;
  readonly catalogue: Catalogue;
  readonly rules: readonly Rule[];
  /** Units of this patrol. */
  readonly units: readonly Unit[];
  /** Ids of the units that were read. Where one was not, the patrol is incomplete and closes no finding. */
  readonly visited: readonly string[];
  /** The snapshot of a visited unit; null where there is none. Asked for more than once. */
  readonly snapshotOf: (unitId: string) => Promise<UnitSnapshot | null>;
  readonly historyOf: (unitId: string) => Promise<History>;
  readonly known: readonly Finding[];
  /** For a patrol of some units: what the last complete one derived; null where there is none. */
  readonly earlierPortalFacts: PortalFacts | null;
  readonly onRuleError?: (unit: string, rule: string, error: unknown) => void;
}

/** What a patrol came to. */
export interface Conclusion {
  readonly result: PatrolResult;
  /** The state of every known finding of the portal, seen now or not. */
  readonly allFindings: readonly Finding[];
  readonly portalFacts: PortalFacts | null;
  readonly units: readonly UnitRecord[];
}

/** How the categories stood at each unit. */
export function dutiesOf({ units }: Conclusion): UnitDuties[] {
  return units.map(({ unitId, duties }) => ({ unitId, ...duties }));
}

/**
 * The portal's facts, then each unit's outcomes, folded into the findings that were known. Holds one snapshot
 * at a time. The same arguments give the same conclusion, live or from recorded evidence.
 */
export async function concludeFrom(given: ToConclude): Promise<Conclusion> {
  const { patrol, portal, catalogue, rules, units, known } = given;
  const today = dayOf(patrol.asOf, portal.timezone);
  const watch = new DriftWatch();
  const firstTeacher = new FilingTeacher(catalogue);
  const allFacts = await derivePortalFacts(taught(watched(given, watch), firstTeacher), catalogue, today);
  const drift = watch.found();
  const hasDrifted = drift.columns.length > 0 || drift.marks.length > 0;
  // What was not theirs says nothing of the portal either; most patrols are spared reading all twice.
  const teacher = hasDrifted ? new FilingTeacher(catalogue) : firstTeacher;
  const ownFacts = hasDrifted
    ? await derivePortalFacts(taught(undrifted(given, drift), teacher), catalogue, today)
    : allFacts;
  const facts = patrol.onlyUnits === null ? ownFacts : given.earlierPortalFacts;
  // What has drifted is always this patrol's own.
  const portalFacts = facts && { ...facts, drifted: drift.columns, alikePages: drift.marks };
  // Some units do not show how the portal files, and what all of them taught is not kept.
  const filing = patrol.onlyUnits === null ? teacher.model() : null;

  const counts: Record<OutcomeKind, number> = { passed: 0, failed: 0, cantTell: 0, inapplicable: 0 };
  const records: UnitRecord[] = [];
  const current: Finding[] = [];
  const undecided: Undecided[] = [];
  const all = known.filter(({ unit }) => !units.some(({ id }) => id === unit.id));
  const allVisited = units.every(({ id }) => given.visited.includes(id));
  let complete = allVisited;
  let columns = 0;
  let items = 0;

  for (const unit of units) {
    const read = (given.visited.includes(unit.id) && (await given.snapshotOf(unit.id))) || notPatrolled(unit);
    // No rule, and no finding, ever sees what must not be judged.
    const snapshot = withoutDrift(read, drift);
    const history = await given.historyOf(unit.id);
    const outcomes = audit(
      {
        snapshot,
        portal: portalFacts,
        filing,
        history,
        catalogue,
        catalogueAdopted: isAdoptedBy(portal, today),
        today,
      },
      rules,
      portal.rules,
      (rule, error) => given.onRuleError?.(unit.id, rule, error),
    );
    // A fault of ours decides nothing and closes nothing.
    complete &&= outcomes.every(
      ({ verdict }) => verdict.outcome !== "cantTell" || verdict.reason !== "rule-error",
    );
    // A copy: words cut out of a text would keep the whole text in memory, and with it every article of the portal.
    const seen = structuredClone(seenIn({ snapshot, outcomes }, catalogue, rules, patrol, digest));
    const before = known.filter((finding) => finding.unit.id === unit.id);
    const folded = fold(
      before,
      seen.findings,
      { snapshot, outcomes, catalogue },
      patrol,
      allVisited,
      portal.rules,
      digest,
    );
    current.push(...folded.current);
    all.push(...folded.all);
    undecided.push(...seen.undecided);
    const states = categoryStates(snapshot, catalogue, today, outcomes, rules);
    const changes = itemChanges(snapshot, history);
    const record = { ...recordOf(snapshot, outcomes, states, today), changes };
    records.push(record);
    for (const { outcome, count } of record.counts) counts[outcome] += count;
    columns += snapshot.columns.length;
    items += record.items.length;
  }

  const result: PatrolResult = {
    patrol,
    complete,
    units: units.length,
    columns,
    items,
    outcomes: counts,
    findings: current.sort(bySubject),
    undecided: undecided.sort(bySubject),
  };
  return { result, allFindings: all, portalFacts, units: records };
}

const digest: Digest = (text) => sha256Of(text);

/** The snapshots of the visited units. */
async function* visitedSnapshots({ units, visited, snapshotOf }: ToConclude): AsyncGenerator<UnitSnapshot> {
  for (const { id } of units) {
    const snapshot = visited.includes(id) ? await snapshotOf(id) : null;
    if (snapshot) yield snapshot;
  }
}

/** The same, each shown to `watch` as it goes by. */
async function* watched(given: ToConclude, watch: DriftWatch): AsyncGenerator<UnitSnapshot> {
  for await (const snapshot of visitedSnapshots(given)) {
    watch.add(snapshot, await given.historyOf(snapshot.unit.id));
    yield snapshot;
  }
}

/** The same, each taught to `teacher`. */
async function* taught(
  snapshots: AsyncIterable<UnitSnapshot>,
  teacher: FilingTeacher,
): AsyncGenerator<UnitSnapshot> {
  for await (const snapshot of snapshots) {
    teacher.add(snapshot);
    yield snapshot;
  }
}

/** The same without what has drifted. */
async function* undrifted(given: ToConclude, drift: Drift): AsyncGenerator<UnitSnapshot> {
  for await (const snapshot of visitedSnapshots(given)) yield withoutDrift(snapshot, drift);
}

/** A unit that was not read: nothing of it is known. */
function notPatrolled(unit: Unit): UnitSnapshot {
  const unread = { known: false, reason: "not-patrolled", page: null } as const;
  return {
    unit,
    navigation: unread,
    vanished: [],
    links: NO_LINKS,
    columns: unit.columns.map((column) => ({
      column,
      listing: unread,
      text: unread,
      ...PLAIN_COLUMN,
    })),
  };
}

function recordOf(
  { unit, columns }: UnitSnapshot,
  outcomes: readonly Outcome[],
  states: readonly CategoryState[],
  today: CalendarDate,
): Omit<UnitRecord, "changes"> {
  const items = new Map<string, SeenItem>();
  for (const { column, listing } of columns) {
    for (const item of listing.known ? listing.value.items : []) {
      const earlier = items.get(item.url);
      items.set(item.url, {
        url: item.url,
        title: (item.title.known && item.title.value) || item.listTitle,
        publishedOn: item.publishedOn.known ? item.publishedOn.value : null,
        columns: [...(earlier?.columns ?? []), column.url],
      });
    }
  }
  return {
    unitId: unit.id,
    unitName: unit.name,
    items: [...items.values()],
    readings: columns.map(({ column, listing }) => ({
      columnUrl: column.url,
      // What was carried over from earlier patrols was not seen again by this one.
      readFrom: listing.known ? listing.value.readNowFrom : null,
      items: listing.known ? listing.value.items.length : null,
      newestOn: listing.known ? newestOf(listing.value.items, today) : null,
      drifted: !listing.known && listing.reason === "drifted",
      status: listing.page?.status ?? null,
    })),
    counts: countsOf(outcomes),
    duties: {
      states,
      columns: columns.map(({ column, listing }) => ({
        url: column.url,
        category: column.category,
        readFrom: listing.known ? listing.value.readFrom : null,
      })),
    },
  };
}

function countsOf(outcomes: readonly Outcome[]): OutcomeCount[] {
  const byRule = new Map<string, Record<OutcomeKind, number>>();
  for (const { rule, verdict } of outcomes) {
    const counts = byRule.get(rule) ?? { passed: 0, failed: 0, cantTell: 0, inapplicable: 0 };
    byRule.set(rule, counts);
    counts[verdict.outcome] += 1;
  }
  return [...byRule].flatMap(([rule, counts]) =>
    OUTCOMES.flatMap((outcome) => (counts[outcome] > 0 ? [{ rule, outcome, count: counts[outcome] }] : [])),
  );
}

/** A day after the one judged by is a slip of the pen, not news. */
function newestOf(items: readonly ItemFacts[], today: CalendarDate): CalendarDate | null {
  let newest: CalendarDate | null = null;
  for (const { publishedOn } of items) {
    const day = publishedOn.known ? publishedOn.value : null;
    if (day !== null && day <= today && (newest === null || day > newest)) newest = day;
  }
  return newest;
}

type Sortable = FindingSubject & { readonly rule: string; readonly id: string };

/** By unit, rule, category, item's address; the id breaks what is left. */
function bySubject(a: Sortable, b: Sortable): number {
  const keys = ({ unit, rule, category, item, id }: Sortable) => [
    unit.id,
    rule,
    category?.code ?? "",
    item?.url ?? "",
    id,
  ];
  const theirs = keys(b);
  for (const [n, key] of keys(a).entries()) {
    const other = theirs[n] ?? "";
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}

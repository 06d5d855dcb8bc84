import type { Catalogue } from "../domain/catalogue.ts";
import type {
  Evidence,
  Finding,
  FindingStatus,
  FindingSubject,
  Patrol,
  Undecided,
} from "../domain/finding.ts";
import { isGone } from "../domain/gone.ts";
import type { CantTell, Data, Failed, Outcome, Subject, Verdict } from "../domain/outcome.ts";
import type { RuleOverrides } from "../domain/portal.ts";
import type { ColumnFacts, Fact, Listing, UnitSnapshot } from "../domain/snapshot.ts";
import { passed, type Rule } from "./rule.ts";

/** One unit's outcomes with the snapshot they were judged on. */
export interface Judged {
  readonly snapshot: UnitSnapshot;
  readonly outcomes: readonly Outcome[];
}

/** The same, with the catalogue that it was judged by. */
export interface JudgedBy extends Judged {
  readonly catalogue: Catalogue;
}

/** What a unit's outcomes come to: violations as findings seen now, and what could not be decided. */
export interface Seen {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** Digest of a text, in hexadecimal. Passed in: this folder imports no module. */
export type Digest = (text: string) => string;

/** The same fault keeps its id: unit, rule, category, item and, for events, their first day. */
export function findingId(rule: string, subject: Subject, event: string | null, digest: Digest): string {
  const { unit, category, item, column } = subject;
  // A fault of a column is told from that of another of its category by the column's address.
  const place = item ?? column;
  return digest(JSON.stringify([unit, rule, category, place, event])).slice(0, 24);
}

/** The violations and the open questions of one unit, as findings first seen by this patrol. */
export function seenIn(
  { snapshot, outcomes }: Judged,
  catalogue: Catalogue,
  rules: readonly Rule[],
  patrol: Patrol,
  digest: Digest,
): Seen {
  const irrevocable = new Set(rules.filter((rule) => rule.irrevocable).map((rule) => rule.id));
  const subjectOf = subjectReader(snapshot, catalogue);
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const { rule, subject, verdict } of outcomes) {
    if (verdict.outcome === "failed") {
      findings.push({
        id: findingId(rule, subject, verdict.event, digest),
        rule,
        ...subjectOf(subject),
        confidence: verdict.confidence,
        severity: verdict.severity ?? "minor",
        wording: verdict.wording,
        data: verdict.data,
        evidence: evidenceOf(verdict),
        firstSeen: patrol.asOf,
        lastSeen: patrol.asOf,
        status: irrevocable.has(rule) ? "recorded" : "open",
        statusReason: null,
      });
    } else if (verdict.outcome === "cantTell") {
      undecided.push({
        id: findingId(rule, subject, null, digest),
        rule,
        ...subjectOf(subject),
        reason: verdict.reason,
        evidence: evidenceOfGap(verdict),
      });
    }
  }
  return { findings, undecided };
}

/** What a patrol's outcomes do to the findings that were known. */
export interface Folded {
  /** Every known finding as it stands now, and every new one. */
  readonly all: readonly Finding[];
  /** Those that failed in this patrol. */
  readonly current: readonly Finding[];
}

/**
 * Folds one patrol of a unit into the findings that were known of it. `failed` opens or reopens, `passed`
 * rectifies, `inapplicable` (and a rule that is off, or a category that the catalogue has no more) suspends, `cantTell` changes nothing. An item that is gone
 * and has left its list, read far enough, closes its findings as removed; one that passes under another category
 * is mended there; one that fails there too takes its finding along. An incomplete patrol only adds.
 * A person's decision (waived, disputed) outranks the machine.
 */
export function fold(
  known: readonly Finding[],
  seen: readonly Finding[],
  judged: JudgedBy,
  patrol: Patrol,
  complete: boolean,
  overrides: RuleOverrides,
  digest: Digest,
): Folded {
  const earlier = new Map(known.map((finding) => [finding.id, finding]));
  const now = new Set(seen.map(({ id }) => id));
  const notNow = known.filter(({ id }) => !now.has(id));
  const moved = complete ? movedAmong(notNow, seen, judged.snapshot) : new Map<string, Finding>();
  const current = seen.map((finding) => {
    const before = earlier.get(finding.id) ?? moved.get(placeKey(finding.rule, finding.item?.url));
    return before ? seenAgain(before, finding) : finding;
  });
  const outcomes = outcomesAbout(notNow, judged.outcomes);
  const verdicts = verdictsById(outcomes, digest);
  const passedItems = new Set(
    outcomes.flatMap(({ rule, subject, verdict }) =>
      verdict.outcome === "passed" ? [placeKey(rule, subject.item)] : [],
    ),
  );
  const unseen = notNow.map((finding) => {
    if (!complete || STANDS_WHEN_UNSEEN.includes(finding.status)) return finding;
    if (overrides[finding.rule] === "off") return suspended(finding, "rule is off");
    if (hasLostItsCategory(finding, judged.catalogue)) return suspended(finding, "not in the catalogue");
    if (isRemoved(finding, judged.snapshot))
      return { ...finding, status: "removed" as const, statusReason: `gone in ${patrol.id}` };
    const place = placeKey(finding.rule, finding.item?.url);
    if (moved.get(place) === finding) return suspended(finding, MOVED);
    const isMended = passedItems.has(place) && isSettledOf(finding, judged.snapshot);
    return notSeen(finding, isMended ? passed : verdicts.get(finding.id), patrol);
  });
  return { all: [...unseen, ...current].sort(byId), current };
}

const DECIDED_BY_PERSON: readonly FindingStatus[] = ["waived", "disputed"];
const STANDS_WHEN_SEEN: readonly FindingStatus[] = ["notified", "claimed", ...DECIDED_BY_PERSON];
const STANDS_AS_CLOSED: readonly FindingStatus[] = ["rectified", "removed", "recorded"];
const STANDS_WHEN_UNSEEN: readonly FindingStatus[] = [...STANDS_AS_CLOSED, "waived"];
/** Why a finding is suspended that goes on under another category. */
const MOVED = "goes on under another category";

function seenAgain(before: Finding, now: Finding): Finding {
  const stands = STANDS_WHEN_SEEN.includes(before.status);
  return {
    ...now,
    // Patrols may be run for days gone by, in any order.
    firstSeen: before.firstSeen < now.firstSeen ? before.firstSeen : now.firstSeen,
    lastSeen: now.lastSeen > before.lastSeen ? now.lastSeen : before.lastSeen,
    status: stands ? before.status : now.status,
    statusReason: stands ? before.statusReason : null,
  };
}

function notSeen(finding: Finding, verdict: Verdict | undefined, patrol: Patrol): Finding {
  if (verdict?.outcome === "passed")
    return { ...finding, status: "rectified", statusReason: `passed in ${patrol.id}` };
  return verdict?.outcome === "inapplicable" ? suspended(finding, reasonOf(verdict.data)) : finding;
}

function suspended(finding: Finding, reason: string): Finding {
  if (DECIDED_BY_PERSON.includes(finding.status)) return finding;
  return { ...finding, status: "suspended", statusReason: reason };
}

/** Nothing is asked of a category any more that the catalogue has struck out. Items are judged wherever they stand. */
function hasLostItsCategory({ category, item }: Finding, { categories }: Catalogue): boolean {
  return item === null && category !== null && categories.every(({ code }) => code !== category.code);
}

/** Its own address answers 404 or 410, and its lists were read past its day without it. */
function isRemoved(finding: Finding, { vanished, columns }: UnitSnapshot): boolean {
  const { item } = finding;
  const answer = vanished.find(({ url }) => url === item?.url)?.answer;
  return isGone(answer) && isSettled(finding, columns, hasReachedIt);
}

/**
 * Findings of items that fail by the same rule where they stand now, by rule and item: not two faults, but one.
 */
function movedAmong(
  notNow: readonly Finding[],
  seen: readonly Finding[],
  snapshot: UnitSnapshot,
): ReadonlyMap<string, Finding> {
  const failing = new Set(seen.flatMap(({ rule, item }) => (item ? [placeKey(rule, item.url)] : [])));
  return new Map(
    notNow.flatMap((finding) => {
      const place = placeKey(finding.rule, finding.item?.url);
      const isMoved =
        failing.has(place) && !STANDS_AS_CLOSED.includes(finding.status) && isSettledOf(finding, snapshot);
      return isMoved ? [[place, finding]] : [];
    }),
  );
}

/**
 * Whether its item is judged elsewhere now: moved, or put up there as well. Not where what is known of its own
 * column leaves open whether it is to be judged there still.
 */
function isSettledOf(finding: Finding, { columns }: UnitSnapshot): boolean {
  return isSettled(
    finding,
    columns,
    (listing, own) => hasReachedIt(listing, own) || listing.items.some(({ url }) => url === own.url),
  );
}

/** A rule and the address of an item or a column; none for what is of a unit or a category. */
const placeKey = (rule: string, address: string | null | undefined) => `${rule} ${address ?? ""}`;

type ItemOfFinding = NonNullable<Finding["item"]>;

/** Whether every reading of the column that a finding is of says so of its item. */
function isSettled(
  { item, column }: Finding,
  columns: readonly ColumnFacts[],
  says: (listing: Listing, item: ItemOfFinding) => boolean,
): boolean {
  const own = columns.filter((one) => one.column.url === column?.url);
  return (
    item !== null && own.length > 0 && own.every(({ listing }) => listing.known && says(listing.value, item))
  );
}

function hasReachedIt({ readFrom }: Listing, { publishedOn }: ItemOfFinding): boolean {
  if (readFrom === null) return false;
  return readFrom === "start" || (publishedOn !== null && readFrom <= publishedOn);
}

function reasonOf(data: Data): string {
  if (typeof data.explainedBy === "string") return `explained by ${data.explainedBy}`;
  return typeof data.because === "string" ? data.because : "inapplicable";
}

/** The outcomes on what findings are of, and few others: to keep them all takes longer than most rules. */
function outcomesAbout(findings: readonly Finding[], outcomes: readonly Outcome[]): readonly Outcome[] {
  if (findings.length === 0) return [];
  const places = new Set(findings.map(({ rule, item, column }) => placeKey(rule, item?.url ?? column?.url)));
  return outcomes.filter(({ rule, subject: { item, column } }) => places.has(placeKey(rule, item ?? column)));
}

function verdictsById(outcomes: readonly Outcome[], digest: Digest) {
  return new Map(
    outcomes.map(({ rule, subject, verdict }) => [findingId(rule, subject, null, digest), verdict]),
  );
}

function subjectReader({ unit, columns }: UnitSnapshot, catalogue: Catalogue) {
  const categories = new Map(catalogue.categories.map(({ code, name }) => [code, { code, name }]));
  const names = new Map(columns.map(({ column }) => [column.url, column.name]));
  const items = new Map(
    columns.flatMap(({ listing }) =>
      listing.known ? listing.value.items.map((item) => [item.url, item] as const) : [],
    ),
  );
  return (subject: Subject): FindingSubject => {
    const item = subject.item === null ? undefined : items.get(subject.item);
    return {
      unit: { id: unit.id, name: unit.name },
      category: (subject.category !== null && categories.get(subject.category)) || null,
      column: subject.column === null ? null : { url: subject.column, name: names.get(subject.column) ?? "" },
      item: item
        ? {
            url: item.url,
            title: (item.title.known && item.title.value) || item.listTitle,
            publishedOn: item.publishedOn.known ? item.publishedOn.value : null,
          }
        : null,
    };
  };
}

/** The pages that an accusation rests on, each with its words, once. */
function evidenceOf({ because }: Failed): Evidence[] {
  const evidence = because.flatMap((fact: Fact<unknown>) => {
    if (fact.known) return [{ ...fact.page, excerpt: fact.excerpt }];
    // That a page is gone is proven by its answer, which has no words of its own.
    return fact.page ? [{ ...fact.page, excerpt: "" }] : [];
  });
  const seen = new Set<string>();
  return evidence.filter((entry) => {
    const key = JSON.stringify([entry.url, entry.sha256, entry.excerpt]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function evidenceOfGap({ page }: CantTell): Evidence[] {
  return page ? [{ ...page, excerpt: "" }] : [];
}

const byId = (a: Finding, b: Finding) => (a.id < b.id ? -1 : 1);

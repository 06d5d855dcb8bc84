import type { Group, Rule } from "../audit/rule.ts";
import type {
  Evidence,
  Finding,
  FindingStatus,
  FindingSubject,
  Patrol,
  Undecided,
} from "../domain/finding.ts";
import type { Confidence, Data, Severity } from "../domain/outcome.ts";
import type { Reason } from "../domain/snapshot.ts";
import { type CalendarDate, dayOf, type Instant } from "../domain/time.ts";
import type { ReportContext } from "./context.ts";
import { maskedData, maskPersonalData } from "./personal-data.ts";
import { undecidedMessage } from "./reason-names.ts";
import { type Basis, basisOf, type Words, wordsOf } from "./wording.ts";

/** More evidence than this is counted, not printed. */
export const MAX_EVIDENCE = 20;

/** A finding as `findings.json` and the API give it; keys in the order in which they are written. */
export interface FindingView extends FindingSubject, Words {
  readonly id: string;
  readonly rule: string;
  /** null where this version of the program does not know the rule. */
  readonly group: Group | null;
  readonly outcome: "failed";
  readonly confidence: Confidence;
  readonly severity: Severity;
  readonly basis: readonly Basis[];
  readonly data: Data;
  /** Each page and excerpt once, at most {@link MAX_EVIDENCE}. */
  readonly evidence: readonly Evidence[];
  /** How many more there are; left out where there is none. */
  readonly evidenceOmitted?: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  readonly status: FindingStatus;
  /** Left out where there is none. */
  readonly statusReason?: string;
}

/** What could not be decided, in the same shape. It accuses nobody. */
export interface UndecidedView extends FindingSubject {
  readonly id: string;
  readonly rule: string;
  readonly group: Group | null;
  readonly outcome: "cantTell";
  readonly message: string;
  readonly data: { readonly reason: Reason };
  readonly evidence: readonly Evidence[];
  readonly evidenceOmitted?: number;
}

/** Puts findings into words. Make one for a whole report: it knows every rule by its id. */
export interface FindingViewer {
  readonly ofFinding: (finding: Finding) => FindingView;
  readonly ofUndecided: (undecided: Undecided) => UndecidedView;
}

export function findingViewer(patrol: Pick<Patrol, "asOf">, context: ReportContext): FindingViewer {
  const rules = new Map(context.rules.map((rule) => [rule.id, rule]));
  const day = dayOf(patrol.asOf, context.timezone);
  return {
    ofFinding: (finding) => findingView(finding, rules.get(finding.rule), day, context),
    ofUndecided: (undecided) => undecidedView(undecided, rules.get(undecided.rule), context),
  };
}

/** By unit, rule, category, address of the item; the order of every report. */
export function bySubject(
  a: FindingSubject & { readonly id: string; readonly rule: string },
  b: FindingSubject & { readonly id: string; readonly rule: string },
): number {
  return (
    compare(a.unit.id, b.unit.id) ||
    compare(a.rule, b.rule) ||
    compare(a.category?.code ?? "", b.category?.code ?? "") ||
    compare(a.item?.url ?? "", b.item?.url ?? "") ||
    compare(a.id, b.id)
  );
}

/** By code unit, which is the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function findingView(
  finding: Finding,
  rule: Rule | undefined,
  day: CalendarDate,
  context: ReportContext,
): FindingView {
  const { message, expected, actual, remedy } = wordsOf(finding, rule, context);
  return {
    id: finding.id,
    rule: finding.rule,
    group: rule?.group ?? null,
    outcome: "failed",
    confidence: finding.confidence,
    severity: finding.severity,
    ...subjectOf(finding),
    message,
    expected,
    actual,
    remedy,
    basis: basisOf(finding, rule, day, context),
    data: dataOf(finding.data),
    ...evidenceOf(finding.evidence),
    firstSeen: finding.firstSeen,
    lastSeen: finding.lastSeen,
    status: finding.status,
    ...(finding.statusReason === null ? {} : { statusReason: finding.statusReason }),
  };
}

function undecidedView(undecided: Undecided, rule: Rule | undefined, { lang }: ReportContext): UndecidedView {
  return {
    id: undecided.id,
    rule: undecided.rule,
    group: rule?.group ?? null,
    outcome: "cantTell",
    ...subjectOf(undecided),
    message: undecidedMessage(undecided, lang),
    data: { reason: undecided.reason },
    ...evidenceOf(undecided.evidence),
  };
}

// Written out key by key: a store may give its keys in any order, and the same facts give the same bytes.
function subjectOf({ unit, category, column, item }: FindingSubject): FindingSubject {
  return {
    unit: { id: unit.id, name: unit.name },
    category: category && { code: category.code, name: category.name },
    column: column && { url: column.url, name: column.name },
    item: item && {
      url: item.url,
      title: maskPersonalData(item.title),
      publishedOn: item.publishedOn,
    },
  };
}

function dataOf(data: Data): Data {
  const entries = Object.entries(maskedData(data));
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)));
}

function evidenceOf(all: readonly Evidence[]): {
  readonly evidence: readonly Evidence[];
  readonly evidenceOmitted?: number;
} {
  const distinct = new Map<string, Evidence>();
  for (const { url, fetchedAt, status, sha256, excerpt } of all) {
    const key = `${sha256} ${url} ${excerpt}`;
    if (!distinct.has(key))
      distinct.set(key, { url, fetchedAt, status, sha256, excerpt: maskPersonalData(excerpt) });
  }
  const evidence = [...distinct.values()].slice(0, MAX_EVIDENCE);
  const evidenceOmitted = distinct.size - evidence.length;
  return evidenceOmitted === 0 ? { evidence } : { evidence, evidenceOmitted };
}

import type { Group } from "../audit/rule.ts";
import { type Catalogue, namesThatObligeNobody } from "../domain/catalogue.ts";
import type { Finding, FindingStatus, PatrolResult } from "../domain/finding.ts";
import { SEVERITIES, type Severity } from "../domain/outcome.ts";
import type { Portal } from "../domain/portal.ts";
import type { DriftedColumn, PortalFacts, Reason } from "../domain/snapshot.ts";
import { type CalendarDate, dayOf, type Instant } from "../domain/time.ts";
import type { ReportContext } from "./context.ts";
import { compare } from "./finding-view.ts";
import { REPORT_GROUPS } from "./names.ts";
import type { RequestFigures } from "./request-figures.ts";

/** What the run itself took. The only figures of a report that differ between two runs over the same facts. */
export interface RunFigures {
  readonly requests: number;
  readonly requestsBy: RequestFigures;
  /** Pages that had failed and were asked once more at the end, and those of them that were then given. */
  readonly secondPass: { readonly asked: number; readonly got: number };
  readonly bytes: number;
  readonly elapsedMs: number;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

export interface ConfidenceCounts {
  readonly confirmed: number;
  readonly suspected: number;
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** A unit with what it still has to answer for. */
export interface UnitToCall {
  readonly unit: { readonly id: string; readonly name: string };
  /** Outstanding and confirmed. */
  readonly confirmed: SeverityCounts;
  /** Outstanding and suspected: to be looked at before anyone is called about them. */
  readonly suspected: number;
  readonly undecided: number;
}

/** A unit's word that it has nothing to publish, in force on the day judged. */
export interface DeclarationInForce {
  readonly unit: { readonly id: string; readonly name: string };
  readonly category: string;
  readonly reason: string;
  readonly until: CalendarDate;
}

/** The figures of one patrol, as every rendering prints them. */
export interface Summary {
  /** Findings that stand. What a person has waived or the machine has closed is in `settled` only. */
  readonly findings: {
    readonly total: number;
    readonly confirmed: number;
    readonly suspected: number;
    readonly settled: number;
    /** First seen by this patrol. */
    readonly fresh: number;
    readonly bySeverity: SeverityCounts;
    readonly byGroup: Readonly<Record<Group, ConfidenceCounts>>;
    /** Of rules that this version of the program does not know. */
    readonly ofUnknownRules: ConfidenceCounts;
    readonly byStatus: Readonly<Partial<Record<FindingStatus, number>>>;
  };
  /** Worst first; units with an outstanding confirmed finding only. */
  readonly unitsToCall: readonly UnitToCall[];
  readonly undecided: {
    readonly total: number;
    readonly byReason: Readonly<Partial<Record<Reason, number>>>;
  };
  readonly catalogue: Pick<Catalogue, "id" | "name" | "basis" | "provenance" | "version"> & {
    readonly adoptedOn: CalendarDate | null;
    readonly categories: number;
    readonly reconstructedDuties: number;
    /** Of categories that have a period. */
    readonly reconstructedPeriods: number;
    /** Names for which no unit stands, each with the categories that name it. */
    readonly obligesNobody: readonly { readonly name: string; readonly categories: readonly string[] }[];
  };
  readonly declared: readonly DeclarationInForce[];
  /** Faults that are the template's and nobody's; null where no complete patrol has derived them. */
  readonly templateFaults: Omit<
    PortalFacts,
    "drifted" | "alikePages" | "elements" | "tags" | "fileHosts" | "links"
  > | null;
  /** Columns that were not judged because they are not what they were: for whoever maintains the portal file. */
  readonly drifted: readonly DriftedColumn[];
}

export function summaryOf(result: PatrolResult, context: ReportContext): Summary {
  const today = dayOf(result.patrol.asOf, context.timezone);
  return {
    findings: findingCounts(result, context),
    unitsToCall: unitsToCall(result),
    undecided: {
      total: result.undecided.length,
      byReason: sortedCounts(result.undecided.map((u) => u.reason)),
    },
    catalogue: catalogueFigures(context),
    declared: declarationsInForce(context.portal, result, today),
    templateFaults: context.portalFacts && {
      sharedDays: context.portalFacts.sharedDays,
      templateLacks: context.portalFacts.templateLacks,
      templateNotices: context.portalFacts.templateNotices,
      publishedUntil: context.portalFacts.publishedUntil,
    },
    // A patrol of an older version knows nothing of it.
    drifted: context.portalFacts?.drifted ?? [],
  };
}

/** Whether a finding still counts: nobody has waived it, and it was not closed. */
export function stands({ status }: Finding): boolean {
  return !SETTLED.has(status);
}

/**
 * Whether the unit is still to be called about it. A finding in dispute waits for the inspector; what cannot
 * be undone is a matter for the patrol that first saw it.
 */
export function isOutstanding({ status, firstSeen }: Finding, asOf: Instant): boolean {
  return CALLED_ABOUT.has(status) || (status === "recorded" && firstSeen === asOf);
}

export function confidenceCounts(findings: readonly Finding[]): ConfidenceCounts {
  const confirmed = findings.filter((f) => f.confidence === "confirmed").length;
  return { confirmed, suspected: findings.length - confirmed };
}

export function severityCounts(findings: readonly Finding[]): SeverityCounts {
  const counts = { critical: 0, major: 0, minor: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** Entries by key, in the order of the keys of the first appearance. */
export function groupBy<T>(entries: readonly T[], keyOf: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group) group.push(entry);
    else groups.set(keyOf(entry), [entry]);
  }
  return groups;
}

const SETTLED: ReadonlySet<FindingStatus> = new Set(["waived", "rectified", "removed", "suspended"]);
const CALLED_ABOUT: ReadonlySet<FindingStatus> = new Set(["open", "notified", "claimed"]);

function findingCounts({ patrol, findings }: PatrolResult, { rules }: ReportContext): Summary["findings"] {
  const standing = findings.filter(stands);
  const groupOf = new Map(rules.map((rule) => [rule.id, rule.group]));
  const counts = (group: Group | null) =>
    confidenceCounts(standing.filter((f) => (groupOf.get(f.rule) ?? null) === group));
  const byGroup = REPORT_GROUPS.flatMap((group) => (group === null ? [] : [[group, counts(group)] as const]));
  return {
    total: standing.length,
    ...confidenceCounts(standing),
    settled: findings.length - standing.length,
    fresh: standing.filter((f) => f.firstSeen === patrol.asOf).length,
    bySeverity: severityCounts(standing),
    byGroup: Object.fromEntries(byGroup) as Record<Group, ConfidenceCounts>, // REPORT_GROUPS has them all
    ofUnknownRules: counts(null),
    byStatus: sortedCounts(findings.map((f) => f.status)),
  };
}

function unitsToCall({ patrol, findings, undecided }: PatrolResult): UnitToCall[] {
  const open = groupBy(
    findings.filter((f) => isOutstanding(f, patrol.asOf)),
    (f) => f.unit.id,
  );
  const undecidedOf = groupBy(undecided, (u) => u.unit.id);
  return [...open.values()]
    .flatMap((ofUnit): UnitToCall[] => {
      const confirmed = ofUnit.filter((f) => f.confidence === "confirmed");
      const [first] = confirmed;
      if (!first) return [];
      return [
        {
          unit: { id: first.unit.id, name: first.unit.name },
          confirmed: severityCounts(confirmed),
          suspected: ofUnit.length - confirmed.length,
          undecided: undecidedOf.get(first.unit.id)?.length ?? 0,
        },
      ];
    })
    .sort(worstFirst);
}

function worstFirst(a: UnitToCall, b: UnitToCall): number {
  for (const severity of SEVERITIES) {
    const more = b.confirmed[severity] - a.confirmed[severity];
    if (more !== 0) return more;
  }
  return b.suspected - a.suspected || compare(a.unit.id, b.unit.id);
}

function catalogueFigures({ catalogue, portal }: ReportContext): Summary["catalogue"] {
  const { id, name, basis, provenance, version, categories } = catalogue;
  return {
    id,
    name,
    basis,
    provenance,
    version,
    adoptedOn: portal.catalogueAdoptedOn,
    categories: categories.length,
    reconstructedDuties: categories.filter((c) => c.provenance.duty === "reconstructed").length,
    reconstructedPeriods: categories.filter(
      (c) => c.updateWithin !== null && c.provenance.period === "reconstructed",
    ).length,
    obligesNobody: namesThatObligeNobody(catalogue, portal.units),
  };
}

function declarationsInForce(portal: Portal, { patrol }: PatrolResult, today: CalendarDate) {
  return portal.units
    .filter((unit) => patrol.onlyUnits === null || patrol.onlyUnits.includes(unit.id))
    .flatMap((unit) =>
      unit.declared
        .filter((declaration) => today <= declaration.until)
        .map(({ category, reason, until }) => ({
          unit: { id: unit.id, name: unit.name },
          category,
          reason,
          until,
        })),
    );
}

function sortedCounts<K extends string>(keys: readonly K[]): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const key of [...keys].sort(compare)) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

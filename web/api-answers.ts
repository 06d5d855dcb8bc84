import type { CategoryState, CategoryStateKind } from "../domain/category-state.ts";
import type { Finding, FindingSubject, PatrolVersions } from "../domain/finding.ts";
import type { Confidence, Data, OutcomeKind, Severity } from "../domain/outcome.ts";
import type { UnitKind } from "../domain/portal.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { CalendarDate, Instant, Period } from "../domain/time.ts";

// The answers of the API as this dashboard uses them; /openapi.json describes all of it.

export const GROUPS = [
  "missing-categories",
  "stale-units",
  "burst-publishing",
  "misfiled-items",
  "malformed-items",
  "site-health",
] as const;
export type Group = (typeof GROUPS)[number];

type OutcomeCounts = Readonly<Record<OutcomeKind, number>>;

export interface Patrol {
  readonly id: string;
  readonly portal: string;
  readonly portalUrl: string;
  readonly catalogue: string;
  readonly asOf: Instant;
  readonly versions: PatrolVersions;
  /** null while it is unfinished. */
  readonly complete: boolean | null;
  /** null: all. */
  readonly onlyUnits: readonly string[] | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** These four are null where nothing was recorded. */
  readonly units: number | null;
  readonly columns: number | null;
  readonly items: number | null;
  readonly outcomes: OutcomeCounts | null;
}

export interface ListedFinding
  extends FindingSubject,
    Pick<
      Finding,
      "id" | "rule" | "confidence" | "severity" | "data" | "evidence" | "firstSeen" | "lastSeen" | "status"
    > {
  /** null where this version of the program does not know the rule. */
  readonly group: Group | null;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly remedy: string;
  readonly basis: readonly { readonly document: string; readonly clause: string }[];
  readonly evidenceOmitted?: number;
  readonly statusReason?: string;
}

/** What a person can make of a finding. */
export type GivenStatus = Extract<Finding["status"], "open" | "notified" | "claimed" | "disputed" | "waived">;

export interface FindingDetail extends ListedFinding {
  readonly dueOn: CalendarDate | null;
  /** What whoever is signed in may make of it. */
  readonly nextStatuses: readonly GivenStatus[];
  /** Places in `evidence` of the pages of which there is a picture. */
  readonly screenshots: readonly number[];
}

export interface Page {
  readonly limit: number;
  readonly total: number;
  readonly next: string | null;
}

export interface FindingList {
  readonly data: readonly ListedFinding[];
  readonly page: Page;
  readonly patrol: Patrol | null;
}

export interface FindingEvent {
  readonly patrol: string | null;
  readonly at: Instant;
  readonly from: Finding["status"] | null;
  readonly to: Finding["status"];
  readonly by: string | null;
  readonly note: string | null;
  readonly dueOn: CalendarDate | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly data: Data;
}

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly url: string;
  readonly inspector: { readonly id: string; readonly name: string } | null;
  readonly lastPatrol: string | null;
  readonly columns: number | null;
  readonly items: number | null;
  readonly lastPublishedOn: CalendarDate | null;
  readonly findings: Readonly<Record<Severity | "suspected" | "recorded", number>>;
  readonly outcomes: OutcomeCounts;
}

export interface UnitDetail extends Unit {
  readonly columnsReviewedOn: CalendarDate | null;
  readonly exempt: readonly { readonly category: string; readonly name: string; readonly reason: string }[];
  readonly declared: readonly {
    readonly category: string;
    readonly name: string;
    readonly reason: string;
    readonly until: CalendarDate;
  }[];
}

export interface UnitList {
  readonly data: readonly Unit[];
  readonly patrol: Patrol | null;
}

export interface Column {
  readonly name: string;
  readonly url: string;
  readonly path: readonly string[];
  readonly origin: "listed" | "discovered";
  readonly category: { readonly code: string; readonly name: string } | null;
  readonly state: "filled" | "empty" | "unread";
  readonly reason: Reason | null;
  readonly items: number | null;
  readonly lastPublishedOn: CalendarDate | null;
  readonly readFrom: CalendarDate | "start" | null;
  readonly emptyNotice: string | null;
  readonly updateWithin: Period | null;
  readonly findings: readonly string[];
}

export interface Timeline {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly readFrom: CalendarDate | "start" | null;
  readonly unreadColumns: number;
  readonly undated: number;
  readonly days: readonly { readonly on: CalendarDate; readonly items: number }[];
}

export interface OfPatrol<T> {
  readonly data: T;
  readonly patrol: Patrol;
}

export interface Matrix {
  readonly categories: readonly {
    readonly code: string;
    readonly name: string;
    readonly group: string | null;
    readonly updateWithin: Period | null;
    readonly counts: Readonly<Record<CategoryStateKind, number>>;
  }[];
  readonly units: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: UnitKind;
    readonly inspector: string | null;
    readonly counts: Readonly<Record<CategoryStateKind, number>>;
    /** One for each category, in the same order. */
    readonly cells: readonly CategoryState[];
  }[];
}

export interface Score {
  readonly unit: { readonly id: string; readonly name: string };
  readonly kind: UnitKind;
  readonly inspector: string | null;
  readonly rank: number | null;
  readonly score: number | null;
  readonly coverage: number | null;
  readonly judged: number;
  readonly findings: readonly (Pick<FindingSubject, "category" | "item"> & {
    readonly id: string;
    readonly rule: string;
    readonly title: string;
    readonly severity: Severity;
    readonly message: string;
    readonly cost: number;
  })[];
}

export interface ScoreList {
  readonly data: readonly Score[];
  readonly period: {
    readonly from: CalendarDate;
    readonly to: CalendarDate;
    /** null: no complete patrol speaks of the period. */
    readonly measured: { readonly from: CalendarDate; readonly to: CalendarDate } | null;
    readonly patrols: readonly string[];
  };
  readonly patrol: Patrol;
}

interface ConfidenceCounts {
  readonly confirmed: number;
  readonly suspected: number;
}

export interface Summary {
  readonly patrol: Pick<Patrol, "id" | "portal" | "asOf"> & {
    readonly complete: boolean;
    readonly units: number;
    readonly columns: number;
    readonly items: number;
    readonly onlyUnits?: readonly string[];
  };
  readonly findings: ConfidenceCounts & {
    readonly total: number;
    readonly settled: number;
    readonly fresh: number;
    readonly byGroup: Readonly<Record<Group, ConfidenceCounts>>;
    readonly ofUnknownRules: ConfidenceCounts;
  };
  readonly unitsToCall: readonly {
    readonly unit: { readonly id: string; readonly name: string };
    readonly confirmed: Readonly<Record<Severity, number>>;
    readonly suspected: number;
    readonly undecided: number;
  }[];
  readonly undecided: {
    readonly total: number;
    readonly byReason: Readonly<Partial<Record<Reason, number>>>;
  };
  readonly catalogue: {
    readonly id: string;
    readonly name: string;
    readonly basis: string;
    readonly provenance: "official" | "reconstructed";
    readonly adoptedOn: CalendarDate | null;
  };
  /** null where none is registered. */
  readonly nextPatrolAt: Instant | null;
}

export interface Progress {
  readonly state: "running" | "complete" | "incomplete" | "cancelled";
  readonly unitsDone: number;
  readonly units: number;
  /** null where nobody tells. */
  readonly pages: number | null;
}

/** Who is signed in. */
export interface Session {
  /** false: everybody on the machine may do everything. */
  readonly tokenNeeded: boolean;
  readonly role: Role;
  readonly unit: string | null;
  readonly name: string | null;
  readonly canPatrol: boolean;
}

export type Role = "viewer" | "unit" | "inspector" | "admin";

export interface Catalogue {
  readonly categories: readonly {
    readonly code: string;
    readonly name: string;
    readonly group: string | null;
  }[];
}

export interface Rule {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly about: string;
  readonly severity: Severity;
  readonly basis: readonly {
    readonly document: string;
    readonly clause: string;
    readonly from: CalendarDate | null;
    readonly until: CalendarDate | null;
  }[];
  readonly params: readonly {
    readonly name: string;
    readonly about: string;
    readonly unit: string;
    readonly default: number;
    readonly min: number;
    readonly max: number | null;
  }[];
}

/** What changed parameters would change. */
export interface DryRun {
  readonly added: readonly ListedFinding[];
  readonly gone: readonly { readonly finding: ListedFinding; readonly undecided: boolean }[];
  readonly changed: readonly { readonly before: ListedFinding; readonly after: ListedFinding }[];
  readonly units: readonly { readonly id: string; readonly name: string; readonly changes: number }[];
}

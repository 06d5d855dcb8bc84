import type { CategoryCode } from "./catalogue.ts";
import type { Confidence, Data, OutcomeKind, Severity } from "./outcome.ts";
import type { Page, Reason } from "./snapshot.ts";
import type { CalendarDate, Instant } from "./time.ts";

export const STATUSES = [
  "open",
  "notified",
  "claimed",
  "rectified",
  "disputed",
  "waived",
  "removed",
  "recorded",
  "suspended",
] as const;

/** Where a finding stands between the inspector and the unit. */
export type FindingStatus = (typeof STATUSES)[number];

/** Whether a finding in this state still waits for something; a closed one may be reopened by being seen again. */
export function isOpen(status: FindingStatus): boolean {
  return (
    status === "open" ||
    status === "notified" ||
    status === "claimed" ||
    status === "disputed" ||
    status === "suspended"
  );
}

/** A page that proves a finding, and the words on it that do. */
export interface Evidence extends Page {
  readonly excerpt: string;
}

/** What a finding is about, with what a person needs to recognise it. */
export interface FindingSubject {
  readonly unit: { readonly id: string; readonly name: string };
  readonly category: { readonly code: CategoryCode; readonly name: string } | null;
  readonly column: { readonly url: string; readonly name: string } | null;
  readonly item: {
    readonly url: string;
    readonly title: string;
    readonly publishedOn: CalendarDate | null;
  } | null;
}

/** A failed outcome that lives from patrol to patrol until the unit has put it right. */
export interface Finding extends FindingSubject {
  /** Digest of unit, rule, category, item and event: the same fault keeps its id. */
  readonly id: string;
  readonly rule: string;
  readonly confidence: Confidence;
  readonly severity: Severity;
  /** Key of the rule's wording. */
  readonly wording: string;
  readonly data: Data;
  readonly evidence: readonly Evidence[];
  /** `asOf` of the first and the last patrol that saw it. */
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  readonly status: FindingStatus;
  /** Why it stands so, where a machine decided it: `explained by missing-category`; else null. */
  readonly statusReason: string | null;
}

/** An outcome that could not be decided. */
export interface Undecided extends FindingSubject {
  readonly id: string;
  readonly rule: string;
  readonly reason: Reason;
  readonly evidence: readonly Evidence[];
}

export interface PatrolVersions {
  readonly xuncha: string;
  /** Digest of the rules' texts and parameters. */
  readonly rules: string;
  /** Digest of the catalogue file. */
  readonly catalogue: string;
}

/** One round over the portal. */
export interface Patrol {
  readonly id: string;
  /** The portal's name. */
  readonly portal: string;
  /** The catalogue's id. */
  readonly catalogue: string;
  /** The moment that rules judge by; not the clock. */
  readonly asOf: Instant;
  readonly versions: PatrolVersions;
  /** Units that were asked for; null: all. */
  readonly onlyUnits: readonly string[] | null;
}

/** What a patrol came to. Everything that reports say of it. */
export interface PatrolResult {
  readonly patrol: Patrol;
  /** Every unit was visited. An incomplete patrol closes no finding. */
  readonly complete: boolean;
  readonly units: number;
  readonly columns: number;
  readonly items: number;
  readonly outcomes: Readonly<Record<OutcomeKind, number>>;
  /** Failed in this patrol, sorted by unit, rule, category, item. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

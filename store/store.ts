import type { UnitDuties } from "../domain/category-state.ts";
import type { Finding, FindingStatus, Patrol, PatrolResult } from "../domain/finding.ts";
import type { ItemChange, RecordedChange } from "../domain/item-change.ts";
import type { Confidence, Data, OutcomeKind, Severity } from "../domain/outcome.ts";
import type { History, PortalFacts, Reading, UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate, Instant } from "../domain/time.ts";
import type { DecisionStore } from "./finding-decision.ts";
import type { ProgressStore } from "./progress.ts";
import type { TokenStore } from "./tokens.ts";

/** A patrol at its start. */
export interface NewPatrol extends Patrol {
  /** The portal's url: what patrols of one portal have in common, whatever its name. */
  readonly portalKey: string;
  /** Fingerprint of the command. The same command, run again, resumes its unfinished patrol. */
  readonly key: string;
  /** By the clock; `asOf` is what rules judge by. */
  readonly startedAt: Instant;
  /** The portal file's text, frozen. */
  readonly portalFile: string;
  /** The catalogue's text, frozen. */
  readonly catalogueFile: string;
  /** The folder that its reports go to; null where none was asked for. */
  readonly out: string | null;
}

export type PatrolCounts = Pick<PatrolResult, "units" | "columns" | "items" | "outcomes">;

/** The texts that a patrol was started with. They can be large, so they are asked for apart. */
export type PatrolFiles = Pick<NewPatrol, "portalFile" | "catalogueFile">;

/** A patrol as it stands: running, abandoned or recorded. */
export interface PatrolRecord extends Omit<NewPatrol, keyof PatrolFiles> {
  /** null: it is running, or was interrupted and can be resumed. */
  readonly finishedAt: Instant | null;
  /** Whether every unit was visited; false for an abandoned patrol, null while it is unfinished. */
  readonly complete: boolean | null;
  /** null where nothing was recorded. */
  readonly counts: PatrolCounts | null;
  /** null where they were not derived. */
  readonly portalFacts: PortalFacts | null;
  readonly warnings: readonly string[];
}

/** An item as a unit's lists showed it in one patrol. */
export interface SeenItem {
  readonly url: string;
  readonly title: string;
  readonly publishedOn: CalendarDate | null;
  /** Addresses of the columns that it stood in. */
  readonly columns: readonly string[];
}

/** Items of one day that stand in the same columns. */
export interface PublishedDay {
  readonly unitId: string;
  readonly on: CalendarDate;
  /** Addresses. */
  readonly columns: readonly string[];
  readonly items: number;
}

/** How far one column's list was read. */
export interface ColumnReading extends Omit<Reading, "on"> {
  readonly columnUrl: string;
  /** The column was not what it had been: its earlier readings say nothing of what is listed from now on. */
  readonly drifted: boolean;
}

/** How often a rule came to an outcome in one unit. */
export interface OutcomeCount {
  readonly rule: string;
  readonly outcome: OutcomeKind;
  readonly count: number;
}

/** What a patrol leaves to remember of one unit, besides its findings. */
export interface UnitRecord {
  readonly unitId: string;
  readonly unitName: string;
  readonly items: readonly SeenItem[];
  /** A column that was not read whole is listed too, with `readFrom` null. */
  readonly readings: readonly ColumnReading[];
  readonly counts: readonly OutcomeCount[];
  readonly duties: Omit<UnitDuties, "unitId">;
  /** What is not as earlier patrols saw it; each address once. */
  readonly changes: readonly ItemChange[];
}

/** Everything that the end of a patrol adds to the memory. */
export interface PatrolConclusion {
  readonly finishedAt: Instant;
  /** `result.findings` are those that failed in this patrol. */
  readonly result: PatrolResult;
  /** The state of every known finding of the portal after the fold, seen now or not. */
  readonly allFindings: readonly Finding[];
  readonly portalFacts: PortalFacts | null;
  readonly units: readonly UnitRecord[];
  /** The patrol's day: that of `asOf` in the portal's time zone. */
  readonly on: CalendarDate;
  readonly warnings: readonly string[];
}

/** A change in a finding's state or numbers. Never changed or deleted. */
export interface FindingEvent {
  readonly findingId: string;
  /** The patrol that brought the change; null where a person did. */
  readonly patrol: string | null;
  /** `asOf` of that patrol, or the moment of the person's decision. */
  readonly at: Instant;
  /** null: the finding is new. The same as `to` where only numbers changed. */
  readonly from: FindingStatus | null;
  readonly to: FindingStatus;
  /** Who decided; null: the machine. */
  readonly by: string | null;
  /** The person's words, or the machine's reason; null where there are none. */
  readonly note: string | null;
  /** The day that the person's decision set as term; null where none is set. */
  readonly dueOn: CalendarDate | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The finding's numbers after the change. */
  readonly data: Data;
}

export const FINDING_SORTS = ["unit", "rule", "severity", "status", "firstSeen", "lastSeen"] as const;
export type FindingSort = (typeof FINDING_SORTS)[number];

/** Which findings, in which order. What is left out does not restrict; an empty list lets nothing through. */
export interface FindingFilter {
  /**
   * Those that failed in this patrol; null or left out: in the latest complete one (of each portal).
   * Numbers are as they stood in it, `status` and `statusReason` as they stand now.
   */
  readonly patrol?: string | null;
  /** true: every finding ever known, closed ones too, as it stands now. `patrol` then has no say. */
  readonly known?: boolean;
  /** null: of every portal. */
  readonly portalKey?: string | null;
  readonly rules?: readonly string[];
  readonly units?: readonly string[];
  readonly categories?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly confidences?: readonly Confidence[];
  readonly statuses?: readonly FindingStatus[];
  /** Words that must all occur in the names, titles and addresses of its subject; upper and lower case alike. */
  readonly q?: string;
  /** Default `unit` (unit, rule, category, item), which also breaks ties of the others; critical sorts first. */
  readonly sort?: FindingSort | `-${FindingSort}`;
  /** 1 or more. */
  readonly limit: number;
  /** `next` of the page before. It holds on to that page's patrol, so that a patrol ending meanwhile shifts nothing. */
  readonly cursor?: string | null;
}

export interface FindingPage {
  readonly data: readonly Finding[];
  /** Of all pages. */
  readonly total: number;
  /** null on the last page. */
  readonly next: string | null;
  /** The patrols that the list is of: none where `known` was asked for or no patrol is complete, else mostly one. */
  readonly patrols: readonly string[];
}

/** A unit as the patrols left it. */
export interface UnitSummary {
  readonly unitId: string;
  readonly unitName: string;
  /** The last recorded patrol that visited it. */
  readonly lastPatrol: string;
  /** What that patrol saw. */
  readonly columns: number;
  readonly items: number;
  /** The latest day that an item claims, days after the patrol that saw it left out; null where none is dated. */
  readonly lastPublishedOn: CalendarDate | null;
  /** Confirmed findings that await rectification (open, notified, claimed, disputed), by severity. */
  readonly open: Readonly<Record<Severity, number>>;
  /** Suspected ones in the same states. */
  readonly suspected: number;
  /** Confirmed ones that cannot be undone. */
  readonly recorded: number;
}

export interface PatrolStore {
  /** Throws where the id is taken. */
  createPatrol(patrol: NewPatrol): Promise<void>;
  /** The latest patrol of this command that is not finished, or null. */
  unfinishedPatrol(portalKey: string, key: string): Promise<PatrolRecord | null>;
  /** Gives an unfinished patrol up: it stays as history, finished and incomplete. Throws where it is finished. */
  abandonPatrol(id: string, at: Instant): Promise<void>;
  patrol(id: string): Promise<PatrolRecord | null>;
  patrolFiles(id: string): Promise<PatrolFiles | null>;
  /** Last started first; null: of every portal. */
  patrols(portalKey: string | null): Promise<PatrolRecord[]>;
  /** The complete patrol of the whole portal (no `onlyUnits`) that was recorded last, or null. */
  latestCompletePatrol(portalKey: string): Promise<PatrolRecord | null>;
}

export interface SnapshotStore {
  /** Saving a unit again replaces its snapshot, as long as the patrol is unfinished; then it throws. */
  saveSnapshot(patrolId: string, snapshot: UnitSnapshot): Promise<void>;
  /** Ids of the units that have one, in order. */
  snapshotUnits(patrolId: string): Promise<string[]>;
  snapshot(patrolId: string, unitId: string): Promise<UnitSnapshot | null>;
  /** By unit id; one in memory at a time. The store may be used while iterating. */
  snapshots(patrolId: string): AsyncIterable<UnitSnapshot>;
}

export interface MemoryStore {
  /**
   * What recorded patrols knew of a unit, incomplete ones included: up to 26 latest readings of a column, and
   * the columns themselves as the last ones left them.
   * `before`: only what was recorded before that patrol was, and no reading of a day after its `asOf`;
   * null: everything. Throws where there is no such patrol.
   */
  history(portalKey: string, unitId: string, before: string | null): Promise<History>;
  /** The state of every finding of the portal, by unit, rule, category, item; what the fold starts from. */
  knownFindings(portalKey: string): Promise<Finding[]>;
  /**
   * Ends a patrol: all of it is remembered, or nothing. Throws where the patrol is unknown or finished.
   * Where another process writes at the time, it waits.
   */
  recordPatrol(patrolId: string, conclusion: PatrolConclusion): Promise<void>;
}

export interface QueryStore {
  /** Throws an {@link InputError} for a cursor that is not one of this sort, and for an unknown sort. */
  findings(filter: FindingFilter): Promise<FindingPage>;
  /** As it stands now. Two portals may share an id: without `portalKey`, the one seen last. */
  finding(id: string, portalKey?: string | null): Promise<Finding | null>;
  /** The patrols in which it failed, the last first: their evidence files hold its proof. */
  findingPatrols(id: string, portalKey?: string | null): Promise<string[]>;
  /** Oldest first; empty where the finding is unknown. */
  findingEvents(id: string, portalKey?: string | null): Promise<FindingEvent[]>;
  /** The lives of all findings of a portal, each oldest first. */
  portalEvents(portalKey: string): Promise<FindingEvent[]>;
  /** What a patrol came to, as it stood then; null where it is unknown or was never recorded. */
  result(patrolId: string): Promise<PatrolResult | null>;
  /** By unit id; empty for a patrol of before this was kept. */
  unitDuties(patrolId: string): Promise<UnitDuties[]>;
  /**
   * How many items of each unit are dated on which day, from the first to the last, days ahead of the patrol
   * that saw them left out. An item counts once, with all the columns that it stands in.
   */
  publishedDays(portalKey: string, from: CalendarDate, to: CalendarDate): Promise<PublishedDay[]>;
  /** By unit and rule. */
  outcomeCounts(patrolId: string): Promise<(OutcomeCount & { readonly unitId: string })[]>;
  /** What a patrol and those recorded before it found changed in a unit: the latest first, at most `limit`. */
  itemChanges(
    portalKey: string,
    unitId: string,
    of: { readonly until: string; readonly limit: number },
  ): Promise<RecordedChange[]>;
  /** Every unit that a recorded patrol visited, by id. */
  units(portalKey: string): Promise<UnitSummary[]>;
}

/** All that xuncha remembers. History is added to, never rewritten. */
export interface Store
  extends PatrolStore,
    ProgressStore,
    SnapshotStore,
    MemoryStore,
    QueryStore,
    DecisionStore,
    TokenStore {
  close(): Promise<void>;
}

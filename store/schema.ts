import type { Kysely } from "kysely";
import type { FindingStatus } from "../domain/finding.ts";
import type { Confidence, OutcomeKind, Severity } from "../domain/outcome.ts";
import type { Reason } from "../domain/snapshot.ts";
import type { CalendarDate, Instant } from "../domain/time.ts";
import type { UnitProgress } from "./progress.ts";
import type { Role } from "./tokens.ts";

/**
 * The tables, the same in every database. A column is text, an integer or bytes: JSON is text, a truth value
 * is 0 or 1, a day or an instant is its ISO text (which sorts as time does). Migrations create them.
 */
export interface Tables {
  readonly patrols: PatrolTable;
  readonly snapshots: SnapshotTable;
  readonly patrol_units: PatrolUnitTable;
  readonly items: ItemTable;
  readonly readings: ReadingTable;
  readonly outcomes: OutcomeTable;
  readonly undecided: UndecidedTable;
  readonly findings: FindingTable;
  readonly finding_events: FindingEventTable;
  readonly patrol_findings: PatrolFindingTable;
  readonly tokens: TokenTable;
  readonly patrol_progress: PatrolProgressTable;
  readonly cancel_requests: CancelRequestTable;
  readonly unit_states: UnitStateTable;
  readonly recording_lock: RecordingLockTable;
  readonly unit_duties: UnitDutiesTable;
  readonly item_changes: ItemChangeTable;
}

/** A connection, or a transaction on one. */
export type Database = Kysely<Tables>;

/** Marks a text that holds JSON. */
export type Json = string;

export interface PatrolTable {
  id: string;
  portal_key: string;
  portal: string;
  catalogue: string;
  key: string;
  as_of: Instant;
  started_at: Instant;
  /** null: unfinished. */
  finished_at: Instant | null;
  complete: number | null;
  /** 1, 2, 3 … in the order in which patrols were recorded; null for unfinished and abandoned ones. */
  recorded: number | null;
  only_units: Json | null;
  versions: Json;
  portal_file: string;
  catalogue_file: string;
  out: string | null;
  counts: Json | null;
  portal_facts: Json | null;
  warnings: Json;
}

export interface SnapshotTable {
  patrol_id: string;
  unit_id: string;
  /** The snapshot's JSON, gzipped. */
  snapshot: Uint8Array;
}

export interface PatrolUnitTable {
  patrol_id: string;
  unit_id: string;
  unit_name: string;
  columns: number;
  items: number;
}

export interface ItemTable {
  portal_key: string;
  unit_id: string;
  url: string;
  title: string;
  published_on: CalendarDate | null;
  columns: Json;
  /** The earliest day and moment that a patrol which saw it judged by. */
  first_seen_on: CalendarDate;
  first_seen_at: Instant;
  last_seen_on: CalendarDate;
  last_seen_at: Instant;
  /** The patrols that were recorded first and last of those that saw it. */
  first_patrol: string;
  last_patrol: string;
}

export interface ReadingTable {
  portal_key: string;
  unit_id: string;
  patrol_id: string;
  column_url: string;
  on_day: CalendarDate;
  read_from: CalendarDate | "start" | null;
  /** null where the list was not read, and for patrols of before these figures were kept. */
  items: number | null;
  newest_on: CalendarDate | null;
  /** 1: the column was not what it had been, and was not judged. null for patrols of before this was kept. */
  drifted: number | null;
  /** HTTP status of the column's page; null where nothing answered, and for patrols of before this was kept. */
  status: number | null;
}

export interface ItemChangeTable {
  patrol_id: string;
  portal_key: string;
  unit_id: string;
  url: string;
  change: Json;
}

export interface OutcomeTable {
  patrol_id: string;
  unit_id: string;
  rule: string;
  outcome: OutcomeKind;
  count: number;
}

export interface UndecidedTable {
  patrol_id: string;
  /** Its place in the patrol's result. */
  position: number;
  unit_id: string;
  rule: string;
  reason: Reason;
  undecided: Json;
}

/** What a finding is now. `finding` holds all of it; the rest is there to be searched by. */
export interface FindingTable {
  portal_key: string;
  id: string;
  unit_id: string;
  rule: string;
  /** Empty where it has none: an order over nulls differs between databases. */
  category: string;
  item_url: string;
  severity: Severity;
  confidence: Confidence;
  status: FindingStatus;
  status_reason: string | null;
  first_seen: Instant;
  last_seen: Instant;
  /** How many events it has had. */
  events: number;
  /** Lower-case names, titles and addresses of its subject. */
  search: string;
  finding: Json;
}

export interface FindingEventTable {
  portal_key: string;
  finding_id: string;
  /** 1, 2, 3 … for each finding. */
  number: number;
  patrol_id: string | null;
  at: Instant;
  from_status: FindingStatus | null;
  to_status: FindingStatus;
  by: string | null;
  note: string | null;
  due_on: CalendarDate | null;
  severity: Severity;
  confidence: Confidence;
  data: Json;
}

/** A finding as it stood in a patrol in which it failed. */
export interface PatrolFindingTable {
  patrol_id: string;
  portal_key: string;
  finding_id: string;
  /** Its place in the patrol's result. */
  position: number;
  severity: Severity;
  confidence: Confidence;
  finding: Json;
}

export interface TokenTable {
  hash: string;
  /** Unique among those in force. */
  name: string;
  role: Role;
  unit_id: string | null;
  created_at: Instant;
  last_used_at: Instant | null;
  /** null: in force. */
  revoked_at: Instant | null;
}

export interface PatrolProgressTable {
  patrol_id: string;
  units_done: number;
  units: number;
  pages: number;
}

export interface CancelRequestTable {
  patrol_id: string;
}

export interface UnitStateTable {
  patrol_id: string;
  unit_id: string;
  state: UnitProgress["state"];
  error: string | null;
}

/** How a unit's categories stood in a patrol; none for patrols of before this was kept. */
export interface UnitDutiesTable {
  patrol_id: string;
  unit_id: string;
  states: Json;
  columns: Json;
}

/** One row, held by whoever records a patrol. */
export interface RecordingLockTable {
  id: number;
}

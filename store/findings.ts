import type { Selectable } from "kysely";
import type { Finding, Patrol, PatrolResult } from "../domain/finding.ts";
import { type DecisionStore, decideFinding } from "./finding-decision.ts";
import { findingList } from "./finding-list.ts";
import { itemChanges } from "./item-changes.ts";
import { patrolStore } from "./patrols.ts";
import { publishedDays } from "./published-days.ts";
import type { Database, FindingEventTable } from "./schema.ts";
import type { FindingEvent, QueryStore } from "./store.ts";
import { unitSummaries } from "./unit-summaries.ts";

/** What is asked of the memory by reports and the API, and what people decide there. */
export function queryStore(db: Database): QueryStore & DecisionStore {
  return {
    findings: (filter) => findingList(db, filter),
    finding: (id, portalKey = null) => findingNow(db, id, portalKey),
    findingPatrols: (id, portalKey = null) => findingPatrols(db, id, portalKey),
    findingEvents: (id, portalKey = null) => findingEvents(db, id, portalKey),
    decideFinding: async (id, portalKey, decision) => {
      const portal = await portalOf(db, id, portalKey);
      return portal === null ? null : decideFinding(db, id, portal, decision);
    },
    portalEvents: async (portalKey) => {
      const rows = await db
        .selectFrom("finding_events")
        .selectAll()
        .where("portal_key", "=", portalKey)
        .orderBy("finding_id")
        .orderBy("number")
        .execute();
      return rows.map(eventOf);
    },
    result: (patrolId) => resultOf(db, patrolId),
    outcomeCounts: (patrolId) =>
      db
        .selectFrom("outcomes")
        .select(["unit_id as unitId", "rule", "outcome", "count"])
        .where("patrol_id", "=", patrolId)
        .orderBy("unit_id")
        .orderBy("rule")
        .orderBy("outcome")
        .execute(),
    unitDuties: async (patrolId) => {
      const rows = await db
        .selectFrom("unit_duties")
        .selectAll()
        .where("patrol_id", "=", patrolId)
        .orderBy("unit_id")
        .execute();
      return rows.map(({ unit_id, states, columns }) => ({
        unitId: unit_id,
        states: JSON.parse(states),
        columns: JSON.parse(columns),
      }));
    },
    itemChanges: (portalKey, unitId, of) => itemChanges(db, portalKey, unitId, of),
    publishedDays: (portalKey, from, to) => publishedDays(db, portalKey, from, to),
    units: (portalKey) => unitSummaries(db, portalKey),
  };
}

async function findingNow(db: Database, id: string, portalKey: string | null): Promise<Finding | null> {
  const portal = await portalOf(db, id, portalKey);
  if (portal === null) return null;
  const query = db
    .selectFrom("findings")
    .select("finding")
    .where("portal_key", "=", portal)
    .where("id", "=", id);
  const row = await query.executeTakeFirst();
  return row ? JSON.parse(row.finding) : null;
}

async function findingPatrols(db: Database, id: string, portalKey: string | null): Promise<string[]> {
  const portal = await portalOf(db, id, portalKey);
  if (portal === null) return [];
  const rows = await db
    .selectFrom("patrol_findings")
    .innerJoin("patrols", "patrols.id", "patrol_findings.patrol_id")
    .select("patrols.id")
    .where("patrol_findings.portal_key", "=", portal)
    .where("patrol_findings.finding_id", "=", id)
    .orderBy("patrols.recorded", "desc")
    .execute();
  return rows.map((row) => row.id);
}

async function findingEvents(db: Database, id: string, portalKey: string | null): Promise<FindingEvent[]> {
  const portal = await portalOf(db, id, portalKey);
  if (portal === null) return [];
  const rows = await db
    .selectFrom("finding_events")
    .selectAll()
    .where("portal_key", "=", portal)
    .where("finding_id", "=", id)
    .orderBy("number")
    .execute();
  return rows.map(eventOf);
}

function eventOf(row: Selectable<FindingEventTable>): FindingEvent {
  return {
    findingId: row.finding_id,
    patrol: row.patrol_id,
    at: row.at,
    from: row.from_status,
    to: row.to_status,
    by: row.by,
    note: row.note,
    dueOn: row.due_on,
    severity: row.severity,
    confidence: row.confidence,
    data: JSON.parse(row.data),
  };
}

/** The portal that is meant where only a finding's id is given; null where nobody has it. */
async function portalOf(db: Database, id: string, portalKey: string | null): Promise<string | null> {
  if (portalKey !== null) return portalKey;
  const row = await db
    .selectFrom("findings")
    .select("portal_key")
    .where("id", "=", id)
    .orderBy("last_seen", "desc")
    .orderBy("portal_key")
    .limit(1)
    .executeTakeFirst();
  return row?.portal_key ?? null;
}

async function resultOf(db: Database, patrolId: string): Promise<PatrolResult | null> {
  const record = await patrolStore(db).patrol(patrolId);
  if (!record?.counts) return null;
  const { id, portal, catalogue, asOf, versions, onlyUnits, complete, counts } = record;
  const patrol: Patrol = { id, portal, catalogue, asOf, versions, onlyUnits };
  const findings = await db
    .selectFrom("patrol_findings")
    .select("finding")
    .where("patrol_id", "=", patrolId)
    .orderBy("position")
    .execute();
  const undecided = await db
    .selectFrom("undecided")
    .select("undecided")
    .where("patrol_id", "=", patrolId)
    .orderBy("position")
    .execute();
  return {
    patrol,
    complete: complete === true,
    ...counts,
    findings: findings.map((row) => JSON.parse(row.finding)),
    undecided: undecided.map((row) => JSON.parse(row.undecided)),
  };
}

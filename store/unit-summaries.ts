import type { FindingStatus } from "../domain/finding.ts";
import { SEVERITIES, type Severity } from "../domain/outcome.ts";
import type { Database } from "./schema.ts";
import type { UnitSummary } from "./store.ts";

const AWAITING: ReadonlySet<FindingStatus> = new Set(["open", "notified", "claimed", "disputed"]);

/** See `QueryStore.units`. */
export async function unitSummaries(db: Database, portalKey: string): Promise<UnitSummary[]> {
  const visits = await db
    .selectFrom("patrol_units")
    .innerJoin("patrols", "patrols.id", "patrol_units.patrol_id")
    .select([
      "patrol_units.unit_id",
      "patrol_units.unit_name",
      "patrol_units.patrol_id",
      "patrol_units.columns",
      "patrol_units.items",
    ])
    .where("patrols.portal_key", "=", portalKey)
    .orderBy("patrol_units.unit_id")
    .orderBy("patrols.recorded")
    .execute();
  const lastPublished = await lastPublishedOn(db, portalKey);
  const findings = await findingCounts(db, portalKey);
  const latest = new Map(visits.map((visit) => [visit.unit_id, visit]));
  return [...latest.values()].map((visit) => {
    const own = findings.filter((row) => row.unit_id === visit.unit_id);
    const sum = (rows: typeof own) => rows.reduce((total, row) => total + Number(row.count), 0);
    const awaiting = own.filter((row) => AWAITING.has(row.status));
    const confirmed = awaiting.filter((row) => row.confidence === "confirmed");
    return {
      unitId: visit.unit_id,
      unitName: visit.unit_name,
      lastPatrol: visit.patrol_id,
      columns: visit.columns,
      items: visit.items,
      lastPublishedOn: lastPublished.get(visit.unit_id) ?? null,
      open: Object.fromEntries(
        SEVERITIES.map((severity) => [severity, sum(confirmed.filter((row) => row.severity === severity))]),
      ) as Record<Severity, number>, // every severity has its entry
      suspected: sum(awaiting.filter((row) => row.confidence === "suspected")),
      recorded: sum(own.filter((row) => row.status === "recorded" && row.confidence === "confirmed")),
    };
  });
}

async function lastPublishedOn(db: Database, portalKey: string) {
  const rows = await db
    .selectFrom("items")
    .select("unit_id")
    .select((q) => q.fn.max("published_on").as("published_on"))
    .where("portal_key", "=", portalKey)
    // A day after the patrol is a slip of the pen, not news.
    .whereRef("published_on", "<=", "last_seen_on")
    .groupBy("unit_id")
    .execute();
  return new Map(rows.map((row) => [row.unit_id, row.published_on]));
}

function findingCounts(db: Database, portalKey: string) {
  return db
    .selectFrom("findings")
    .select(["unit_id", "severity", "confidence", "status"])
    .select((q) => q.fn.countAll().as("count"))
    .where("portal_key", "=", portalKey)
    .groupBy(["unit_id", "severity", "confidence", "status"])
    .execute();
}

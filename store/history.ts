import type { History, Reading } from "../domain/snapshot.ts";
import { earlierPatrols } from "./earlier-columns.ts";
import type { Database } from "./schema.ts";

/** About a year of fortnightly patrols. */
const READINGS_A_COLUMN = 26;

/** See `MemoryStore.history`. */
export async function history(
  db: Database,
  portalKey: string,
  unitId: string,
  before: string | null,
): Promise<History> {
  const limits = before === null ? null : await limitsOf(db, before);
  let seen = db
    .selectFrom("items")
    .innerJoin("patrols", "patrols.id", "items.first_patrol")
    .select(["items.url", "items.first_seen_on"])
    .where("items.portal_key", "=", portalKey)
    .where("items.unit_id", "=", unitId)
    .orderBy("items.url");
  let read = db
    .selectFrom("readings")
    .innerJoin("patrols", "patrols.id", "readings.patrol_id")
    .select(["readings.column_url", "readings.on_day", "readings.read_from"])
    .select(["readings.items", "readings.newest_on", "readings.drifted", "readings.status"])
    .where("readings.portal_key", "=", portalKey)
    .where("readings.unit_id", "=", unitId)
    .orderBy("readings.column_url")
    .orderBy("readings.on_day", "desc")
    .orderBy("patrols.recorded", "desc");
  if (limits) {
    // A patrol that judged by a later day says nothing of what was absent on an earlier one.
    read = read.where("patrols.as_of", "<=", limits.as_of);
    if (limits.recorded !== null) {
      seen = seen.where("patrols.recorded", "<", limits.recorded);
      read = read.where("patrols.recorded", "<", limits.recorded);
    }
  }
  const firstSeen = (await seen.execute()).map((row) => [row.url, row.first_seen_on] as const);
  const readings = new Map<string, Reading[]>();
  const drifted = new Set<string>();
  for (const row of await read.execute()) {
    const ofColumn = readings.get(row.column_url) ?? [];
    // Whether an item stood there before the column changed is not to be told by its address.
    if (ofColumn.length < READINGS_A_COLUMN && !drifted.has(row.column_url))
      ofColumn.unshift({
        on: row.on_day,
        readFrom: row.read_from,
        items: row.items,
        newestOn: row.newest_on,
        status: row.status,
      });
    if (row.drifted === 1) drifted.add(row.column_url);
    readings.set(row.column_url, ofColumn);
  }
  return {
    firstSeen: Object.fromEntries(firstSeen),
    readings: Object.fromEntries(readings),
    ...(await earlierPatrols(db, portalKey, unitId, limits)),
  };
}

async function limitsOf(db: Database, patrolId: string) {
  const query = db.selectFrom("patrols").select(["as_of", "recorded"]).where("id", "=", patrolId);
  const limits = await query.executeTakeFirst();
  if (!limits) throw new Error(`no patrol ${patrolId} in the store`);
  return limits;
}

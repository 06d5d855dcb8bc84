import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { demandUnfinished } from "./patrols.ts";
import type { Database } from "./schema.ts";
import type { SnapshotStore } from "./store.ts";

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** What each unit showed in each patrol. A unit of 20,000 items is some 50 MB of JSON, hence compressed. */
export function snapshotStore(db: Database): SnapshotStore {
  return {
    saveSnapshot: (patrolId, snapshot) => saveSnapshot(db, patrolId, snapshot),
    snapshotUnits: (patrolId) => snapshotUnits(db, patrolId),
    snapshot: (patrolId, unitId) => readSnapshot(db, patrolId, unitId),
    async *snapshots(patrolId) {
      // One query a unit, not one stream: an open stream would keep the connection from everyone else.
      for (const unitId of await snapshotUnits(db, patrolId)) {
        const snapshot = await readSnapshot(db, patrolId, unitId);
        if (snapshot) yield snapshot;
      }
    },
  };
}

async function saveSnapshot(db: Database, patrolId: string, snapshot: UnitSnapshot): Promise<void> {
  const row = {
    patrol_id: patrolId,
    unit_id: snapshot.unit.id,
    snapshot: await compress(JSON.stringify(snapshot), { level: 3 }),
  };
  await db.transaction().execute(async (transaction) => {
    await demandUnfinished(transaction, patrolId, "shared");
    await transaction
      .insertInto("snapshots")
      .values(row)
      .onConflict((c) => c.columns(["patrol_id", "unit_id"]).doUpdateSet({ snapshot: row.snapshot }))
      .execute();
  });
}

async function snapshotUnits(db: Database, patrolId: string): Promise<string[]> {
  const units = db.selectFrom("snapshots").select("unit_id").where("patrol_id", "=", patrolId);
  return (await units.orderBy("unit_id").execute()).map((row) => row.unit_id);
}

/** The snapshot of one unit in one patrol; null where there is none. */
export async function readSnapshot(
  db: Database,
  patrolId: string,
  unitId: string,
): Promise<UnitSnapshot | null> {
  const row = await db
    .selectFrom("snapshots")
    .select("snapshot")
    .where("patrol_id", "=", patrolId)
    .where("unit_id", "=", unitId)
    .executeTakeFirst();
  return row ? JSON.parse((await expand(row.snapshot)).toString("utf8")) : null;
}

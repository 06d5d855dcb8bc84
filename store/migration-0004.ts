import type { Kysely } from "kysely";

// Where a column's list was not to be believed: what was read of it before says nothing of what stands there since.

export async function addDriftedReadings(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("readings").addColumn("drifted", "integer").execute();
}

import type { Kysely } from "kysely";

// How a column's page was answered: that it is gone is believed of two patrols.

export async function addReadingStatus(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("readings").addColumn("status", "integer").execute();
}

import type { Kysely } from "kysely";
import type { ColumnTypes } from "./engine.ts";

// How each category stood at each unit, and which category each column held: the matrix, what scores are
// normalised by, and what a column's items count as.

export async function createUnitDuties(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("unit_duties")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("states", text, (c) => c.notNull())
    .addColumn("columns", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("unit_duties_key", ["patrol_id", "unit_id"])
    .execute();
}

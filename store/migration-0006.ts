import type { Kysely } from "kysely";
import type { ColumnTypes } from "./engine.ts";

// What became of items between two patrols.

export async function createItemChanges(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("item_changes")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("portal_key", text, (c) => c.notNull())
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("url", text, (c) => c.notNull())
    .addColumn("change", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("item_changes_key", ["portal_key", "unit_id", "patrol_id", "url"])
    .execute();
}

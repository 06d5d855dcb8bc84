import type { Kysely } from "kysely";
import type { ColumnTypes } from "./engine.ts";

// What the service asks of the store: tokens, patrols on the way, decisions with a term.

export async function createServiceTables(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("tokens")
    .addColumn("hash", text, (c) => c.primaryKey())
    .addColumn("name", text, (c) => c.notNull())
    .addColumn("role", text, (c) => c.notNull())
    .addColumn("unit_id", text)
    .addColumn("created_at", text, (c) => c.notNull())
    .addColumn("last_used_at", text)
    .addColumn("revoked_at", text)
    .execute();
  await schema
    .createIndex("tokens_in_force")
    .unique()
    .on("tokens")
    .column("name")
    .where("revoked_at" as never, "is", null) // the tables of a migration have no types
    .execute();
  await schema
    .createTable("patrol_progress")
    .addColumn("patrol_id", text, (c) => c.primaryKey().references("patrols.id"))
    .addColumn("units_done", "integer", (c) => c.notNull())
    .addColumn("units", "integer", (c) => c.notNull())
    .addColumn("pages", "integer", (c) => c.notNull())
    .execute();
  await schema
    .createTable("cancel_requests")
    .addColumn("patrol_id", text, (c) => c.primaryKey().references("patrols.id"))
    .execute();
  await schema
    .createTable("unit_states")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("state", text, (c) => c.notNull())
    .addColumn("error", text)
    .addPrimaryKeyConstraint("unit_states_key", ["patrol_id", "unit_id"])
    .execute();
  await schema.alterTable("finding_events").addColumn("due_on", text).execute();
  // Whoever records a patrol holds its only row until the end: patrols are recorded one after the other.
  await schema
    .createTable("recording_lock")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .execute();
  await db
    .withTables<{ recording_lock: { id: number } }>()
    .insertInto("recording_lock")
    .values({ id: 1 })
    .execute();
}

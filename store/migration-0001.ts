import type { Kysely } from "kysely";
import type { ColumnTypes } from "./engine.ts";

// A migration describes the tables of its day, so it must not follow later changes of Tables. Databases hold
// these: what is written here is never changed.

export async function createFirstTables(db: Kysely<unknown>, { text, bytes }: ColumnTypes): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("patrols")
    .addColumn("id", text, (c) => c.primaryKey())
    .addColumn("portal_key", text, (c) => c.notNull())
    .addColumn("portal", text, (c) => c.notNull())
    .addColumn("catalogue", text, (c) => c.notNull())
    .addColumn("key", text, (c) => c.notNull())
    .addColumn("as_of", text, (c) => c.notNull())
    .addColumn("started_at", text, (c) => c.notNull())
    .addColumn("finished_at", text)
    .addColumn("complete", "integer")
    .addColumn("recorded", "integer", (c) => c.unique())
    .addColumn("only_units", text)
    .addColumn("versions", text, (c) => c.notNull())
    .addColumn("portal_file", text, (c) => c.notNull())
    .addColumn("catalogue_file", text, (c) => c.notNull())
    .addColumn("out", text)
    .addColumn("counts", text)
    .addColumn("portal_facts", text)
    .addColumn("warnings", text, (c) => c.notNull())
    .execute();
  await schema.createIndex("patrols_by_command").on("patrols").columns(["portal_key", "key"]).execute();
  await schema
    .createTable("snapshots")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("snapshot", bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint("snapshots_key", ["patrol_id", "unit_id"])
    .execute();
  await schema
    .createTable("patrol_units")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("unit_name", text, (c) => c.notNull())
    .addColumn("columns", "integer", (c) => c.notNull())
    .addColumn("items", "integer", (c) => c.notNull())
    .addPrimaryKeyConstraint("patrol_units_key", ["patrol_id", "unit_id"])
    .execute();
  await schema
    .createTable("items")
    .addColumn("portal_key", text, (c) => c.notNull())
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("url", text, (c) => c.notNull())
    .addColumn("title", text, (c) => c.notNull())
    .addColumn("published_on", text)
    .addColumn("columns", text, (c) => c.notNull())
    .addColumn("first_seen_on", text, (c) => c.notNull())
    .addColumn("first_seen_at", text, (c) => c.notNull())
    .addColumn("last_seen_on", text, (c) => c.notNull())
    .addColumn("last_seen_at", text, (c) => c.notNull())
    .addColumn("first_patrol", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("last_patrol", text, (c) => c.notNull().references("patrols.id"))
    .addPrimaryKeyConstraint("items_key", ["portal_key", "unit_id", "url"])
    .execute();
  await schema
    .createTable("readings")
    .addColumn("portal_key", text, (c) => c.notNull())
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("column_url", text, (c) => c.notNull())
    .addColumn("on_day", text, (c) => c.notNull())
    .addColumn("read_from", text)
    .addPrimaryKeyConstraint("readings_key", ["portal_key", "unit_id", "patrol_id", "column_url"])
    .execute();
  await schema
    .createTable("outcomes")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("rule", text, (c) => c.notNull())
    .addColumn("outcome", text, (c) => c.notNull())
    .addColumn("count", "integer", (c) => c.notNull())
    .addPrimaryKeyConstraint("outcomes_key", ["patrol_id", "unit_id", "rule", "outcome"])
    .execute();
  await schema
    .createTable("undecided")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("position", "integer", (c) => c.notNull())
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("rule", text, (c) => c.notNull())
    .addColumn("reason", text, (c) => c.notNull())
    .addColumn("undecided", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("undecided_key", ["patrol_id", "position"])
    .execute();
  await schema
    .createTable("findings")
    .addColumn("portal_key", text, (c) => c.notNull())
    .addColumn("id", text, (c) => c.notNull())
    .addColumn("unit_id", text, (c) => c.notNull())
    .addColumn("rule", text, (c) => c.notNull())
    .addColumn("category", text, (c) => c.notNull())
    .addColumn("item_url", text, (c) => c.notNull())
    .addColumn("severity", text, (c) => c.notNull())
    .addColumn("confidence", text, (c) => c.notNull())
    .addColumn("status", text, (c) => c.notNull())
    .addColumn("status_reason", text)
    .addColumn("first_seen", text, (c) => c.notNull())
    .addColumn("last_seen", text, (c) => c.notNull())
    .addColumn("events", "integer", (c) => c.notNull())
    .addColumn("search", text, (c) => c.notNull())
    .addColumn("finding", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("findings_key", ["portal_key", "id"])
    .execute();
  await schema
    .createIndex("findings_by_unit")
    .on("findings")
    .columns(["portal_key", "unit_id", "rule", "category", "item_url"])
    .execute();
  await schema.createIndex("findings_by_rule").on("findings").columns(["portal_key", "rule"]).execute();
  await schema
    .createTable("finding_events")
    .addColumn("portal_key", text, (c) => c.notNull())
    .addColumn("finding_id", text, (c) => c.notNull())
    .addColumn("number", "integer", (c) => c.notNull())
    .addColumn("patrol_id", text, (c) => c.references("patrols.id"))
    .addColumn("at", text, (c) => c.notNull())
    .addColumn("from_status", text)
    .addColumn("to_status", text, (c) => c.notNull())
    .addColumn("by", text)
    .addColumn("note", text)
    .addColumn("severity", text, (c) => c.notNull())
    .addColumn("confidence", text, (c) => c.notNull())
    .addColumn("data", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("finding_events_key", ["portal_key", "finding_id", "number"])
    .addForeignKeyConstraint("finding_events_finding", ["portal_key", "finding_id"], "findings", [
      "portal_key",
      "id",
    ])
    .execute();
  await schema
    .createTable("patrol_findings")
    .addColumn("patrol_id", text, (c) => c.notNull().references("patrols.id"))
    .addColumn("portal_key", text, (c) => c.notNull())
    .addColumn("finding_id", text, (c) => c.notNull())
    .addColumn("position", "integer", (c) => c.notNull())
    .addColumn("severity", text, (c) => c.notNull())
    .addColumn("confidence", text, (c) => c.notNull())
    .addColumn("finding", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("patrol_findings_key", ["patrol_id", "finding_id"])
    .addForeignKeyConstraint("patrol_findings_finding", ["portal_key", "finding_id"], "findings", [
      "portal_key",
      "id",
    ])
    .execute();
  await schema
    .createIndex("patrol_findings_by_finding")
    .on("patrol_findings")
    .columns(["portal_key", "finding_id"])
    .execute();
}

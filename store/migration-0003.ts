import type { Kysely } from "kysely";
import type { ColumnTypes } from "./engine.ts";

// What the next patrols compare a column's list with: how many items it had, and how new the newest was.

export async function addReadingFigures(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  const { schema } = db;
  await schema.alterTable("readings").addColumn("items", "integer").execute();
  await schema.alterTable("readings").addColumn("newest_on", text).execute();
}

import type { CalendarDate } from "../domain/time.ts";
import type { Database } from "./schema.ts";
import type { PublishedDay } from "./store.ts";

/** See `QueryStore.publishedDays`. */
export async function publishedDays(
  db: Database,
  portalKey: string,
  from: CalendarDate,
  to: CalendarDate,
): Promise<PublishedDay[]> {
  const rows = await db
    .selectFrom("items")
    .select(["unit_id", "published_on", "columns"])
    .select((q) => q.fn.countAll().as("items"))
    .where("portal_key", "=", portalKey)
    .where("published_on", ">=", from)
    .where("published_on", "<=", to)
    // A day after the patrol is a slip of the pen, not news.
    .whereRef("published_on", "<=", "last_seen_on")
    .groupBy(["unit_id", "published_on", "columns"])
    .orderBy("unit_id")
    .orderBy("published_on")
    .orderBy("columns")
    .execute();
  return rows.flatMap(({ unit_id, published_on, columns, items }) =>
    published_on === null
      ? []
      : [{ unitId: unit_id, on: published_on, columns: JSON.parse(columns), items: Number(items) }],
  );
}

import { type RawBuilder, type Selectable, sql } from "kysely";
import type { CalendarDate } from "../domain/time.ts";
import { inBatches } from "./batch.ts";
import { recordChanges } from "./item-changes.ts";
import type { Database, ItemTable, PatrolTable } from "./schema.ts";
import type { ColumnReading, SeenItem, UnitRecord } from "./store.ts";

/** Adds to the memory what a patrol saw of one unit. */
export async function recordUnit(
  db: Database,
  patrol: Selectable<PatrolTable>,
  on: CalendarDate,
  unit: UnitRecord,
): Promise<void> {
  const ofUnit = { patrol_id: patrol.id, unit_id: unit.unitId };
  const items = eachOnce(unit.items);
  const readings = weakestOfEach(unit.readings);
  await db
    .insertInto("patrol_units")
    .values({ ...ofUnit, unit_name: unit.unitName, columns: readings.length, items: items.length })
    .execute();
  await db
    .insertInto("unit_duties")
    .values({
      ...ofUnit,
      states: JSON.stringify(unit.duties.states),
      columns: JSON.stringify(unit.duties.columns),
    })
    .execute();
  await recordItems(db, patrol, on, unit.unitId, items);
  await recordChanges(db, { ...ofUnit, portal_key: patrol.portal_key }, unit.changes);
  await inBatches(readings, (batch) =>
    db
      .insertInto("readings")
      .values(
        batch.map(({ columnUrl, readFrom, items: count, newestOn, drifted, status }) => ({
          ...ofUnit,
          portal_key: patrol.portal_key,
          column_url: columnUrl,
          on_day: on,
          read_from: readFrom,
          items: count,
          newest_on: newestOn,
          drifted: drifted ? 1 : 0,
          status,
        })),
      )
      .execute(),
  );
  await inBatches(unit.counts, (batch) =>
    db
      .insertInto("outcomes")
      .values(batch.map((count) => ({ ...ofUnit, ...count })))
      .execute(),
  );
}

async function recordItems(
  db: Database,
  patrol: Selectable<PatrolTable>,
  on: CalendarDate,
  unitId: string,
  items: readonly SeenItem[],
): Promise<void> {
  const ofPatrol = {
    portal_key: patrol.portal_key,
    unit_id: unitId,
    first_seen_on: on,
    first_seen_at: patrol.as_of,
    last_seen_on: on,
    last_seen_at: patrol.as_of,
    first_patrol: patrol.id,
    last_patrol: patrol.id,
  };
  await inBatches(items, (batch) =>
    db
      .insertInto("items")
      .values(
        batch.map(({ url, title, publishedOn, columns }) => ({
          ...ofPatrol,
          url,
          title,
          published_on: publishedOn,
          columns: JSON.stringify(columns),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(["portal_key", "unit_id", "url"]).doUpdateSet((q) => ({
          title: q.ref("excluded.title"),
          published_on: q.ref("excluded.published_on"),
          columns: q.ref("excluded.columns"),
          // A patrol may judge by an earlier moment (`--as-of`) than one that was recorded before it.
          first_seen_on: whichever("<", "first_seen_on"),
          first_seen_at: whichever("<", "first_seen_at"),
          last_seen_on: whichever(">", "last_seen_on"),
          last_seen_at: whichever(">", "last_seen_at"),
          last_patrol: q.ref("excluded.last_patrol"),
        })),
      )
      .execute(),
  );
}

/** The earlier (`<`) or later (`>`) of what a column holds and what it is given. */
function whichever<C extends keyof ItemTable>(than: "<" | ">", column: C): RawBuilder<ItemTable[C]> {
  const [stored, given] = [sql.ref(`items.${column}`), sql.ref(`excluded.${column}`)];
  return sql`case when ${given} ${sql.raw(than)} ${stored} then ${given} else ${stored} end`;
}

/** An item that several lists show is one item. */
function eachOnce(items: readonly SeenItem[]): SeenItem[] {
  const byUrl = new Map<string, SeenItem>();
  for (const item of items) {
    const earlier = byUrl.get(item.url);
    byUrl.set(
      item.url,
      earlier
        ? {
            ...earlier,
            publishedOn: earlier.publishedOn ?? item.publishedOn,
            columns: [...new Set([...earlier.columns, ...item.columns])],
          }
        : item,
    );
  }
  return [...byUrl.values()];
}

/** Where a column was read twice, what both readings vouch for: claiming more could accuse falsely. */
function weakestOfEach(readings: readonly ColumnReading[]): ColumnReading[] {
  const byUrl = new Map<string, ColumnReading>();
  for (const reading of readings) {
    const earlier = byUrl.get(reading.columnUrl);
    byUrl.set(
      reading.columnUrl,
      earlier && reach(earlier.readFrom) > reach(reading.readFrom) ? earlier : reading,
    );
  }
  return [...byUrl.values()];
}

/** The first day that a reading vouches for, as a text that sorts: nothing last, everything first. */
function reach(readFrom: ColumnReading["readFrom"]): string {
  if (readFrom === null) return "~";
  return readFrom === "start" ? "" : readFrom;
}

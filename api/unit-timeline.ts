import type { Catalogue } from "../domain/catalogue.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { type CalendarDate, laterOf } from "../domain/time.ts";

/** How many items a unit published on which day, as one patrol saw it. */
export interface TimelineView {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /**
   * Days on or after this one are counted whole; `"start"`: all are. null: some list was not read whole, and
   * a day without items proves no silence.
   */
  readonly readFrom: CalendarDate | "start" | null;
  /** Columns whose list was not read. */
  readonly unreadColumns: number;
  /** Items of which no day is known. */
  readonly undated: number;
  /** Days with items only, in order; an item in several columns counts once. */
  readonly days: readonly { readonly on: CalendarDate; readonly items: number }[];
}

/** The unit's items by day, both ends included. */
export function timelineOf(
  { columns, navigation }: UnitSnapshot,
  { categories }: Catalogue,
  from: CalendarDate,
  to: CalendarDate,
): TimelineView {
  const texts = new Set(categories.filter((c) => c.content === "static").map(({ code }) => code));
  // What a column of text says stands on its own page; it has no list to read.
  const lists = columns.filter(({ column }) => column.category === null || !texts.has(column.category));
  const days = new Map<string, CalendarDate | null>();
  for (const { listing } of columns) {
    if (!listing.known) continue;
    for (const { url, publishedOn } of listing.value.items) {
      const day = publishedOn.known ? publishedOn.value : null;
      days.set(url, days.get(url) ?? day);
    }
  }
  const counts = new Map<CalendarDate, number>();
  for (const day of days.values())
    if (day !== null && day >= from && day <= to) counts.set(day, (counts.get(day) ?? 0) + 1);
  return {
    from,
    to,
    readFrom: navigation.known ? readFromOf(lists) : null,
    unreadColumns: lists.filter(({ listing }) => !listing.known).length,
    undated: [...days.values()].filter((day) => day === null).length,
    days: [...counts].map(([on, items]) => ({ on, items })).sort((a, b) => (a.on < b.on ? -1 : 1)),
  };
}

/** The day from which every list is whole. */
function readFromOf(columns: UnitSnapshot["columns"]): CalendarDate | "start" | null {
  let whole: CalendarDate | "start" = "start";
  for (const { listing } of columns) {
    if (!listing.known || listing.value.readFrom === null) return null;
    const { readFrom } = listing.value;
    if (readFrom !== "start") whole = whole === "start" ? readFrom : laterOf(whole, readFrom);
  }
  return whole;
}

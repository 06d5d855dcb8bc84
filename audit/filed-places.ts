import { withoutBlanks } from "../domain/blanks.ts";
import type { Category } from "../domain/catalogue.ts";
import type { CantTell } from "../domain/outcome.ts";
import type { ColumnFacts, ItemFacts, UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";
import { addTo } from "./groups.ts";
import { cantTell, gapIn, perSnapshot } from "./rule.ts";

/** A copy of an item is put up within so many days of it. */
const COPY_DAYS = 60;

/** The columns of a unit in which an item stands, itself or as a copy of the same title put up about then. */
export function placesOf(item: ItemFacts, snapshot: UnitSnapshot): readonly ColumnFacts[] {
  const { byUrl, byTitle } = indexOf(snapshot);
  const copies = (byTitle.get(titleOf(item)) ?? []).filter(({ item: other }) => isNear(item, other));
  return [...new Set([...(byUrl.get(item.url) ?? []), ...copies.map(({ column }) => column)])];
}

/** Why an item may stand in one of `columns` although it was not seen there; null where it surely does not. */
export function unseenIn(columns: readonly ColumnFacts[], item: ItemFacts): CantTell | null {
  const gap = gapIn(columns.map(({ listing }) => listing));
  if (gap) return gap;
  const day = dayOf(item);
  const isRead = columns.every(({ listing }) => {
    const readFrom = listing.known ? listing.value.readFrom : null;
    if (readFrom === "start") return true;
    return readFrom !== null && day !== null && readFrom <= addDays(day, -COPY_DAYS);
  });
  return isRead ? null : cantTell("incomplete");
}

/** The categories of which the unit has a column. */
export function categoriesHeld(
  { columns }: UnitSnapshot,
  categories: readonly Category[],
): readonly Category[] {
  const held = new Set(columns.map(({ column }) => column.category));
  return categories.filter(({ code }) => held.has(code));
}

const indexOf = perSnapshot(({ columns }) => {
  const byUrl = new Map<string, ColumnFacts[]>();
  const byTitle = new Map<string, { readonly column: ColumnFacts; readonly item: ItemFacts }[]>();
  for (const column of columns) {
    for (const item of column.listing.known ? column.listing.value.items : []) {
      addTo(byUrl, item.url, column);
      const title = titleOf(item);
      addTo(byTitle, title, { column, item });
    }
  }
  return { byUrl, byTitle };
});

function isNear(item: ItemFacts, other: ItemFacts): boolean {
  const [day, theirs] = [dayOf(item), dayOf(other)];
  return day === null || theirs === null || Math.abs(daysBetween(day, theirs)) <= COPY_DAYS;
}

function dayOf({ publishedOn }: ItemFacts): CalendarDate | null {
  return publishedOn.known ? publishedOn.value : null;
}

/** As its list shows it: the page of a copy need not have been read. */
function titleOf({ listTitle }: ItemFacts): string {
  return withoutBlanks(listTitle.normalize("NFKC"));
}

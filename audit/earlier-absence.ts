import { withoutBlanks } from "../domain/blanks.ts";
import type { History, ItemFacts, UnitSnapshot } from "../domain/snapshot.ts";
import { type CalendarDate, laterOf } from "../domain/time.ts";
import { addTo } from "./groups.ts";
import { perSnapshot } from "./rule.ts";

/**
 * The last day on which a patrol read one of the item's lists to before `claimedOn`, and the item was not there.
 * null: none did, or it may have been there under another address.
 */
export function lastAbsenceOf(
  item: ItemFacts,
  claimedOn: CalendarDate,
  snapshot: UnitSnapshot,
  { firstSeen, readings, columns }: History,
): CalendarDate | null {
  const earlier = earlierItemsOf(columns);
  const isAnother = (other: ItemFacts) => other.url !== item.url;
  // Put up again, moved here from another column, or listed here too: it is not new.
  if (earlier.byTitle.get(withoutBlanks(item.listTitle))?.some(isAnother)) return null;
  // Something of that day was taken away: this may be it, corrected.
  const shown = shownIn(snapshot);
  const isGone = ({ url, listTitle }: ItemFacts) => !shown.has(url) && !shown.has(withoutBlanks(listTitle));
  if (earlier.byDay.get(claimedOn)?.some((other) => isAnother(other) && isGone(other))) return null;
  const seenOn = Object.hasOwn(firstSeen, item.url) ? (firstSeen[item.url] ?? null) : null;
  let last: CalendarDate | null = null;
  for (const { column, listing } of snapshot.columns) {
    if (!listing.known || !listing.value.items.includes(item)) continue;
    for (const { on, readFrom, items } of Object.hasOwn(readings, column.url)
      ? (readings[column.url] ?? [])
      : []) {
      const wasThere = seenOn !== null && seenOn <= on;
      const reached = readFrom === "start" || (readFrom !== null && readFrom < claimedOn);
      // A list that was empty is being filled for the first time.
      if (wasThere || !reached || items === null || items === 0) continue;
      last = laterOf(on, last ?? on);
    }
  }
  return last;
}

interface EarlierItems {
  readonly byTitle: ReadonlyMap<string, readonly ItemFacts[]>;
  readonly byDay: ReadonlyMap<CalendarDate, readonly ItemFacts[]>;
}

const earlierItems = new WeakMap<History["columns"], EarlierItems>();

/** What earlier patrols saw in any of the unit's columns, by title and by day. */
function earlierItemsOf(columns: History["columns"]): EarlierItems {
  const known = earlierItems.get(columns);
  if (known) return known;
  const byTitle = new Map<string, ItemFacts[]>();
  const byDay = new Map<CalendarDate, ItemFacts[]>();
  for (const { listing, further } of Object.values(columns)) {
    for (const entry of [...(listing?.value.items ?? []), ...further]) {
      addTo(byTitle, withoutBlanks(entry.listTitle), entry);
      const day = entry.publishedOn.known ? entry.publishedOn.value : null;
      if (day !== null) addTo(byDay, day, entry);
    }
  }
  const found = { byTitle, byDay };
  earlierItems.set(columns, found);
  return found;
}

/** Addresses and titles of all items that the unit's lists show. */
const shownIn = perSnapshot(
  ({ columns }) =>
    new Set(
      columns.flatMap(({ listing }) =>
        listing.known
          ? listing.value.items.flatMap(({ url, listTitle }) => [url, withoutBlanks(listTitle)])
          : [],
      ),
    ),
);

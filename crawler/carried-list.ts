import type { ItemFacts, Known, Listing, Page } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { GatherLimits } from "./gather.ts";
import { columnKey } from "./site.ts";

/** Every sixth reading of a list goes as far back as the first: it finds what was put in or taken out far below. */
const FULL_READING_EVERY = 6;

/** Whose rows a list shows. */
export type ListOwner = "unit" | "several units";

/**
 * An earlier reading that a new one may go on from, once it has read the front of the list; null where the list
 * must be read as far back as a full reading goes.
 */
export function earlierReading(
  listing: Known<Listing> | null,
  opening: Page,
  { readTo }: Pick<GatherLimits, "readTo">,
  owner: ListOwner,
): Listing | null {
  if (!listing) return null;
  const { fullReadAgo, readFrom } = listing.value;
  if (fullReadAgo === null || fullReadAgo + 1 >= FULL_READING_EVERY) return null;
  // The address leads to another page than before.
  if (columnKey(listing.page.url) !== columnKey(opening.url)) return null;
  const reached = readFrom === "start" || (readFrom !== null && readFrom <= readTo);
  return reached || owner === "several units" ? listing.value : null;
}

/**
 * Items of an earlier reading that stand below the front of the list that was read now; null where the two do
 * not join: the list must be read on.
 *
 * @param front Items that were read now; all of those dated on or after `readFrom`, and some older ones.
 * @param total How many items the list says it has; null where it does not say.
 */
export function itemsBelow(
  { items, readFrom: earlierFrom }: Listing,
  front: readonly ItemFacts[],
  readFrom: CalendarDate,
  total: number | null,
  owner: ListOwner,
): ItemFacts[] | null {
  const shown = new Set(front.map(({ url }) => url));
  const missing = items.filter(({ url }) => !shown.has(url));
  // An item without a day has no place above or below.
  if (missing.some((item) => dayOf(item) === null)) return null;
  const isRecent = (item: ItemFacts) => (dayOf(item) ?? "") >= readFrom;
  const recent = items.filter(isRecent);
  const gone = missing.filter(isRecent);
  const sharesNone = missing.length === items.length && (owner === "unit" || recent.length > 0);
  // A list that has lost most of what it showed is another list, or was made anew.
  if (sharesNone || gone.length * 2 > recent.length) return null;
  const below = missing.filter((item) => !isRecent(item));
  // More items than are known: some were put in below.
  const isShort = total !== null && front.length + below.length < total;
  return earlierFrom === "start" && owner === "unit" && isShort ? null : below;
}

function dayOf({ publishedOn }: ItemFacts): CalendarDate | null {
  return publishedOn.known ? publishedOn.value : null;
}

import type { ColumnFacts, EarlierColumn, Fact, ItemFacts } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";

/** Of fewer items none may be left by chance. */
const LEAST_ITEMS = 3;

/** How a column differs from what earlier patrols knew of it. */
export type Change = "emptied" | "strangers" | "list-gone";

export function itemsOf(earlier: EarlierColumn | undefined): readonly ItemFacts[] {
  return earlier ? [...(earlier.listing?.value.items ?? []), ...earlier.further] : [];
}

/** How a column is not what it was; null where it may be. */
export function changeOf({ listing }: ColumnFacts, before: readonly ItemFacts[]): Change | null {
  if (!listing.known) return listing.reason === "unreadable" ? "list-gone" : null;
  const { items, readNowFrom } = listing.value;
  const now = items.filter(({ carriedFrom }) => carriedFrom === null);
  if (items.length === 0) return "emptied";
  // Only what must have been met again, as far as the list was read this time.
  const due =
    readNowFrom === null ? before : before.filter(({ publishedOn }) => isWithin(publishedOn, readNowFrom));
  const urls = new Set(now.map(({ url }) => url));
  if (now.length < LEAST_ITEMS || due.length < LEAST_ITEMS) return null;
  return due.some(({ url }) => urls.has(url)) ? null : "strangers";
}

function isWithin(publishedOn: Fact<CalendarDate | null>, from: CalendarDate | "start"): boolean {
  if (from === "start") return true;
  return publishedOn.known && publishedOn.value !== null && publishedOn.value >= from;
}

/** Whether no address is built as one of before was: another publishing system, another site. */
export function hasOtherPattern({ listing }: ColumnFacts, before: readonly ItemFacts[]): boolean {
  if (!listing.known) return false;
  const patterns = new Set(before.map(({ url }) => patternOf(url)));
  return listing.value.items.every(({ url }) => !patterns.has(patternOf(url)));
}

/** An address without what tells one item from another. */
function patternOf(url: string): string {
  return url.replace(/[\da-f-]{16,}|\d+/gi, "0");
}

import type { ItemFacts } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";

/** Items that a list may pin on top, whatever their date. */
const MOST_PINNED = 6;
/** A list whose dates go back and forth by more than this is in no order of dates. */
const MOST_DISORDER_DAYS = 31;

/**
 * The day from which on a list that was not read to its end is surely known, or null where its order does not
 * tell. A few items pinned on top do not count; items that stand a little out of order move the day up by as much.
 */
export function readFromOf(items: readonly ItemFacts[]): CalendarDate | null {
  const days = items.map(({ publishedOn }) => (publishedOn.known ? publishedOn.value : null));
  if (days.length === 0 || days.some((day) => day === null)) return null;
  const ordered = days as readonly CalendarDate[]; // none is null
  for (let pinned = 0; pinned <= Math.min(MOST_PINNED, Math.floor(ordered.length / 3)); pinned += 1) {
    const from = fromOf(ordered.slice(pinned));
    if (from !== null) return from;
  }
  return null;
}

function fromOf(days: readonly CalendarDate[]): CalendarDate | null {
  let oldest = days[0];
  if (oldest === undefined) return null;
  let disorder = 0;
  let goesDown = false;
  for (const day of days) {
    disorder = Math.max(disorder, daysBetween(oldest, day));
    goesDown ||= day < oldest;
    if (day < oldest) oldest = day;
  }
  // One day alone, or one that only goes up, does not tell that newer items come first.
  if (!goesDown || disorder > MOST_DISORDER_DAYS) return null;
  // Further items of the oldest day may stand on the next page.
  return addDays(oldest, 1 + disorder);
}

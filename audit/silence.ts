import { isGoneStatus } from "../domain/gone.ts";
import type { CantTell, Severity } from "../domain/outcome.ts";
import type { ColumnFacts, Fact, Listing, UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { unreadSince } from "./read-since.ts";

/** How long a set of columns has been silent, and what stands in the way of being sure. */
export interface Silence {
  /** The newest item dated up to today; null where none is. */
  readonly newest: { readonly day: CalendarDate; readonly fact: Fact<unknown> } | null;
  /** Why the newest known item need not be the newest; null where it surely is. */
  readonly gap: CantTell | null;
}

/**
 * The newest item of `columns`, and whether all of them were read at least back to `passDay`, the oldest day
 * that would end the silence. One fresh item proves life; only the whole of it proves silence.
 */
export function silenceOf(
  columns: readonly ColumnFacts[],
  today: CalendarDate,
  passDay: CalendarDate,
): Silence {
  let newest: Silence["newest"] = null;
  let gap: CantTell | null = null;
  for (const { listing } of columns) {
    gap ??= gapOf(listing, today, passDay);
    if (!listing.known) continue;
    for (const { publishedOn: fact } of listing.value.items) {
      if (!fact.known || fact.value === null || fact.value > today) continue;
      if (newest === null || fact.value > newest.day) newest = { day: fact.value, fact };
    }
  }
  return { newest, gap };
}

/**
 * An entry of the unit's menus that can hold no items: a dead link, as no category knows it and its address is gone; or
 * a page that only leads to the columns below it.
 */
export function isNoColumn({ column, listing, isOverview }: ColumnFacts): boolean {
  if (isOverview) return true;
  return (
    column.origin === "discovered" &&
    column.category === null &&
    !listing.known &&
    isGoneStatus(listing.page?.status)
  );
}

/** Why a listing cannot prove that nothing was published from `passDay` on; null where it can. */
export function gapOf(listing: Fact<Listing>, today: CalendarDate, passDay: CalendarDate): CantTell | null {
  const unread = unreadSince(listing, passDay);
  if (unread || !listing.known) return unread;
  for (const { publishedOn } of listing.value.items) {
    const { page } = publishedOn;
    if (!publishedOn.known) return { outcome: "cantTell", reason: publishedOn.reason, page };
    // A date that is none, or lies ahead, does not say when the item was put up.
    if (publishedOn.value === null || publishedOn.value > today)
      return { outcome: "cantTell", reason: "no-dates", page };
  }
  return null;
}

/**
 * Why a category may have further columns than `columns`: none of them was named by a person, and the unit's
 * navigation was not read whole. null where there are surely no others.
 */
export function coverageGap(columns: readonly ColumnFacts[], { navigation }: UnitSnapshot): CantTell | null {
  if (navigation.known || columns.some(({ column }) => column.origin === "listed")) return null;
  return { outcome: "cantTell", reason: navigation.reason, page: navigation.page };
}

/** By days silent: minor to 30, major to 91, critical after. */
export function severityOf(daysSilent: number): Severity {
  if (daysSilent <= 30) return "minor";
  return daysSilent <= 91 ? "major" : "critical";
}

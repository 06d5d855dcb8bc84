import type { CantTell } from "../domain/outcome.ts";
import type { Fact, Listing } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { cantTell } from "./rule.ts";

/**
 * Why a list need not show all that was published from `day` on: it was not read, or not as far back. null where
 * what it lacks was not published.
 */
export function unreadSince(listing: Fact<Listing>, day: CalendarDate): CantTell | null {
  if (!listing.known) return { outcome: "cantTell", reason: listing.reason, page: listing.page };
  const { readFrom } = listing.value;
  if (readFrom === "start") return null;
  return readFrom !== null && readFrom <= day ? null : cantTell("incomplete");
}

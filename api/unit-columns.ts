import type { Catalogue } from "../domain/catalogue.ts";
import type { Finding } from "../domain/finding.ts";
import type { ColumnFacts, Reason, UnitSnapshot } from "../domain/snapshot.ts";
import type { CalendarDate, Period } from "../domain/time.ts";

export const COLUMN_STATES = ["filled", "empty", "unread"] as const;

/**
 * What a column showed. `empty` only where it was read to its start; where it was not read, or no item was
 * seen on the part that was, it is `unread`.
 */
export type ColumnState = (typeof COLUMN_STATES)[number];

/** A column as one patrol saw it. It accuses nobody: findings do. */
export interface ColumnView {
  readonly name: string;
  readonly url: string;
  /** The menus above it, outermost first. */
  readonly path: readonly string[];
  readonly origin: "listed" | "discovered";
  readonly category: { readonly code: string; readonly name: string } | null;
  readonly state: ColumnState;
  /** Why it is `unread`; else null. */
  readonly reason: Reason | null;
  /** Items seen; null where the list was not read. */
  readonly items: number | null;
  /** The latest day that an item claims, days after the patrol left out; null where none is known. */
  readonly lastPublishedOn: CalendarDate | null;
  /** As in {@link Listing}; null too where the list was not read. */
  readonly readFrom: CalendarDate | "start" | null;
  /** The page's own word that there is nothing. */
  readonly emptyNotice: string | null;
  /** How often its category must be renewed; null where no period applies. */
  readonly updateWithin: Period | null;
  /** Ids of the patrol's findings about the column, its items or its category. */
  readonly findings: readonly string[];
}

/** The columns of a unit in the order of its snapshot. */
export function columnsOf(
  { columns }: UnitSnapshot,
  { categories }: Catalogue,
  findings: readonly Finding[],
  today: CalendarDate,
): ColumnView[] {
  const known = new Map(categories.map((category) => [category.code, category]));
  return columns.map((facts) => {
    const { name, url, path, origin, category: code } = facts.column;
    const category = (code !== null && known.get(code)) || null;
    const listing = facts.listing.known ? facts.listing.value : null;
    return {
      name,
      url,
      path,
      origin,
      category: category && { code: category.code, name: category.name },
      ...stateOf(facts, category?.content === "static"),
      items: listing?.items.length ?? null,
      lastPublishedOn: lastOf(facts, today),
      readFrom: listing?.readFrom ?? null,
      emptyNotice: listing?.emptyNotice ?? null,
      updateWithin: category?.updateWithin ?? null,
      findings: findings
        .filter((f) => (f.column ? f.column.url === url : f.category !== null && f.category.code === code))
        .map(({ id }) => id),
    };
  });
}

/** @param isText The column is read for its own text, not for a list. */
function stateOf(
  { listing, text }: ColumnFacts,
  isText: boolean,
): { readonly state: ColumnState; readonly reason: Reason | null } {
  if (listing.known && listing.value.items.length > 0) return { state: "filled", reason: null };
  if (isText) {
    if (!text.known) return { state: "unread", reason: text.reason };
    return { state: text.value.trim() === "" ? "empty" : "filled", reason: null };
  }
  if (!listing.known) return { state: "unread", reason: listing.reason };
  return listing.value.readFrom === "start"
    ? { state: "empty", reason: null }
    : { state: "unread", reason: "incomplete" };
}

function lastOf({ listing }: ColumnFacts, today: CalendarDate): CalendarDate | null {
  if (!listing.known) return null;
  return listing.value.items.reduce<CalendarDate | null>((last, { publishedOn }) => {
    const day = publishedOn.known ? publishedOn.value : null;
    return day !== null && day <= today && (last === null || day > last) ? day : last;
  }, null);
}

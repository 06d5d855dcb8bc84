import type { Column } from "../domain/portal.ts";
import {
  type ColumnFacts,
  type Fact,
  type ItemFacts,
  type Listing,
  type Page,
  PLAIN_COLUMN,
} from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { earlierReading, itemsBelow, type ListOwner } from "./carried-list.ts";
import { type ColumnOpening, openColumns } from "./column-opening.ts";
import { bearsName, type GatheredColumn, withSiblings } from "./column-siblings.ts";
import type { GatherContext } from "./gather.ts";
import { itemFrom } from "./gather-item.ts";
import { asCarried, type ItemDesk, isGone, rowOf } from "./item-desk.ts";
import type { ListReading, ListRow } from "./list-page.ts";
import { ListWay } from "./list-way.ts";
import { inOwnStrings } from "./own-strings.ts";
import { isOverview } from "./page-furniture.ts";
import { readFromOf } from "./read-from.ts";
import { untilTurned } from "./render-names.ts";
import { columnKey } from "./site.ts";
import { yearTabsOf } from "./year-tabs.ts";

/** A list of so few items may be a column of text: what they say is what the column says. */
const FEW_ITEMS = 20;

/** Facts of lists that were read, to be had once all lists of the unit were. */
export type Settled<T> = () => T;

/** Reads columns, what they share told from what is their own. */
export async function readColumns(
  columns: readonly Column[],
  context: GatherContext,
  desk: Pick<ItemDesk, "read" | "settled">,
): Promise<Settled<ColumnFacts[]>> {
  const opened = await openColumns(columns, context);
  const lists = await Promise.all(opened.map((opening) => readFacts(opening, context, desk)));
  const byKey = new Map(columns.map((column) => [columnKey(column.url), column]));
  const isColumn = (url: string) => byKey.has(columnKey(url));
  // A page that the catalogue knows nothing of may be the unit's index of columns, whatever they stand below.
  const isBelow =
    ({ name, category }: Column) =>
    (url: string) => {
      const led = byKey.get(columnKey(url));
      return led !== undefined && (category === null || led.path.includes(name));
    };
  const overviews = new Set(
    opened.flatMap(({ column, opened: page, isFurniture }) =>
      page && isOverview(page, isFurniture, isColumn, isBelow(column)) ? [column] : [],
    ),
  );
  return () => withoutOverviews(withSiblings(lists.map((list) => list())), overviews);
}

/**
 * An overview holds nothing of its own: what was found by its menu is no column of the unit's. It stays where it
 * is the only one of its category.
 */
function withoutOverviews(facts: readonly ColumnFacts[], overviews: ReadonlySet<Column>): ColumnFacts[] {
  const isIdle = ({ column, listing }: ColumnFacts) =>
    overviews.has(column) &&
    column.origin === "discovered" &&
    !listing.known &&
    listing.reason === "unreadable";
  const held = new Set(facts.filter((one) => !isIdle(one)).map(({ column }) => column.category));
  return facts.flatMap((one) => {
    if (!isIdle(one)) return [one];
    const isOnly = one.column.category !== null && !held.has(one.column.category);
    return isOnly ? [{ ...one, isOverview: true }] : [];
  });
}

/** Reads one column by itself. */
export async function readColumn(
  column: Column,
  context: GatherContext,
  desk: Pick<ItemDesk, "read" | "settled">,
  owner: ListOwner,
): Promise<Settled<ColumnFacts>> {
  const [opening] = await openColumns([column], context);
  if (!opening) throw new Error("one column is opened");
  const list = await readFacts(opening, context, desk, owner);
  return () => list().facts;
}

/**
 * Reads a column's list, the items on it, and the text of its own page: the list as far back as a full reading
 * goes, or its front alone where what stands below is known from an earlier one.
 */
async function readFacts(
  { column, first, opened, text, mayHold, isFurniture }: ColumnOpening,
  context: GatherContext,
  desk: Pick<ItemDesk, "read" | "settled">,
  owner: ListOwner = "unit",
): Promise<Settled<GatheredColumn>> {
  const { limits } = context;
  if (!opened) {
    const unread = {
      known: false,
      reason: first.ok ? "unreadable" : first.reason,
      page: first.page,
    } as const;
    const facts = { ...PLAIN_COLUMN, column, listing: unread, text: unread, mayHold };
    return () => ({ facts, shown: [], opening: null });
  }
  const items: ItemFacts[] = [];
  const seen = new Set<string>();
  const shapes = new Set<string>();
  const own = opened.page;
  const ownPage = opened.document;
  const opening = opened.reading;
  const way = new ListWay(column.url, opened, isFurniture, context);
  let current = opened;
  let end: "start" | "stopped" = "stopped";
  const known = context.history.columns[column.url]?.listing ?? null;
  let earlier = earlierReading(known, own, limits, owner);
  let below: readonly ItemFacts[] | null = null;
  let isConfirmed = true;

  while (current.reading.items.known) {
    const { reading, page: listPage } = current;
    const listed = current.reading.items.value;
    const shape = shapeOf(listed);
    // The same rows under other addresses, as where each visit has a session of its own, are no further page.
    if (listed.length > 1 && shapes.has(shape)) break;
    shapes.add(shape);
    const rows = listed.map((row) => addressed(row, listPage)).filter(({ url }) => !seen.has(url));
    for (const { url } of rows) seen.add(url);
    items.push(
      ...(await Promise.all(
        rows.map(async (row) => {
          const found = { ...row, listPage };
          return itemFrom(found, await desk.read(found, column.url, earlier === null));
        }),
      )),
    );
    if (!reading.moreFollows && reading.next === null && agrees(reading, items.length)) end = "start";
    // A page that brings nothing new is no further page.
    if (rows.length === 0 || !way.goesOnFrom(current)) break;
    const read = readFromOf(items);
    const isDoubtful = items.length === rows.length && isSilent(items, limits.recheckTo);
    if (read !== null && read <= limits.readTo && !isDoubtful) break;
    if (earlier && read !== null && read <= limits.recheckTo) {
      below = await carriedBelow(earlier, read);
      if (below) break;
      // What was known does not join what is shown now.
      earlier = null;
    }
    const further = await way.after(current, items.length, earlier ? limits.recheckTo : limits.readTo);
    // Where there is no second page, nothing newer stands on it.
    isConfirmed = further !== null || !isDoubtful;
    if (further === "end" && agrees(reading, items.length)) end = "start";
    if (further === null || typeof further === "string") break;
    current = further;
  }
  return () => {
    const shown = items.map((item) => desk.settled(item));
    const listing = listingFact(
      shown,
      (below ?? []).map((item) => asCarried(desk.settled(item), item)),
    );
    const all = listing.known ? listing.value.items : shown;
    return {
      facts: {
        column,
        listing,
        text: textFact(text, opened.isCalled && first.ok ? first.page : own, all),
        rendered: opened.isShown || current.isShown,
        othersRows: [],
        mayHold,
        isOverview: false,
      },
      shown,
      // What a browser or a call has filled tells nothing of pages that they have not.
      opening: opened.isShown || opened.isCalled ? null : opened,
    };
  };

  /** Items below the front, with what is known of their pages; null where the list must be read on. */
  async function carriedBelow(before: Listing, readFrom: CalendarDate): Promise<ItemFacts[] | null> {
    const total = current.reading.total ?? opening.total;
    const rest = itemsBelow(before, items, readFrom, total, owner);
    if (!rest) return null;
    const carried = await Promise.all(
      rest.map(async (item) => {
        const row = rowOf(item);
        const itsPage = row && (await desk.read(row, column.url, false));
        return itsPage && { item: asCarried(itemFrom(row, itsPage), item), isGone: isGone(itsPage) };
      }),
    );
    // Whether an item that is gone has left its list, too, the list alone can tell.
    return carried.some((entry) => entry === null || entry.isGone)
      ? null
      : carried.flatMap((entry) => (entry ? [entry.item] : []));
  }

  function listingFact(shown: readonly ItemFacts[], carried: readonly ItemFacts[]): Fact<Listing> {
    if (!opening.items.known) return { known: false, reason: opening.items.reason, page: own };
    const tabs = yearTabsOf(ownPage.outline, seen);
    // A page that shows one year of its column is not the whole list.
    if (shown.length === 0 && (end !== "start" || tabs.size > 0))
      return { known: false, reason: "incomplete", page: own };
    const isWhole = end === "start" && tabs.size === 0;
    const readNowFrom =
      lacksNewest(shown, tabs) || !isConfirmed ? null : isWhole ? "start" : readFromOf(shown);
    const isFull = readNowFrom === "start" || (readNowFrom !== null && readNowFrom <= limits.readTo);
    const joins = !isFull && below !== null && readNowFrom !== null && readNowFrom <= limits.recheckTo;
    return {
      known: true,
      value: {
        items: [...shown, ...carried],
        readFrom: joins && earlier ? earlier.readFrom : readNowFrom,
        readNowFrom,
        fullReadAgo: isFull ? 0 : joins && earlier?.fullReadAgo != null ? earlier.fullReadAgo + 1 : null,
        emptyNotice: opening.emptyNotice,
        bearsName: shown.length === 0 && bearsName(ownPage, column),
      },
      page: own,
      excerpt: excerptOf(shown, opening.emptyNotice),
    };
  }
}

/** What a list's page says, whatever it leads to. */
function shapeOf(rows: readonly ListRow[]): string {
  return JSON.stringify(rows.map(({ title, date }) => [title, date?.text ?? null]));
}

/** A row that leads nowhere (its link is dead, or opens by script) is told from others by its title. */
function addressed(found: ListRow, { url }: Page): ListRow {
  const row = inOwnStrings(found);
  return /^https?:/i.test(row.url)
    ? row
    : { ...row, url: `${untilTurned(url)}#${encodeURIComponent(row.title)}` };
}

/**
 * Whether nothing on a list's first page is of late. Then its column has fallen silent, or else the list puts
 * something before what is new: only the next page tells.
 */
function isSilent(items: readonly ItemFacts[], since: CalendarDate): boolean {
  return items.every(({ publishedOn }) => publishedOn.known && (publishedOn.value ?? "") < since);
}

/** Whether the column divides its list by years, and a later one than its items are of stands in another place. */
function lacksNewest(items: readonly ItemFacts[], tabs: ReadonlySet<number>): boolean {
  if (tabs.size === 0) return false;
  const years = items.map(({ publishedOn }) =>
    publishedOn.known && publishedOn.value !== null ? Number(publishedOn.value.slice(0, 4)) : 0,
  );
  return Math.max(...tabs) > Math.max(...years);
}

/** Whether a list's end agrees with what its first pages say of its length. */
function agrees({ total, pageCount }: ListReading, count: number): boolean {
  if (count === 0) return (total ?? 0) === 0 && (pageCount ?? 0) <= 1;
  return total === null || count >= total;
}

/** What the column says: the text of its own page, and of its items where they are few. */
function textFact(own: Fact<string>, page: Page, items: readonly ItemFacts[]): Fact<string> {
  if (items.length === 0 || items.length > FEW_ITEMS) return own;
  const texts = items.flatMap(({ listTitle, body }) => [listTitle, body.known ? body.value : ""]);
  const value = [own.known ? own.value : "", ...texts].filter((text) => text !== "").join("\n");
  const unread = items.find(({ body }) => !body.known)?.body;
  // What could not be read may say more than what could.
  if (value.length < 200 && unread && !unread.known) return unread;
  return { known: true, value, page, excerpt: value.slice(0, 100) };
}

function excerptOf(items: readonly ItemFacts[], emptyNotice: string | null): string {
  const [first] = items;
  if (!first) return emptyNotice ?? "";
  const date = first.listDate.known ? first.listDate.value?.text : null;
  return date ? `${first.listTitle} ${date}` : first.listTitle;
}

import type { Column } from "../domain/portal.ts";
import type { ColumnFacts, Fact, ItemFacts, Listing, Page } from "../domain/snapshot.ts";
import { addDays, type CalendarDate, daysBetween } from "../domain/time.ts";
import { type ColumnOpening, openColumns, openListPage } from "./column-opening.ts";
import type { GatherContext } from "./gather.ts";
import { type ItemPage, itemFrom, type ListedItem, unreadPage } from "./gather-item.ts";
import type { ListReading, ListRow } from "./list-page.ts";
import { type ArrivedPage, isOverview } from "./page-furniture.ts";
import { type PageAddress, pageKey } from "./page-request.ts";
import { SiblingTemplate } from "./sibling-template.ts";
import { columnKey } from "./site.ts";

/** Items that a list may pin on top, whatever their date. */
const MOST_PINNED = 6;
/** A list whose dates go back and forth by more than this is in no order of dates. */
const MOST_DISORDER_DAYS = 31;
/** A text of so many characters shows where the template puts text. */
const LEAST_TEXT = 20;
/** A list of so few items may be a column of text: what they say is what the column says. */
const FEW_ITEMS = 20;

/** A column's facts, and its own page as it was read; null where it was not. */
interface GatheredColumn {
  readonly facts: ColumnFacts;
  readonly opening: ArrivedPage | null;
}

/** Reads columns, what they share told from what is their own. */
export async function gatherColumns(
  columns: readonly Column[],
  context: GatherContext,
  readItem: ReadItem,
): Promise<ColumnFacts[]> {
  const opened = await openColumns(columns, context);
  const gathered = opened.map((opening) => readColumn(opening, context, readItem));
  const facts = withSiblings(await Promise.all(gathered));
  const byKey = new Map(columns.map((column) => [columnKey(column.url), column]));
  const isBelow =
    ({ name }: Column) =>
    (url: string) =>
      byKey.get(columnKey(url))?.path.includes(name) === true;
  const overviews = new Set(
    opened.flatMap(({ column, opened: page, isFurniture }) =>
      page && isOverview(page, isFurniture, isBelow(column)) ? [column] : [],
    ),
  );
  return withoutOverviews(facts, overviews);
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
  return facts.filter(
    (one) => !isIdle(one) || (one.column.category !== null && !held.has(one.column.category)),
  );
}

/** Reads a column: its list back to `limits.readTo`, the items on it, and the text of its own page. */
export async function gatherColumn(
  column: Column,
  context: GatherContext,
  readItem: ReadItem,
): Promise<ColumnFacts> {
  const [opening] = await openColumns([column], context);
  if (!opening) throw new Error("one column is opened");
  return (await readColumn(opening, context, readItem)).facts;
}

type ReadItem = (listed: ListedItem) => Promise<ItemPage>;

async function readColumn(
  { column, first, opened, text, isFurniture }: ColumnOpening,
  context: GatherContext,
  readItem: ReadItem,
): Promise<GatheredColumn> {
  const { limits } = context;
  if (!opened) {
    const unread = {
      known: false,
      reason: first.ok ? "unreadable" : first.reason,
      page: first.page,
    } as const;
    return {
      facts: { column, listing: unread, text: unread, rendered: false, othersRows: [] },
      opening: null,
    };
  }
  const items: ItemFacts[] = [];
  const seen = new Set<string>();
  const own = opened.page;
  const opening = opened.reading;
  let { reading, page } = opened;
  const pages = new Set([columnKey(column.url), columnKey(page.url)]);
  let end: "start" | "stopped" = "stopped";

  while (reading.items.known) {
    const listPage = page;
    const rows = reading.items.value
      .map((row) => addressed(row, listPage))
      .filter(({ url }) => !seen.has(url));
    for (const { url } of rows) seen.add(url);
    const older = rows.map((row) => isOlder(row.date?.day ?? null, limits.readTo));
    items.push(
      ...(await Promise.all(
        rows.map(async (row, n) => {
          const listed = { ...row, listPage };
          // What lies before the horizon only tells how long a column has been silent.
          return itemFrom(
            listed,
            older[n] || row.url.includes("#") ? unreadPage("not-patrolled", null) : await readItem(listed),
          );
        }),
      )),
    );
    if (reading.next === null) {
      if (!reading.moreFollows && agrees(reading, items.length)) end = "start";
      break;
    }
    // A page that brings nothing new, or was seen before, is no further page.
    if (rows.length === 0 || pages.has(keyOf(reading.next)) || pages.size > limits.maxPages) break;
    const read = readFromOf(items);
    if (read !== null && read <= limits.readTo) break;
    pages.add(keyOf(reading.next));
    const further = await openListPage({ ...reading.next, purpose: "list" }, isFurniture, context);
    if (!further) break;
    ({ page, reading } = further);
  }
  return {
    facts: {
      column,
      listing: listingFact(),
      text: textFact(text, own, items),
      rendered: opened.isShown,
      othersRows: [],
    },
    // What a browser has filled tells nothing of pages that it has not.
    opening: opened.isShown ? null : opened,
  };

  function listingFact(): Fact<Listing> {
    if (!opening.items.known) return { known: false, reason: opening.items.reason, page: own };
    if (items.length === 0 && end !== "start") return { known: false, reason: "incomplete", page: own };
    const readFrom = end === "start" ? "start" : readFromOf(items);
    const isFull = readFrom === "start" || (readFrom !== null && readFrom <= limits.readTo);
    return {
      known: true,
      value: {
        items,
        readFrom,
        readNowFrom: readFrom,
        fullReadAgo: isFull ? 0 : null,
        emptyNotice: opening.emptyNotice,
      },
      page: own,
      excerpt: excerptOf(items, opening.emptyNotice),
    };
  }
}

function keyOf({ url, form }: PageAddress): string {
  return pageKey({ url: columnKey(url), form });
}

/** A row that leads nowhere (its link is dead, or opens by script) is told from others by its title. */
function addressed(row: ListRow, { url }: Page): ListRow {
  return /^https?:/i.test(row.url) ? row : { ...row, url: `${url}#${encodeURIComponent(row.title)}` };
}

/**
 * What a site's template shows of pages that could not be understood alone: where the same place that other
 * columns fill with their list, or with their text, stands empty, the column is empty.
 */
function withSiblings(gathered: readonly GatheredColumn[]): ColumnFacts[] {
  const lists = new SiblingTemplate();
  const texts = new SiblingTemplate();
  for (const { facts, opening } of gathered) {
    const { listing, text } = facts;
    if (!opening) continue;
    if (listing.known && listing.value.items.length >= 2) {
      const own = listing.value.items.filter(({ listDate }) => listDate.page?.url === opening.page.url);
      lists.learn(
        opening.document,
        own.map(({ listTitle }) => listTitle),
      );
    } else if (!listing.known && text.known && text.value.length >= LEAST_TEXT) {
      const lines = text.value.split("\n");
      texts.learn(opening.document, [lines[0] ?? "", lines.at(-1) ?? ""]);
    }
  }
  return gathered.map(({ facts, opening }) => {
    if (!opening || facts.listing.known || facts.listing.reason !== "unreadable") return facts;
    const { page } = opening;
    if (lists.isEmpty(opening.document)) {
      const value: Listing = {
        items: [],
        readFrom: "start",
        readNowFrom: "start",
        fullReadAgo: 0,
        emptyNotice: null,
      };
      return { ...facts, listing: { known: true, value, page, excerpt: "" } };
    }
    const mute = !facts.text.known && facts.text.reason === "unreadable";
    return mute && texts.isEmpty(opening.document)
      ? { ...facts, text: { known: true, value: "", page, excerpt: "" } }
      : facts;
  });
}

/** Whether a list's end agrees with what its first pages say of its length. */
function agrees({ total, pageCount }: ListReading, count: number): boolean {
  if (count === 0) return (total ?? 0) === 0 && (pageCount ?? 0) <= 1;
  return total === null || count >= total;
}

function isOlder(day: CalendarDate | null, readTo: CalendarDate): boolean {
  return day !== null && day < readTo;
}

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

import type { CalendarDate } from "../domain/time.ts";
import type { OpenedPage } from "./column-opening.ts";
import type { GatherContext } from "./gather.ts";
import { type ListReading, type ListRow, readList } from "./list-page.ts";
import type { PageDocument } from "./page-document.ts";
import type { IsFurniture } from "./page-furniture.ts";
import type { PageAddress } from "./page-request.ts";
import type { TurnJudge } from "./render.ts";
import type { ShownPage } from "./render-record.ts";
import { showsItsEnd } from "./unread-pager.ts";

/** How a list goes on whose pager only its script understands. */
export interface TurnedList {
  /** The address that the script has written into the pager; null where there is none. */
  readonly next: PageAddress | null;
  /** Further pages, by clicking. The last one says whether it ends the list. */
  readonly pages: readonly OpenedPage[];
  /** The script has written that the page itself is the last. */
  readonly isLast: boolean;
}

/** As much of a list as was read, the page that is gone on from included. */
export interface ReadSoFar {
  readonly rows: number;
  readonly pages: number;
}

const NOT_TURNED: TurnedList = { next: null, pages: [], isLast: false };
/** Pages that are clicked through: each takes a second or two of the browser. */
const MOST_TURNS = 50;
/** Of the rows that were read, at least this share stands in what a browser shows of that page. */
const SAME_PAGE = 0.5;

/**
 * Has a browser show the list's page, and click on from there, until a whole page is older than `readTo`.
 */
export async function turnList(
  { plain, reading }: Pick<OpenedPage, "plain" | "reading">,
  isFurniture: IsFurniture,
  known: ReadSoFar,
  readTo: CalendarDate,
  { rendering, limits, signal }: GatherContext,
): Promise<TurnedList> {
  if (!rendering || !reading.items.known || reading.items.value.length === 0) return NOT_TURNED;
  const shown = await rendering.renderer.render(plain, signal);
  const turning = new ListTurning(reading.items.value, isFurniture, known, {
    readTo,
    most: Math.min(MOST_TURNS, limits.maxPages),
  });
  if (!shown.ok || shown.lacksData || !turning.isFirst(shown.document)) return NOT_TURNED;
  const { next, moreFollows, pageCount } = readList(shown.document, isFurniture);
  if (next !== null) return { ...NOT_TURNED, next };
  const isLast = shown.isWhole && !moreFollows && pageCount !== null && known.pages >= pageCount;
  if (isLast) return { ...NOT_TURNED, isLast };
  await rendering.renderer.turn(plain, turning, signal);
  return { ...NOT_TURNED, pages: turning.pages() };
}

/** Reads pages as they are turned up. */
class ListTurning implements TurnJudge {
  readonly #first: ReadonlySet<string>;
  readonly #isFurniture: IsFurniture;
  readonly #readTo: CalendarDate;
  readonly #most: number;
  readonly #known: Set<string>;
  /** Read before that page. */
  readonly #before: ReadSoFar;
  readonly #pages: OpenedPage[] = [];
  #shape: string;
  #isEnd = false;

  constructor(
    rows: readonly ListRow[],
    isFurniture: IsFurniture,
    known: ReadSoFar,
    { readTo, most }: { readonly readTo: CalendarDate; readonly most: number },
  ) {
    this.#first = new Set(rows.map(({ title }) => title));
    this.#known = new Set(rows.map(keyOf));
    this.#before = { rows: known.rows - this.#known.size, pages: known.pages - 1 };
    this.#shape = shapeOf(rows);
    this.#isFurniture = isFurniture;
    this.#readTo = readTo;
    this.#most = most;
  }

  isFirst(document: PageDocument): boolean {
    const { items } = readList(document, this.#isFurniture);
    if (!items.known) return false;
    const titles = new Set(items.value.map(({ title }) => title));
    return [...this.#first].filter((title) => titles.has(title)).length >= SAME_PAGE * this.#first.size;
  }

  wantsMore(shown: ShownPage): boolean {
    const reading = readList(shown.document, this.#isFurniture);
    if (shown.lacksData || !reading.items.known) return false;
    const rows = reading.items.value;
    const shape = shapeOf(rows);
    if (shape === this.#shape) {
      // What has turned pages before turns no more, and nothing failed: there is no further page.
      this.#isEnd = this.#pages.length > 0 && shown.isWhole && !saysMore(reading, this.#count);
      return false;
    }
    this.#shape = shape;
    const fresh = rows.filter((row) => !this.#known.has(keyOf(row)));
    if (fresh.length === 0) return false;
    for (const row of fresh) this.#known.add(keyOf(row));
    const { document, page } = shown;
    this.#pages.push({ document, page, plain: shown, reading, isShown: true, isCalled: false });
    this.#isEnd = shown.isWhole && this.#isShownToEnd(shown.document, reading);
    const isOlder = fresh.every(({ date }) => date?.day != null && date.day < this.#readTo);
    return !this.#isEnd && !isOlder && this.#pages.length < this.#most;
  }

  /** Those that brought rows. Only of the last one it may be known that none follows. */
  pages(): readonly OpenedPage[] {
    return this.#pages.map((page, at) => {
      const moreFollows = !this.#isEnd || at < this.#pages.length - 1;
      return { ...page, reading: { ...page.reading, next: null, moreFollows } };
    });
  }

  /** Pages of the list by now. */
  get #count(): number {
    return this.#before.pages + 1 + this.#pages.length;
  }

  #isShownToEnd(document: PageDocument, { moreFollows, pageCount, total }: ListReading): boolean {
    if (pageCount !== null) return this.#count >= pageCount;
    if (total !== null) return this.#known.size + this.#before.rows >= total;
    return !moreFollows && showsItsEnd(document.outline);
  }
}

/** Whether the page itself counts more pages than were turned up. */
function saysMore({ pageCount }: ListReading, count: number): boolean {
  return pageCount !== null && pageCount > count;
}

function keyOf({ url, title }: ListRow): string {
  return `${url}\n${title}`;
}

function shapeOf(rows: readonly ListRow[]): string {
  return JSON.stringify(rows.map(({ url, title, date }) => [url, title, date?.text ?? null]));
}

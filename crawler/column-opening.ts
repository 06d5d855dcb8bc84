import type { CategoryCode } from "../domain/catalogue.ts";
import { isGoneStatus } from "../domain/gone.ts";
import type { Column } from "../domain/portal.ts";
import type { Fact } from "../domain/snapshot.ts";
import { mainTextOf } from "./article-page.ts";
import { namesOnPage } from "./column-page.ts";
import { isData } from "./data-list.ts";
import { absolute } from "./dom.ts";
import { wordsForNothing } from "./empty-notice.ts";
import { type Followed, followToPage } from "./follow.ts";
import type { GatherContext } from "./gather.ts";
import { type ListReading, readList } from "./list-page.ts";
import { type ArrivedPage, furnitureOf, type IsFurniture } from "./page-furniture.ts";
import type { PageRequest } from "./page-request.ts";
import { factFrom, unread } from "./reading.ts";
import { readShownList } from "./render-reading.ts";
import { columnKey, hostOf } from "./site.ts";

/** A page of a list, and what it says. */
export interface OpenedPage extends ArrivedPage {
  readonly reading: ListReading;
  /** As it came. */
  readonly plain: ArrivedPage;
  /** As a browser shows it; else as it came. */
  readonly isShown: boolean;
  /** What answers the call that the column's page names for its rows; else the page itself. */
  readonly isCalled: boolean;
}

/** A column whose own page was asked for. */
export interface ColumnOpening {
  readonly column: Column;
  /** The page as it came. */
  readonly first: Followed;
  /** What the column is read from; null where nothing came. */
  readonly opened: OpenedPage | null;
  /** What its own page says in text. */
  readonly text: Fact<string>;
  /** Categories that its page's own words speak for. */
  readonly mayHold: readonly CategoryCode[];
  readonly isFurniture: IsFurniture;
}

/**
 * Asks for the columns' own pages, for the rows of those that name the call for them, and has a browser show those
 * whose list still needs one.
 */
export async function openColumns(
  columns: readonly Column[],
  context: GatherContext,
): Promise<ColumnOpening[]> {
  const arrived = await Promise.all(
    columns.map(async (column) => {
      const { url } = column;
      const first = await asked({ url, form: null, purpose: "column" }, context);
      context.links?.pageAsked(url, first);
      return { column, first: isSentAway(first, url, context) ? lostOf(first) : first };
    }),
  );
  const pages = arrived.flatMap(({ first }) => (first.ok ? [first] : []));
  const shownBefore = new Set<ArrivedPage>(
    arrived.flatMap(({ column, first }) => (first.ok && wasShown(column, context) ? [first] : [])),
  );
  const furniture = furnitureOf(pages);
  const columnAt = new Map(arrived.map(({ column, first }) => [first, column.url]));
  const shown = new Map<ArrivedPage, Shown>();
  const texts = new Map<ArrivedPage, Fact<string>>();
  const plain = new Map<ArrivedPage, ListReading>();
  const fitting = new Map<ArrivedPage, readonly CategoryCode[]>();
  for (const page of pages) {
    // All at once: a page that many others have followed has to be parsed again.
    plain.set(page, readList(page.document, furniture(page)));
    texts.set(page, factFrom(mainTextOf(page.document), page.page));
    fitting.set(page, context.fits?.(namesOnPage(page.document, page.page.url)) ?? []);
    context.links?.look(columnAt.get(page) ?? null, page);
  }
  const called = new Map<ArrivedPage, OpenedPage>();
  await Promise.all(
    [...plain].map(async ([page, reading]) => {
      const answered = await calledList(page, reading, furniture(page), context);
      if (answered) {
        called.set(page, answered);
        return;
      }
      const before = shownBefore.has(page);
      const rendered = await shownWhereNeeded(page, reading, context, before);
      if (rendered) shown.set(page, rendered);
      // What stands in the page now may be anything but the list that a browser showed before, unless it shows nothing else.
      const isAll = rendered?.isWhole === true && !rendered.lacksData;
      if (before && reading.items.known && !isAll)
        plain.set(page, { ...reading, items: unread("needs-browser") });
    }),
  );
  // What a script puts into every page is the frame's as well.
  const shownFurniture = furnitureOf(pages.map((page) => shown.get(page) ?? page));
  return arrived.map(({ column, first }) => {
    if (!first.ok) {
      const text = { known: false, reason: first.reason, page: first.page } as const;
      return { column, first, opened: null, text, mayHold: [], isFurniture: () => false };
    }
    const rendered = shown.get(first);
    const isFurniture = rendered ? shownFurniture(rendered) : furniture(first);
    const filled = rendered && openedFrom(rendered, first, isFurniture);
    const opened = filled ??
      called.get(first) ?? {
        ...first,
        plain: first,
        reading: plain.get(first) ?? readList(first.document),
        isShown: false,
        isCalled: false,
      };
    return {
      column,
      first,
      opened,
      text: textOf(first, texts.get(first) ?? null, rendered ?? null),
      // What a person has listed is what that person says.
      mayHold: column.origin === "discovered" ? (fitting.get(first) ?? []) : [],
      isFurniture,
    };
  });
}

/**
 * A further page of a list: as it came, or as a browser shows it where it needs one. null: it did not come;
 * `gone`: the server says that there is none.
 */
export async function openListPage(
  request: PageRequest,
  isFurniture: IsFurniture,
  context: GatherContext,
): Promise<OpenedPage | "gone" | null> {
  const answer = await asked(request, context);
  if (!answer.ok) return isGoneStatus(answer.page?.status) ? "gone" : null;
  const plain = {
    ...answer,
    plain: answer,
    reading: readList(answer.document, isFurniture),
    isShown: false,
    isCalled: false,
  };
  // A browser opens addresses; what a form or a call for data brings is a piece of a page.
  if (request.form !== null || isData(answer.document.html)) return plain;
  const rendered = await shownWhereNeeded(answer, plain.reading, context);
  return (rendered && openedFrom(rendered, answer, isFurniture)) ?? plain;
}

/** What answers the call that a page names for its rows; null where it names none, or was not understood. */
async function calledList(
  { document }: ArrivedPage,
  { call, items }: ListReading,
  isFurniture: IsFurniture,
  context: GatherContext,
): Promise<OpenedPage | null> {
  if (call === null) return null;
  const answer = await asked({ ...call, purpose: "list" }, context);
  if (!answer.ok) return null;
  const reading = readList(answer.document, isFurniture);
  if (!reading.items.known || !isSameList(items, reading.items)) return null;
  // What came has no rows: the page that asked for them is what tells its readers so.
  const emptyNotice =
    reading.emptyNotice ?? (reading.items.value.length === 0 ? wordsForNothing(document.outline) : null);
  return { ...answer, plain: answer, reading: { ...reading, emptyNotice }, isShown: false, isCalled: true };
}

/** Rows that stand in the page already are of the list that is called for where it shows some of them too. */
function isSameList(standing: ListReading["items"], called: ListReading["items"]): boolean {
  if (!standing.known || !called.known || standing.value.length === 0) return true;
  const urls = new Set(called.value.map(({ url }) => url));
  return standing.value.filter(({ url }) => urls.has(url)).length * 2 >= standing.value.length;
}

/** A text of so many characters is one. */
const LEAST_TEXT = 20;

/** The page's text, as it came or, where a script writes it, as a browser shows it. That none is shown proves nothing. */
function textOf(plain: ArrivedPage, read: Fact<string> | null, shown: Shown | null): Fact<string> {
  const own = read ?? factFrom(mainTextOf(plain.document), plain.page);
  if (!shown || shown.lacksData || (own.known && own.value.length >= LEAST_TEXT)) return own;
  const written = factFrom(mainTextOf(shown.document), shown.page);
  return written.known && written.value.length >= LEAST_TEXT ? written : own;
}

type Shown = Parameters<typeof readShownList>[0];

async function asked(request: PageRequest, { client, hosts, signal, onPage }: GatherContext) {
  const answer = await followToPage(client, request, hosts, signal);
  if (answer.ok) onPage?.();
  return answer;
}

/** Whether a column's address led to the unit's home page, or to its site's: no column stands there. */
function isSentAway({ page }: Followed, url: string, { home }: GatherContext): boolean {
  if (page === null || columnKey(page.url) === columnKey(url)) return false;
  const isHome = home !== undefined && columnKey(page.url) === columnKey(home);
  return isHome || (hostOf(page.url) === hostOf(url) && new URL(page.url).pathname === "/");
}

/** What came is not the column. */
function lostOf({ page }: Followed): Followed {
  return { ok: false, reason: "unreadable", page };
}

/** In one patrol of so many a column is read as it comes again, whatever was needed before. */
const PATROLS_BETWEEN_TRIALS = 6;

/** Whether a browser showed the column when it was read last, and is to show it again. */
function wasShown({ url }: Column, { history }: GatherContext): boolean {
  return history.patrols % PATROLS_BETWEEN_TRIALS !== 0 && (history.columns[url]?.rendered ?? false);
}

/** What a browser shows of a page; null where it is not asked, or could not show it. */
async function shownWhereNeeded(
  page: ArrivedPage,
  { items }: ListReading,
  { rendering, hosts, signal }: GatherContext,
  wasNeeded = false,
): Promise<Shown | null> {
  if (!rendering) return null;
  const isNeeded =
    !items.known &&
    (items.reason === "needs-browser" || (items.reason === "unreadable" && holdsFrame(page, hosts)));
  if (!isNeeded && !wasNeeded && rendering.mode !== "always") return null;
  const rendered = await rendering.renderer.render(page, signal);
  return rendered.ok ? rendered : null;
}

const FRAME = /<iframe\b[^>]{0,600}>/gi;
const SOURCE = /\bsrc\s{0,9}=\s{0,9}["']?([^"'>\s]{1,1000})/i;
/** A counter, not a page. */
const SMALL = /\b(?:height|width)\s{0,9}[=:]\s{0,9}["']?\d{1,2}(?![\d%])|display\s{0,9}:\s{0,9}none/i;

/** Whether another page of the portal stands within the page: it may be the one with the list. */
function holdsFrame({ document, page }: ArrivedPage, hosts: ReadonlySet<string>): boolean {
  return [...document.html.matchAll(FRAME)].some(([tag]) => {
    const source = SOURCE.exec(tag)?.[1]?.replaceAll("&amp;", "&");
    const url = source === undefined ? null : absolute(source, page.url);
    return url !== null && hosts.has(hostOf(url)) && !SMALL.test(tag);
  });
}

function openedFrom(shown: Shown, plain: ArrivedPage, isFurniture: IsFurniture): OpenedPage | null {
  const reading = readShownList(shown, plain.document, isFurniture);
  return (
    reading && { document: shown.document, page: shown.page, plain, reading, isShown: true, isCalled: false }
  );
}

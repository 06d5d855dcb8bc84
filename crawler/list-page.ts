import type { Element } from "domhandler";
import type { Reason } from "../domain/snapshot.ts";
import { hasParagraph } from "./beside-list.ts";
import { type ColumnPlace, columnPlaceOf } from "./column-place.ts";
import { dataListOf, isData } from "./data-list.ts";
import { emptyNoticesOf } from "./empty-notice.ts";
import { guarded } from "./guarded.ts";
import { listCallOf } from "./list-call.ts";
import { emptyListBefore, listOf } from "./main-list.ts";
import { notAPage } from "./not-a-page.ts";
import { type Outline, walk } from "./outline.ts";
import { isChrome } from "./page-chrome.ts";
import { PageDocument } from "./page-document.ts";
import type { IsFurniture } from "./page-furniture.ts";
import type { PageAddress } from "./page-request.ts";
import { type Pager, pagerOf } from "./pager.ts";
import { type Reading, read, unread } from "./reading.ts";
import type { ListRow } from "./records.ts";
import { callsForData, isNamedByScript, listScriptOf, scriptFilled, writtenLists } from "./script-filled.ts";

export type { ListRow } from "./records.ts";

/** What one page of a column's list says. */
export interface ListReading {
  /** The column's own records, in page order. Known and empty only where the page shows that there are none. */
  readonly items: Reading<readonly ListRow[]>;
  /** The next page, or null. */
  readonly next: PageAddress | null;
  /** A further page follows: `next` is set, or the page shows one whose address could not be had. */
  readonly moreFollows: boolean;
  /** Pages that the page itself says there are; null where it does not say. */
  readonly pageCount: number | null;
  /** Records that the page says there are. */
  readonly total: number | null;
  /** The page's word in the list's place that there is nothing: `暂无信息`. */
  readonly emptyNotice: string | null;
  /** The call that the page names for the rows of its list, where they do not surely stand in it; null where none. */
  readonly call: PageAddress | null;
}

/**
 * Reads a page as one page of a column's list. What all rows of a stretch lead to, where that `isFurniture`, is
 * no list of the column's.
 */
export function readList(document: PageDocument, isFurniture: IsFurniture = () => false): ListReading {
  return guarded(
    () => listIn(document, isFurniture),
    () => nothingRead("unreadable"),
  );
}

function nothingRead(reason: Reason): ListReading {
  return {
    items: unread(reason),
    next: null,
    moreFollows: false,
    pageCount: null,
    total: null,
    emptyNotice: null,
    call: null,
  };
}

function listIn(document: PageDocument, isFurniture: IsFurniture): ListReading {
  const failed = notAPage(document, 200);
  if (failed) return nothingRead(failed);
  if (isData(document.html) && document.url !== null)
    return readData(document.html, { url: document.url, form: document.form });
  return isFragment(document.html) ? readFragment(document, isFurniture) : readMarkup(document, isFurniture);
}

/** A piece of a page, as scripts are answered. */
function isFragment(html: string): boolean {
  return !/<(?:html|body|head|frameset|title|meta)\b|<\?xml|<(?:datastore|recordset)\b|&lt;datastore/i.test(
    html,
  );
}

/** What answers a call is a list, or nothing that could be told. */
function readData(text: string, asked: PageAddress): ListReading {
  const { rows, markup, ...list } = dataListOf(text, asked);
  if (markup !== null) return readFragment(new PageDocument(markup, asked.url, asked.form), () => false);
  const items = rows === null ? unread("unreadable") : read(rows, rows[0]?.title ?? "");
  return { ...list, items, emptyNotice: null, call: null };
}

/** A piece has no element around it that its rows could stand in, and its pager may stand outside of it. */
function readFragment({ html, url, form }: PageDocument, isFurniture: IsFurniture): ListReading {
  const reading = readMarkup(new PageDocument(`<div>${html}</div>`, url, form), isFurniture);
  const { pageCount, total, emptyNotice } = reading;
  const isWhole = pageCount !== null || total !== null || emptyNotice !== null;
  return isWhole ? reading : { ...reading, moreFollows: true };
}

function readMarkup(document: PageDocument, isFurniture: IsFurniture): ListReading {
  const { outline } = document;
  const pager = pagerOf(outline, document.form);
  const { next, moreFollows, pageCount, total } = pager;
  const shared = { next, moreFollows, pageCount, total };
  const script = listScriptOf(outline);
  const place = columnPlaceOf(outline);
  const folded = hidesLinks(document) ? document.unfolded : null;
  const list = listOf(outline, place, pager, script, isFurniture, folded);
  if (list && !list.whole) return { ...shared, items: unread("unreadable"), emptyNotice: null, call: null };
  if (list?.own)
    return { ...shared, items: read(list.rows, list.rows[0]?.title ?? ""), emptyNotice: null, call: null };
  const call = listCallOf(outline);
  // What a page does not hold it may be brought: neither is it empty, nor is what stands there all there is.
  const { items, notice } =
    script || call ? { items: unread("needs-browser"), notice: null } : emptiness(outline, place, pager);
  if (!list) return { ...shared, items, emptyNotice: notice, call };
  // Rows that may be another list's, beside a list that shows that it is empty: nobody can tell.
  const doubtful = items.known ? unread("unreadable") : read(list.rows, list.rows[0]?.title ?? "");
  return { ...shared, moreFollows: moreFollows || call !== null, items: doubtful, emptyNotice: null, call };
}

/** Whether links stand in what the page keeps out of sight. */
function hidesLinks({ html, outline, unfolded }: PageDocument): boolean {
  return HIDES.test(html) && unfolded.links.length > outline.links.length;
}

const HIDES = /display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|\shidden[\s=>]/i;

/** The reading in the form that `xuncha read --json` prints. */
export function listJson(html: string, url: string | null): object {
  const { items, next, total, emptyNotice } = readList(new PageDocument(html, url));
  return {
    kind: "list",
    url,
    items: items.known
      ? items.value.map((row) => ({ url: row.url, title: row.title, publishedOn: row.date?.day ?? null }))
      : [],
    next: next?.url ?? null,
    total,
    emptyNote: emptyNotice !== null,
    unknown: items.known ? {} : { items: items.reason },
  };
}

/** Characters outside of links from which on a page is one of text, not one that waits for its list. */
const A_TEXT_OF_ITS_OWN = 400;

interface Emptiness {
  readonly items: Reading<readonly ListRow[]>;
  /** The page's words for it. */
  readonly notice: string | null;
}

/**
 * A page without rows: an empty list where its total is 0, where its pager counts nothing beside a list element
 * without rows, or where the page says so and has no text of its own; as long as no script could fill it. Else
 * not known.
 */
function emptiness(outline: Outline, place: ColumnPlace, pager: Pager): Emptiness {
  const notice = emptyNoticesOf(outline).find(({ parent }) => parent && !isChrome(outline, parent));
  if (notice?.parent && isNamedByScript(outline, notice.parent)) return unknown("needs-browser");
  if (pager.total === 0 && isCountWritten(outline, pager.at)) return unknown("needs-browser");
  const container = pager.at === null ? null : emptyListBefore(outline, pager.at);
  const ends = !pager.moreFollows && (pager.pageCount ?? 2) <= 1;
  const bare = container && !isNamedByScript(outline, container) && !holdsComment(container);
  if (pager.total === 0 || (bare && ends) || (notice && !hasParagraph(outline, notice, 2))) {
    return { items: read([], notice?.text ?? ""), notice: notice?.text ?? null };
  }
  const said = outline.texts.reduce((sum, { text, link }) => sum + (link === null ? text.length : 0), 0);
  const waits =
    container !== null ||
    holdsRowsInComment(outline) ||
    isShell(outline, said) ||
    (said < A_TEXT_OF_ITS_OWN && callsForData(outline)) ||
    (place.texts.length === 0 &&
      [...scriptFilled(outline), ...writtenLists(outline)].some((node) => !isChrome(outline, node)));
  return unknown(waits ? "needs-browser" : "unreadable");
}

/** A 0 that stands in the page until a script has counted. */
function isCountWritten(outline: Outline, at: number | null): boolean {
  return outline.texts
    .slice(at ?? 0, at === null ? 0 : at + 6)
    .some(({ parent }) => parent?.attribs.id !== undefined && isNamedByScript(outline, parent, 1));
}

function unknown(reason: Reason): Emptiness {
  return { items: unread(reason), notice: null };
}

/** A list that was put out of sight when a script took its place: `<!--<ul><li><a …>…-->`. */
function holdsRowsInComment({ root }: Outline): boolean {
  let found = false;
  walk(
    root,
    (node) => {
      // One that was never closed has swallowed others, or the end of the page.
      found ||=
        node.type === "comment" &&
        !/<!--|<\/(?:body|html)\s{0,9}>/i.test(node.data) &&
        (node.data.match(ROW_IN_COMMENT)?.length ?? 0) >= 3;
      return !found;
    },
    () => {},
  );
  return found;
}

const ROW_IN_COMMENT =
  /<(?:li|tr|dd)\b[^>]{0,300}>[\s\S]{0,200}?<a\s[\s\S]{0,800}?(?:19|20)\d{2}[-/.年]\d{1,2}/gi;

/** A page that says next to nothing but for the place where a script draws it: `<div id="app"></div>`. */
function isShell(outline: Outline, said: number): boolean {
  if (said > A_SHELL_SAYS) return false;
  return [...outline.spans].some(
    ([node, span]) => /^(?:app|root|__nuxt)$/.test(node.attribs.id ?? "") && span.textFrom === span.textTo,
  );
}

const A_SHELL_SAYS = 200;

function holdsComment(node: Element): boolean {
  return node.children.some((child) => child.type === "comment" && /<a\s|<li/i.test(child.data));
}

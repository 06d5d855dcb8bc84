import type { Element } from "domhandler";
import { emptyNoticesOf } from "./empty-notice.ts";
import { listOf } from "./main-list.ts";
import { notAPage } from "./not-a-page.ts";
import { type Outline, outlineOf, parentOf } from "./outline.ts";
import { type Pager, pagerOf } from "./pager.ts";
import { type Reading, read, unread } from "./reading.ts";
import type { ListRow } from "./records.ts";
import { callsForData, isNamedByScript, listScriptOf } from "./script-filled.ts";

export type { ListRow } from "./records.ts";

/** What one page of a column's list says. */
export interface ListReading {
  /** The column's own records, in page order. Known and empty only where the page shows that there are none. */
  readonly items: Reading<readonly ListRow[]>;
  /** Address of the next page, or null. */
  readonly next: string | null;
  /** A further page follows: `next` is set, or the page shows one whose address could not be had. */
  readonly moreFollows: boolean;
  /** Pages that the page itself says there are; null where it does not say. */
  readonly pageCount: number | null;
  /** Records that the page says there are. */
  readonly total: number | null;
  /** The page's word in the list's place that there is nothing: `暂无信息`. */
  readonly emptyNotice: string | null;
}

/** Reads a page as one page of a column's list. `url` is its address, null where it has none. */
export function readList(html: string, url: string | null): ListReading {
  const failed = notAPage(html, 200);
  if (failed)
    return {
      items: unread(failed),
      next: null,
      moreFollows: false,
      pageCount: null,
      total: null,
      emptyNotice: null,
    };
  const outline = outlineOf(html, url);
  const pager = pagerOf(outline);
  const { next, moreFollows, pageCount, total } = pager;
  const shared = { next, moreFollows, pageCount, total };
  const script = listScriptOf(outline);
  const rows = listOf(outline, pager, script);
  if (rows) return { ...shared, items: read(rows, rows[0]?.title ?? ""), emptyNotice: null };
  const notice = noticeOf(outline);
  if (script) return { ...shared, items: unread("needs-browser"), emptyNotice: null };
  if (notice) {
    if (isNamedByScript(outline, notice.node))
      return { ...shared, items: unread("needs-browser"), emptyNotice: null };
    return { ...shared, items: read([], notice.text), emptyNotice: notice.text };
  }
  return { ...shared, items: emptyOrUnread(outline, pager), emptyNotice: null };
}

/** The reading in the form that `xuncha read --json` prints. */
export function listJson(html: string, url: string | null): object {
  const { items, next, total, emptyNotice } = readList(html, url);
  return {
    kind: "list",
    url,
    items: items.known
      ? items.value.map((row) => ({ url: row.url, title: row.title, publishedOn: row.date?.day ?? null }))
      : [],
    next,
    total,
    emptyNote: emptyNotice !== null,
    unknown: items.known ? {} : { items: items.reason },
  };
}

function noticeOf(outline: Outline): { readonly text: string; readonly node: Element } | null {
  for (const { text, parent } of emptyNoticesOf(outline)) if (parent) return { text, node: parent };
  return null;
}

/** An empty list is known by a pager that counts nothing beside a list without rows, or by a total of 0. */
function emptyOrUnread(outline: Outline, pager: Pager): Reading<readonly ListRow[]> {
  const container = pager.at === null ? null : emptyContainerBefore(outline, pager.at);
  if (pager.total === 0) return read([], "0");
  if (container && isNamedByScript(outline, container)) return unread("needs-browser");
  if (container && !pager.moreFollows && (pager.pageCount ?? 2) <= 1 && !holdsComment(container))
    return read([], "");
  return unread(container || callsForData(outline) ? "needs-browser" : "unreadable");
}

/** A list element without rows that stands right before the pager. */
function emptyContainerBefore(outline: Outline, at: number): Element | null {
  let found: Element | null = null;
  for (const [node, span] of outline.spans) {
    if (!/^(?:ul|ol|tbody|table|dl)$/.test(node.name)) continue;
    if (span.textFrom !== span.textTo || span.linkFrom !== span.linkTo) continue;
    // Nothing but the pager's own words may stand between, and the script that writes it.
    if (span.textTo > at || at - span.textTo > 3) continue;
    if (parentOf(node)) found = node;
  }
  return found;
}

function holdsComment(node: Element): boolean {
  return node.children.some((child) => child.type === "comment" && /<a\s|<li/i.test(child.data));
}

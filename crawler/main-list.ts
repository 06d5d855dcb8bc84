import type { Element } from "domhandler";
import { hasSideHeading, mayStandBeside } from "./beside-list.ts";
import { type ColumnPlace, isHeadedAsColumn, standsBeside } from "./column-place.ts";
import { isEmptyNotice } from "./empty-notice.ts";
import { isOfDatastore } from "./families/jcms.ts";
import { isParted, isPreview } from "./further-part.ts";
import { isRecordLink, looksLikeArticle } from "./link-kind.ts";
import type { Outline } from "./outline.ts";
import { isChrome } from "./page-chrome.ts";
import type { IsFurniture } from "./page-furniture.ts";
import type { Pager } from "./pager.ts";
import { type ListRow, type Region, regionsOf } from "./records.ts";
import type { ListScript } from "./script-filled.ts";
import { squeeze } from "./text-of.ts";

/** By what a script of the page does for lists: the more, the likelier is what stands in the page another list. */
const LEAST_SCORE = { none: 4, template: 8, loads: 13 } as const;

/** The rows of a page's main list. */
export interface MainList {
  readonly rows: readonly ListRow[];
  /** Its pager, its count or its addresses say that it is the column's; else only its looks and place do. */
  readonly own: boolean;
  /** No other stretch of the page, shown or out of sight, looks as if it were a further part of it. */
  readonly whole: boolean;
}

/**
 * The column's own records: of all stretches of the page that repeat, the one that stands where a list stands
 * and looks as a list looks. null where none does. `script`: what the page leaves
 * to scripts. `unfolded`: the page with what it keeps out of sight; null where it keeps no links so.
 */
export function listOf(
  outline: Outline,
  place: ColumnPlace,
  pager: Pager,
  script: ListScript,
  isFurniture: IsFurniture,
  unfolded: Outline | null = null,
): MainList | null {
  let best: { readonly region: Region; readonly score: number } | null = null;
  const regions = regionsOf(outline);
  for (const found of regions) {
    if (found.rows.every(({ url }) => isFurniture(url))) continue;
    const region = withoutMenu(found, isFurniture);
    const score = scoreOf(outline, place, pager, region);
    if (score !== null && (!best || score > best.score)) best = { region, score };
  }
  if (!best || best.score < LEAST_SCORE[script ?? "none"]) return null;
  const { region } = best;
  const paged = isColumnsOwn(outline, place, pager, region);
  if (!paged && isArticlePage(outline)) return null;
  // The best that the page has is the head of another list: an overview, no column.
  if (!paged && isPreview(outline, region)) return null;
  const own = paged || pager.total === region.rows.length || ownShare(outline.url, region.rows) >= 0.5;
  if (!own && mayStandBeside(outline, place, region)) return null;
  const parted = isParted(outline, place, region, regions, unfolded);
  return { rows: region.rows, own, whole: pager.total === region.rows.length || !parted };
}

/** Names of columns are seldom longer. */
const LONGEST_NAME = 16;

/**
 * A region whose records are dated, without the menu that a layout by tables runs into it: entries of the frame
 * that have no date and are called as columns are. A dated entry stays, whatever repeats it.
 */
function withoutMenu(region: Region, isFurniture: IsFurniture): Region {
  const isEntry = ({ url, title, date }: ListRow) =>
    date === null && title.length <= LONGEST_NAME && isFurniture(url);
  const rows = region.rows.filter((row) => !isEntry(row));
  if (rows.length === region.rows.length || rows.some(({ date }) => date === null)) return region;
  const articles = rows.filter(({ url }) => looksLikeArticle(url)).length;
  return { ...region, rows, articles };
}

/** How much a region looks like the page's main list; null where it cannot be one. */
function scoreOf(outline: Outline, place: ColumnPlace, pager: Pager, region: Region): number | null {
  const { rows, dated, articles } = region;
  const count = rows.length;
  const [datedShare, articleShare] = [dated / count, articles / count];
  const length = rows.reduce((sum, row) => sum + row.title.length, 0) / count;
  const chrome = isChrome(outline, region.node);
  const paged = isColumnsOwn(outline, place, pager, region);
  const counted = pager.total === count || (paged && pager.total !== null);
  if (datedShare < (count === 2 ? 1 : 0.5) && !isUndatedList(outline, region, length, paged, chrome))
    return null;
  if (count === 1 && !isSingleRecord(region, paged, pager.total === 1)) return null;
  if (region.gap > WIDEST_GAP || hasSideHeading(outline, place, region)) return null;
  if (
    !paged &&
    standsBeside(place, region, datedShare >= 0.5) &&
    !isHeadedAsColumn(outline, place, region.textFrom)
  )
    return null;
  return (
    Math.log2(1 + count) +
    5 * datedShare +
    2 * articleShare +
    Math.min(length, 20) / 10 +
    3 * ownShare(outline.url, rows) +
    (paged ? 4 : 0) +
    (counted ? 3 : 0) -
    (chrome ? 5 : 0)
  );
}

/** Without dates a list is one by what its links lead to, or by the pager below it; not files under a text. */
function isUndatedList(
  outline: Outline,
  region: Region,
  length: number,
  paged: boolean,
  chrome: boolean,
): boolean {
  if (chrome || length < 6) return false;
  if (paged) return true;
  // Names of menus are short; titles of records are long, wherever they lead.
  if (region.articles / region.rows.length < 0.6 && (length < LONG_TITLE || region.rows.length < 2))
    return false;
  const said = outline.texts.reduce((sum, { text, link }) => sum + (link === null ? text.length : 0), 0);
  const files = region.rows.filter((row) => FILE.test(row.url)).length;
  return files < region.rows.length || said < 400;
}

/** Rows with more links than this between two of them are no list: a banner, a breadcrumb and a foot. */
const WIDEST_GAP = 5;
const LONG_TITLE = 12;
const FILE = /\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|wps|et|ofd)(?:$|\?)/i;

/** One link alone is a list where it is dated and leads to an article, or stands above the list's pager. */
function isSingleRecord(region: Region, paged: boolean, counted: boolean): boolean {
  const url = region.rows[0]?.url ?? "";
  if (region.dated === 0 || (FILE.test(url) && !paged)) return false;
  if (!region.compact) return paged && counted;
  return region.articles === 1 || paged || url.startsWith("javascript:");
}

/** Share of the rows that lie below the column's own address. */
function ownShare(url: string | null, rows: readonly ListRow[]): number {
  const own = url === null ? /^(?:\.\/)?(?!info\/|art(?:icle)?\/|contents?\/)[\w-]+\// : ownAddress(url);
  return own === null ? 0 : rows.filter((row) => own.test(row.url)).length / rows.length;
}

/** What lies below a column's address: all in its folder, of a file with a name of its own what bears that name. */
function ownAddress(url: string): RegExp | null {
  const [, folder = "", file = ""] =
    /^(https?:\/\/[^/]+\/.*\/)([^/]*)$/i.exec(url.replace(/[?#].*$/, "")) ?? [];
  if (folder === "") return null;
  const isFront = file === "" || FRONT.test(file);
  return new RegExp(`^${escaped(isFront ? folder : `${folder}${file.replace(/\.\w+$/, "")}/`)}`);
}

/** Files that show what their folder holds. */
const FRONT =
  /^(?:index|default|main|home|\w{0,24}list|\w{0,24}more(?:info)?|secondpage|\d{1,4})(?:_?\d+)?\.\w+$/i;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The region came as the page's only records, or the pager stands right after it. */
function isColumnsOwn(outline: Outline, place: ColumnPlace, pager: Pager, region: Region): boolean {
  return (
    (outline.datastores.length === 1 && isOfDatastore(region.node)) ||
    beforePager(outline, place, pager, region)
  );
}

/** The pager stands right after the region: only its own few words lie between. */
function beforePager(outline: Outline, place: ColumnPlace, pager: Pager, region: Region): boolean {
  if (pager.at === null || pager.at < region.textTo) return false;
  const between = outline.texts.slice(region.textTo, pager.at);
  // The column's heading or a word that there is nothing between: the pager is that of an empty list.
  if (between.some(({ text }) => place.names.has(squeeze(text)) || isEmptyNotice(text))) return false;
  // Records between: the pager is theirs.
  if (between.some(({ text, link }) => link && text.length >= 6 && isRecordLink(link))) return false;
  // A list without rows between: the pager is that list's.
  const other = emptyListBefore(outline, pager.at);
  const from = other ? (outline.spans.get(other)?.textFrom ?? 0) : 0;
  if (other && (from > region.textTo || (from === region.textTo && isBare(other)))) return false;
  return between.length <= 12 && between.every((piece) => piece.text.length <= 20 || piece.link === null);
}

/** 上一篇, 下一篇: an article stands here, and whatever lists stand beside it. */
function isArticlePage(outline: Outline): boolean {
  return outline.texts.some(({ text }) => /^[【[]?(?:上|下|前|后)一?[篇条则][\]】]?(?:[:：]|$)/.test(text));
}

/** Not even a cell: what lays out a page by tables has cells without text. */
function isBare(list: Element): boolean {
  return list.children.every(
    (child) => child.type !== "tag" || (child.name === "tbody" && isBare(child)) || child.name === "script",
  );
}

/** A list element without rows that stands right before the pager. */
export function emptyListBefore(outline: Outline, at: number): Element | null {
  let found: Element | null = null;
  for (const [node, span] of outline.spans) {
    if (!/^(?:ul|ol|tbody|table|dl)$/.test(node.name)) continue;
    if (span.textFrom !== span.textTo || span.linkFrom !== span.linkTo) continue;
    // Nothing but the pager's own words may stand between, and the script that writes it.
    if (span.textTo <= at && at - span.textTo <= 3) found = node;
  }
  return found;
}

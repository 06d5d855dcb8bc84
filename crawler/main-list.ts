import type { Element } from "domhandler";
import {
  type ColumnPlace,
  headingBefore,
  isHeadedAsColumn,
  MORE,
  type Range,
  standsBeside,
} from "./column-place.ts";
import { isEmptyNotice } from "./empty-notice.ts";
import { isRecordLink, looksLikeArticle } from "./link-kind.ts";
import { type Outline, parentOf } from "./outline.ts";
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
}

/**
 * The column's own records: of all stretches of the page that repeat, the one that stands where a list stands
 * and looks as a list looks. null where none does. `script`: what the page leaves
 * to scripts.
 */
export function listOf(
  outline: Outline,
  place: ColumnPlace,
  pager: Pager,
  script: ListScript,
): MainList | null {
  let best: { readonly region: Region; readonly score: number } | null = null;
  for (const region of regionsOf(outline)) {
    const score = scoreOf(outline, place, pager, region);
    if (score !== null && (!best || score > best.score)) best = { region, score };
  }
  if (!best || best.score < LEAST_SCORE[script ?? "none"]) return null;
  const { region } = best;
  const paged = beforePager(outline, place, pager, region);
  if (!paged && isArticlePage(outline)) return null;
  // The best that the page has is the head of another list: an overview, no column.
  if (!paged && isPreview(outline, region)) return null;
  const own = paged || pager.total === region.rows.length || ownShare(outline.url, region.rows) >= 0.5;
  if (!own && region.dated < region.rows.length / 2 && !isLoneList(outline, place, region)) return null;
  return { rows: region.rows, own };
}

/** How much a region looks like the page's main list; null where it cannot be one. */
function scoreOf(outline: Outline, place: ColumnPlace, pager: Pager, region: Region): number | null {
  const { rows, dated, articles } = region;
  const count = rows.length;
  const [datedShare, articleShare] = [dated / count, articles / count];
  const length = rows.reduce((sum, row) => sum + row.title.length, 0) / count;
  const chrome = isChrome(outline, region.node);
  const paged = beforePager(outline, place, pager, region);
  const counted = pager.total === count || (paged && pager.total !== null);
  if (datedShare < 0.5 && !isUndatedList(outline, region, length, paged, chrome)) return null;
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

/** A list with 更多 beside it is the head of another column's. */
function isPreview(outline: Outline, region: Region): boolean {
  const near = [
    ...outline.texts.slice(Math.max(0, region.textFrom - 3), region.textFrom),
    ...outline.texts.slice(region.textTo, region.textTo + 1),
  ];
  return near.some(({ text, link }) => link?.url != null && MORE.test(text));
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

/** The pager stands right after the region: only its own few words lie between. */
function beforePager(outline: Outline, place: ColumnPlace, pager: Pager, region: Region): boolean {
  if (pager.at === null || pager.at < region.textTo) return false;
  const between = outline.texts.slice(region.textTo, pager.at);
  // The column's heading or a word that there is nothing between: the pager is that of an empty list.
  if (between.some(({ text }) => place.names.has(squeeze(text)) || isEmptyNotice(text))) return false;
  // Records between: the pager is theirs.
  if (between.some(({ text, link }) => link && text.length >= 6 && isRecordLink(link))) return false;
  // A heading and a list without rows between: the pager is that list's.
  const other = emptyListBefore(outline, pager.at);
  if (other && (outline.spans.get(other)?.textFrom ?? 0) > region.textTo) return false;
  return between.length <= 12 && between.every((piece) => piece.text.length <= 20 || piece.link === null);
}

const CHROME =
  /(?:^|[^a-z])(?:nav|navi|navbar|menu|submenu|foot|footer|header|head|top|topbar|crumb|breadcrumb|location|position|dqwz|weizhi|friend|yqlj|links?|flink|side|sidebar|aside|leftnav|hot|recommend|rank|related|xgwz|tuijian|rmtj|search|share|slide|banner|swiper|calendar|copyright)(?![a-z])/i;
const CHROME_TAGS = new Set(["nav", "header", "footer", "aside"]);

/** Menus, feet, side bars: by the names of the elements around, as far as these do not hold the whole page. */
export function isChrome(outline: Outline, node: Element): boolean {
  const whole = outline.texts.length;
  for (let at: Element | null = node; at && at.name !== "body"; at = parentOf(at)) {
    const span = outline.spans.get(at);
    if (!span || span.textTo - span.textFrom > whole * 0.6) return false;
    if (CHROME_TAGS.has(at.name)) return true;
    if (CHROME.test(`${at.attribs.class ?? ""} ${at.attribs.id ?? ""}`.replace(/([a-z])([A-Z])/g, "$1-$2")))
      return true;
  }
  return false;
}

const SIDE_HEADING =
  /^(?:\S{0,4}热[点门]\S{0,4}|.{0,6}(?:推荐|排行榜?|点击[榜量率]?).{0,4}|(?:近期|最近|最新|实时)(?:信息|消息|发布|公开|更新|动态|文章|新闻|内容|添加)?|更新(?:动态|提示)|(?:今日|本站)?(?:关注|头条)|相关(?:链接|信息|文章|阅读|新闻|文档|内容|资讯)|(?:延伸|扩展)阅读|(?:友情|相关|站外|快速|快捷|常用|便民)链接|(?:快速|快捷|便民)(?:通道|入口)|.{0,4}导航|猜你喜欢|大家都在看|图片(?:新闻|报道)|图说\S{0,4})$/;

/** 上一篇, 下一篇: an article stands here, and whatever lists stand beside it. */
function isArticlePage(outline: Outline): boolean {
  return outline.texts.some(({ text }) => /^[【[]?(?:上|下|前|后)一?[篇条则][\]】]?(?:[:：]|$)/.test(text));
}

/** Headed as something beside a page's own list. A column that is called so has the words in its title. */
function hasSideHeading(outline: Outline, place: ColumnPlace, region: Region): boolean {
  const heading = headingBefore(outline, region.textFrom);
  if (heading === null) return false;
  const words = squeeze(heading.text).replace(/^[^\u4e00-\u9fff]+|[^\u4e00-\u9fff]+$/g, "");
  return SIDE_HEADING.test(words) && !place.names.has(words) && !outline.title.includes(words);
}

/** Characters from which on a piece of text is a paragraph's, not a caption. */
const A_PARAGRAPH = 60;

/**
 * Whether a list without dates that only its looks speak for may be the column's: it has the column's heading,
 * or there is neither a text beside it nor items of several columns in it, as in a box of what is new.
 */
function isLoneList(outline: Outline, place: ColumnPlace, region: Region): boolean {
  if (isHeadedAsColumn(outline, place, region.textFrom)) return true;
  const folders = region.rows.filter(({ url }) => looksLikeArticle(url)).map(({ url }) => columnFolder(url));
  if (new Set(folders).size > 1) return false;
  return !hasParagraph(outline, region);
}

/** Whether the page holds a paragraph of text outside of `range`, its menus and its foot. */
export function hasParagraph(outline: Outline, range: Range): boolean {
  return outline.texts.some(
    ({ text, link, parent }, at) =>
      link === null &&
      text.length >= A_PARAGRAPH &&
      (at < range.textFrom || at >= range.textTo) &&
      !FOOT.test(text) &&
      parent !== null &&
      !isChrome(outline, parent),
  );
}

const FOOT = /版权所有|备案|ICP备|网安备|主办|承办|标识码|浏览器|分辨率|联系电话/;

/** The folder of an article's address, without the days in it. */
function columnFolder(url: string): string {
  return url
    .replace(/[?#].*$/, "")
    .replace(/[^/]*$/, "")
    .replace(/\/(?:19|20)\d{2}[-/]?\d{0,2}[-/]?\d{0,2}\/$/, "/");
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

import type { Element } from "domhandler";
import type { Outline } from "./outline.ts";
import { parentOf } from "./outline.ts";
import type { Pager } from "./pager.ts";
import { type ListRow, type Region, regionsOf } from "./records.ts";
import type { ListScript } from "./script-filled.ts";

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
export function listOf(outline: Outline, pager: Pager, script: ListScript): MainList | null {
  let best: { readonly region: Region; readonly score: number } | null = null;
  for (const region of regionsOf(outline)) {
    const score = scoreOf(outline, pager, region);
    if (score !== null && (!best || score > best.score)) best = { region, score };
  }
  if (!best || best.score < LEAST_SCORE[script ?? "none"]) return null;
  const { region } = best;
  const paged = beforePager(outline, pager, region);
  if (!paged && isArticlePage(outline)) return null;
  // The best that the page has is the head of another list: an overview, no column.
  if (!paged && isPreview(outline, region)) return null;
  const own = paged || pager.total === region.rows.length || ownShare(outline.url, region.rows) >= 0.5;
  return { rows: region.rows, own };
}

/** How much a region looks like the page's main list; null where it cannot be one. */
function scoreOf(outline: Outline, pager: Pager, region: Region): number | null {
  const { rows, dated, articles } = region;
  const count = rows.length;
  const [datedShare, articleShare] = [dated / count, articles / count];
  const length = rows.reduce((sum, row) => sum + row.title.length, 0) / count;
  const chrome = isChrome(outline, region.node);
  const paged = beforePager(outline, pager, region);
  const counted = pager.total === count || (paged && pager.total !== null);
  if (datedShare < 0.5 && !isUndatedList(outline, region, length, paged, chrome)) return null;
  if (count === 1 && !isSingleRecord(region, paged, pager.total === 1)) return null;
  if (hasSideHeading(outline, region)) return null;
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

const LONG_TITLE = 12;
const FILE = /\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|wps|et|ofd)(?:$|\?)/i;

/** One link alone is a list where it is dated and leads to an article, or stands above the list's pager. */
function isSingleRecord(region: Region, paged: boolean, counted: boolean): boolean {
  const url = region.rows[0]?.url ?? "";
  if (region.dated === 0 || (FILE.test(url) && !paged)) return false;
  if (!region.compact) return paged && counted;
  return region.articles === 1 || paged || url.startsWith("javascript:");
}

const MORE = /^[[(+>\s]*(?:更\s*多|more)[\])+>»\s]*$/i;

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
  if (url === null) return rows.filter((row) => /^(?:\.\/)?[\w-]+\//.test(row.url)).length / rows.length;
  const folder = url.replace(/[?#].*$/, "").replace(/[^/]*$/, "");
  return rows.filter((row) => row.url.startsWith(folder)).length / rows.length;
}

/** The pager stands right after the region: only its own few words lie between. */
function beforePager(outline: Outline, pager: Pager, region: Region): boolean {
  if (pager.at === null || pager.at < region.textFrom) return false;
  const between = outline.texts.slice(region.textTo, pager.at);
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
  /^(?:\S{0,4}热点\S{0,4}|.{0,6}(?:推荐|排行|点击榜).{0,4}|最新(?:信息|发布|更新|动态|文章)?|相关(?:链接|信息|文章|阅读|新闻|文档)|(?:友情|相关|站外)链接|猜你喜欢|热门.{0,4}|图片新闻)$/;

/** 上一篇, 下一篇: an article stands here, and whatever lists stand beside it. */
function isArticlePage(outline: Outline): boolean {
  return outline.texts.some(({ text }) => /^[【[]?(?:上|下|前|后)一?[篇条则][\]】]?(?:[:：]|$)/.test(text));
}

/** Headed as something beside a page's own list. A column that is called so has the words in its title. */
function hasSideHeading(outline: Outline, region: Region): boolean {
  const before = outline.texts.slice(Math.max(0, region.textFrom - 2), region.textFrom);
  const heading = before.filter(({ text }) => !MORE.test(text)).at(-1);
  return heading !== undefined && SIDE_HEADING.test(heading.text) && !outline.title.includes(heading.text);
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

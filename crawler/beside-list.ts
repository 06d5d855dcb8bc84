import {
  type ColumnPlace,
  headingBefore,
  isHeadedAsColumn,
  isHeadingElement,
  type Range,
} from "./column-place.ts";
import { looksLikeArticle } from "./link-kind.ts";
import type { Outline } from "./outline.ts";
import { isChrome } from "./page-chrome.ts";
import type { Region } from "./records.ts";
import { scriptFilled } from "./script-filled.ts";
import { squeeze } from "./text-of.ts";

const SIDE_HEADING =
  /^(?:\S{0,4}热[点门]\S{0,4}|.{0,6}(?:推荐|排行榜?|点击榜|榜单?).{0,4}|(?:近期|最近|最新|实时)(?:信息|消息|发布|公开|更新|动态|文章|新闻|内容|添加)?|更新(?:动态|提示)|(?:今日|本站)?(?:关注|头条)|相关(?:链接|信息|文章|阅读|新闻|文档|内容|资讯)|(?:延伸|扩展)阅读|(?:友情|相关|站外|快速|快捷|常用|便民)链接|(?:快速|快捷|便民)(?:通道|入口)|.{0,4}导航|猜你喜欢|大家都在看|图片(?:新闻|报道)|图说\S{0,4})$/;

/** Headed as something beside a page's own list. A column that is called so has the words in its title. */
export function hasSideHeading(outline: Outline, place: ColumnPlace, region: Region): boolean {
  const heading = headingBefore(outline, region.textFrom);
  if (heading === null) return false;
  const words = squeeze(heading.text).replace(/^[^\u4e00-\u9fff]+|[^\u4e00-\u9fff]+$/g, "");
  return SIDE_HEADING.test(words) && !place.names.has(words) && !outline.title.includes(words);
}

/**
 * Whether a list for which only its looks speak may be what stands beside the column's own things: no heading
 * says that it is the column's, and there is a text besides, or a place that a script fills. Without dates it is
 * doubtful under any other heading too, and with items of several columns, as in a box of what is new.
 */
export function mayStandBeside(outline: Outline, place: ColumnPlace, region: Region): boolean {
  if (isHeadedAsColumn(outline, place, region.textFrom)) return false;
  const isDated = region.dated >= region.rows.length / 2;
  if (hasParagraph(outline, region, isDated ? 2 : 1) || scriptFilled(outline).length > 0) return true;
  if (isDated) return isHeadedOtherwise(outline, place, region);
  const folders = region.rows.filter(({ url }) => looksLikeArticle(url)).map(({ url }) => columnFolder(url));
  return new Set(folders).size > 1 || isHeadedOtherwise(outline, place, region);
}

/** Characters from which on a piece of text is a paragraph's; a sentence is one from fewer on. */
const A_PARAGRAPH = 60;
const A_SENTENCE = 20;

/**
 * Whether the page holds a paragraph of text outside of `range`, its menus and its foot.
 * @param sentences So many shorter ones are one as well.
 */
export function hasParagraph(outline: Outline, range: Range, sentences: number): boolean {
  let short = 0;
  for (const [at, { text, link, parent }] of outline.texts.entries()) {
    if (link !== null || text.length < A_SENTENCE || (at >= range.textFrom && at < range.textTo)) continue;
    if (FOOT.test(text) || parent === null || isChrome(outline, parent)) continue;
    if (text.length >= A_PARAGRAPH) return true;
    if (text.includes("。") && ++short >= sentences) return true;
  }
  return false;
}

const FOOT = /版权所有|备案|ICP备|网安备|主办|承办|标识码|浏览器|分辨率|联系电话/;

/** The folder of an article's address, without the days in it. */
export function columnFolder(url: string): string {
  return url
    .replace(/[?#].*$/, "")
    .replace(/[^/]*$/, "")
    .replace(/\/(?:19|20)\d{2}[-/]?\d{0,2}[-/]?\d{0,2}\/$/, "/");
}

/** A heading stands over it that is no name of the column's, nor of what the breadcrumb says it is part of. */
function isHeadedOtherwise(outline: Outline, place: ColumnPlace, region: Region): boolean {
  const heading = headingBefore(outline, region.textFrom);
  if (heading === null || place.names.size === 0) return false;
  const words = squeeze(heading.text);
  if (/\d|列表|目录|标题|名称|全部/.test(words) || place.names.has(words)) return false;
  const { textFrom, textTo } = place.crumb ?? { textFrom: 0, textTo: 0 };
  if (outline.texts.slice(textFrom, textTo).some(({ text }) => squeeze(text).includes(words))) return false;
  return isHeadingElement(heading.parent);
}

import type { Block, Line, PageLines } from "./page-lines.ts";

/** Characters of a link from which on it is called as an article is, not 打印 or 关闭. */
const LINKED_TITLE = 8;

/** What has more lines lays out a page. */
const MOST_LINES_OF_A_ROW = 6;

/** What stands below such a heading is of other pages. */
const OTHERS =
  /^[【[\s]*(?:相关|关联|延伸|扩展|推荐|热[点门]|最新|解读)(?:信息|文件|政策|文章|新闻|阅读|链接|内容|报道|稿件|文档|推荐|公告|动态|解读|资讯|材料)[】\]\s]*[:：]?$/;

/** A line that tells of what a link leads to: in its row of a list, or right below it. */
export function isOfLink(page: PageLines, line: Line): boolean {
  if (line.linkChars >= LINKED_TITLE) return true;
  for (let at: Block | null = line.block; at; at = at.parent) {
    if (!/^(?:li|dl|dd|tr)$/.test(at.element?.name ?? "")) continue;
    if (at.end - at.first > MOST_LINES_OF_A_ROW) break;
    if (page.lines.slice(at.first, at.end).some(({ linkChars }) => linkChars >= LINKED_TITLE)) return true;
  }
  const above = page.lines[line.index - 1];
  const isLink =
    above !== undefined && above.linkChars >= LINKED_TITLE && above.linkChars > above.text.length * 0.8;
  // Beside it, and not at the start of another box.
  return isLink && (above.block === line.block || above.block.parent === line.block.parent);
}

/** Lines that may stand between a heading for other pages and what tells of one. */
const OTHERS_REACH = 12;

/** Whether a heading for other pages (相关文件) stands within `reach` lines above the line at `index`. */
export function isBelowOthers(page: PageLines, index: number, reach = OTHERS_REACH): boolean {
  return page.lines.slice(Math.max(0, index - reach), index).some(({ text }) => OTHERS.test(text));
}

import type { Outline, PageText } from "./outline.ts";

const SUBJECT =
  "(?:相关|任何|更多|该|此|符合条件的?|您?查询的?|可?公开的?|对应的?|栏目|文章|新闻|政务|政府)*";
const NOUN = "(?:信息|数据|内容|记录|文章|资料|文件|新闻|公告|公示|动态|结果|事项)";
const NOTICE = new RegExp(
  `^[\\s(（【[“"*·]*(?:对不起|很?抱歉|温馨提示|提示)?[,，:：!！\\s]*(?:该|本|此|当前|您?访问的)?(?:栏目|频道|页面|目录|分类|部门|单位|地区|列表)?(?:下|中|内|里)?[,，]?` +
    `(?:目前|现在|当前)?(?:暂时?|尚|还|并)?(?:无|没有|未有|没有找到|未找到|未查询到|没有查询到|未发布|没有发布|未检索到)(?:任何)?${SUBJECT}${NOUN}?(?:内容|信息|可供?显示|可显示|发布|公开|更新|公布)?` +
    `[)）】\\]”"*·!！。.…~～\\s]*(?:请稍后.{0,6})?$`,
);
const LONGEST_NOTICE = 40;

/** The page's own words that there is nothing: `暂无信息`, `没有找到相关记录`; null where a text is no such notice. */
function emptyNoticeIn(text: string): string | null {
  if (text.length < 2 || text.length > LONGEST_NOTICE || !/[无没未]/.test(text)) return null;
  return NOTICE.test(text) && /[\u4e00-\u9fff]{3,}|暂无/.test(text) ? text : null;
}

/** Where the page says so, outside of links. */
export function emptyNoticesOf(outline: Outline): readonly PageText[] {
  return outline.texts.filter((piece) => piece.link === null && emptyNoticeIn(piece.text) !== null);
}

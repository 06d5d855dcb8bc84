import type { PageLink } from "./outline.ts";

const PAGER_WORD =
  /^[[(（【«‹<\s]*(?:首\s*页|第一页|上\s*一?\s*页|前一?页|下\s*一?\s*页|后一?页|尾\s*页|末\s*页|最后一?页|最末页|上一条|下一条|\d{1,4}|\.{2,3}|…|[<>«»‹›|]+|next|prev(?:ious)?|first|last|go|跳转|转到|第\d+页)[\])）】»›>\s]*$/i;
const MORE_WORD =
  /^[[(（【+<>\s·]*(?:更\s*多.{0,4}|more|(?:点击)?(?:加载|显示)更多.{0,2}|查看|查看更多|查看详情|查看全文|详情|详细|详细内容|阅读全文|全文|点击查看|点击下载|下载|附件|预览|打开|进入|返回.{0,4}|rss|(?:我要)?打印.{0,4}|默认|(?:关闭|收藏|分享)(?:窗口|本页|到)?|展开|收起)[\])）】+>»…\s]*$/i;

/** A link that could be a record: not a pager's, not 更多, not the page itself. */
export function isRecordLink(link: PageLink): boolean {
  const name = link.text === "" ? link.tooltip : link.text;
  return (
    name.length >= 2 &&
    link.key !== "" &&
    !/^(?:mailto|tel):/i.test(link.href) &&
    !PAGER_WORD.test(name) &&
    !MORE_WORD.test(name)
  );
}

/** Whether an address looks like an article's or a file's, not like a column's. */
export function looksLikeArticle(href: string): boolean {
  if (/^(?:javascript|mailto|tel|#)/i.test(href)) return false;
  const path = href.replace(/^https?:\/\/[^/]*/i, "").replace(/#.*$/, "");
  const [route = "", query = ""] = path.split("?");
  if (/\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|wps|et|ofd|txt|jpe?g|png)$/i.test(route)) return true;
  if (
    /(?:^|\/)(?:index|list|default|main|more(?:info)?|common_list|zwgklist|home)(?:_?\d+)?\.\w+$/i.test(route)
  )
    return false;
  if (/(?:^|\/)t\d{8}_\d+\.\w+$/.test(route) || /\/art_\d+_\d+\.html?$/.test(route)) return true;
  if (
    /(?:\/|^)(?:info|content|contents|art|article|articles|detail|details|view|show|post|news)\/.*\d/i.test(
      route,
    )
  )
    return true;
  if (/(?:^|[&;])(?:\w*id|cid|aid|newsid|articleid|contentid|infoid)=[\w-]*\d/i.test(query)) return true;
  const last = route.split("/").at(-1) ?? "";
  if (!/\.\w+$/.test(last)) return /\d{5,}|[\da-f]{8}-[\da-f]{4}/i.test(last);
  return (
    /\d{4,}|[\da-f]{8}-[\da-f]{4}/i.test(last) ||
    /\/(?:19|20)\d{2}[-/]?\d{2}/.test(route) ||
    /^\d+\.\w+$/.test(last)
  );
}

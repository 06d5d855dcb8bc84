import type { Reason } from "../domain/snapshot.ts";
import { guarded } from "./guarded.ts";
import { isDatastore, type Outline, showsMoreThan } from "./outline.ts";
import type { PageDocument } from "./page-document.ts";

/** A page with more text than this says something of its own, whatever else stands in it. */
const LONGEST_MESSAGE = 400;
const LONGEST_REFUSAL = 300;
const MOST_LINKS = 12;
const LONGEST_PAGE = 400_000;

/**
 * Why what answered is not the page that was asked for: a challenge of a firewall, a page that says 404 under
 * a good status, a site under maintenance. null for every page with content of its own, whatever scripts or
 * words it holds besides.
 * @param status HTTP status; 200 where it is not known.
 */
export function notAPage(document: PageDocument, status: number): Reason | null {
  const { html } = document;
  const known = status === 200 ? told.get(document) : undefined;
  if (known !== undefined) return known;
  const reason = guarded(
    () => (isSuspected(document, status) ? reasonOf(document.outline, html, status) : null),
    () => null,
  );
  if (status === 200) told.set(document, reason);
  return reason;
}

/** What was said of a page under a good status: several readers ask. */
const told = new WeakMap<PageDocument, Reason | null>();

function isSuspected(document: PageDocument, status: number): boolean {
  const { html } = document;
  if (html.length > LONGEST_PAGE) return false;
  // Looking for a message takes longer than seeing that there is text.
  if (!isDatastore(html) && showsMoreThan(document.tree, LONGEST_MESSAGE, Number.POSITIVE_INFINITY))
    return false;
  return status >= 400 || CHALLENGE.test(html) || MESSAGE.test(html);
}

const CHALLENGE =
  /\$_ts\b|_jsl|__jsl|acw_sc__v2|HMF_CI|document\.cookie\s{0,9}=\s{0,9}\('|_0x[\da-f]{4,6}|<meta[^>]{0,400}\br=["']?m["']?|安全验证|访问验证|人机验证|滑动验证|访问被(?:阻断|拦截|拒绝|禁止)|请求被(?:阻断|拦截)|(?:网站|云)防火墙|WAF|安全狗|云锁|captcha/i;
const NOT_FOUND =
  /(?<!\d)404(?![\d号])|(?:页面|网页|文件|内容|信息|文章|栏目|资源|地址|目录)\S{0,8}(?:不存在|未找到|没有找到|已(?:被)?删除|找不到|已失效|丢失)|(?:找不到|未找到|没有找到|不存在)\S{0,8}(?:页面|网页|文件|栏目|资源)|not\s{1,9}found|页面(?:走丢|飞走|出错)|(?:信息|内容|文章)\S{0,4}(?:未通过审核|未审核|已过期)/i;
const MAINTENANCE =
  /正在(?:进行)?\S{0,6}(?:维护|升级|改版|建设|调试|迁移)|(?:维护|升级|改造|改版|建设|调试)之?中|(?:网站|系统|平台|服务器|站点|本站|页面)\S{0,8}(?:暂停(?:访问|服务)|临时关闭|关停|暂时无法(?:进行)?访问)|under\s{1,9}(?:maintenance|construction)/i;
const SERVER_ERROR =
  /运行时错误|应用程序中的服务器错误|服务器(?:内部错误|繁忙|错误)|数据库\S{0,6}(?:失败|出错|错误)|OLE\s{1,9}DB\s{1,9}Provider|SQL\s{1,9}Server\s{0,9}不存在|service\s{1,9}unavailable|bad\s{1,9}gateway|gateway\s{1,9}time-?out|internal\s{1,9}server\s{1,9}error/i;
/** Said in a box that opens over an empty page. */
const ALERT = /\balert\s{0,9}\(\s{0,9}["']([^"']{2,60})["']/;
const BLOCKED =
  /访问被(?:阻断|拦截|拒绝|禁止)|请求被(?:阻断|拦截)|拦截|防火墙|安全验证|访问验证|人机验证|滑动验证|captcha|安全狗|云锁|forbidden|access\s{1,9}denied|(?:您|你)的(?:访问|请求|IP)\S{0,12}(?:异常|攻击|频繁|限制|非法)/i;
const MESSAGE = new RegExp(
  `${NOT_FOUND.source}|${MAINTENANCE.source}|${SERVER_ERROR.source}|${BLOCKED.source}`,
  "i",
);

function reasonOf(outline: Outline, html: string, status: number): Reason | null {
  const text = outline.texts.map((piece) => piece.text).join(" ");
  const links = outline.links.filter((link) => link.text.length >= 2).length;
  if (text.length > LONGEST_MESSAGE || links > MOST_LINKS) return null;
  if (text.length < 20 && CHALLENGE.test(html) && /<script/i.test(html)) return "blocked";
  // Whoever says when it was published, and by whom, is an article, whatever it speaks of.
  if (/(?:发布|公开|更新)(?:时间|日期)|来源\s*[:：]/.test(text)) return null;
  if (text.length <= LONGEST_REFUSAL && BLOCKED.test(`${outline.title} ${text}`)) return "blocked";
  if (isMessage(outline, NOT_FOUND)) return "soft-404";
  if (isMessage(outline, MAINTENANCE)) return "maintenance";
  if (isMessage(outline, SERVER_ERROR)) return "server-error";
  if (text === "" && NOT_FOUND.test(ALERT.exec(html)?.[1] ?? "")) return "soft-404";
  if (status === 412 || status === 403 || status === 401 || status === 429 || status === 521)
    return "blocked";
  return null;
}

/** One column of a site that works. */
const OF_A_COLUMN = /^[本该此]?(?:栏目|频道)(?:内容)?(?:正在)?(?:建设|完善|更新|整理)/;

/** The title of a short page says so, or one of the few sentences of a still shorter one. */
function isMessage(outline: Outline, message: RegExp): boolean {
  const texts = outline.texts
    .filter(({ text, link }) => link === null && !OF_A_COLUMN.test(text))
    .map(({ text }) => text);
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  if (message.test(outline.title) && outline.title.length <= 40) return total <= 300;
  return total <= 160 && texts.some((text) => text.length <= 60 && message.test(text));
}

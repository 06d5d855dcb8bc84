import type { Element } from "domhandler";
import { absolute } from "./dom.ts";
import { treeEntriesOf } from "./families/xtree.ts";
import { guarded } from "./guarded.ts";
import { isRecordLink, looksLikeArticle } from "./link-kind.ts";
import { isMenuEntry, isNavigationZone, pathAbove } from "./menu-zone.ts";
import type { Outline, PageLink } from "./outline.ts";
import { PageDocument } from "./page-document.ts";
import { columnKey, folderOf, hostOf, siteOf } from "./site.ts";
import { foldSpace } from "./text-of.ts";
import { UNKNOWN_PART } from "./written-markup.ts";

/** A column that a page's menus lead to. */
export interface MenuColumn {
  readonly name: string;
  readonly url: string;
  /** Headings of the menus above it, outermost first. */
  readonly path: readonly string[];
}

/** What the menus of a unit's page lead to. */
export interface NavigationReading {
  /** In page order, each address once. */
  readonly columns: readonly MenuColumn[];
  /** Other names that links to the same addresses bear. */
  readonly alsoNamed: readonly MenuColumn[];
  /** Those of them that likely hold menus of their own: the roots of the top menu. */
  readonly menus: readonly { readonly name: string; readonly url: string }[];
  /** Keys (`columnKey`) of the addresses that stand in what the page calls its navigation or a menu. */
  readonly inMenu: ReadonlySet<string>;
  /** A menu is filled by script in a way that could not be read: `columns` is not all there is. */
  readonly needsScript: boolean;
}

/**
 * Reads the menus of a unit's home page, or of a page below it.
 * @param home The unit's address, where the page is another: in a menu, all of the unit's columns are its own.
 */
export function readNavigation(
  document: PageDocument,
  home: string | null = document.url,
): NavigationReading {
  return guarded(
    () => navigationIn(document, home),
    () => UNREADABLE,
  );
}

/** What is read of a page that no reader can take. */
export const UNREADABLE: NavigationReading = {
  columns: [],
  alsoNamed: [],
  menus: [],
  inMenu: new Set(),
  needsScript: false,
};

function navigationIn({ unfolded: outline }: PageDocument, home: string | null): NavigationReading {
  const linked = ownOf([...linkedColumns(outline), ...drawnColumns(outline)], home);
  const all = namedBest(linked);
  const found = distinct(all);
  return {
    columns: found.map(({ column }) => column),
    alsoNamed: all.filter((one) => !found.includes(one)).map(({ column }) => column),
    menus: menusOf(distinct(linked)),
    inMenu: new Set(linked.filter(({ inMenu }) => inMenu).map(({ column }) => columnKey(column.url))),
    needsScript: needsScript(outline, found),
  };
}

/** The reading in the form that `xuncha read --json` prints. */
export function navigationJson(html: string, url: string | null): object {
  const { columns } = readNavigation(new PageDocument(html, url));
  return { kind: "navigation", url, columns };
}

interface Found {
  readonly column: MenuColumn;
  /** It stands in what the page calls its navigation. */
  readonly inMenu: boolean;
  /** Its name is not that of the link, but what stands beside a 更多. */
  readonly byHeading: boolean;
}

function linkedColumns(outline: Outline): readonly Found[] {
  const found: Found[] = [];
  for (const link of outline.links) {
    const { url } = link;
    const name = nameOf(outline, link);
    if (name === null || url === null || !leadsToColumn(outline, link, name)) continue;
    const path = pathAbove(outline, link, name);
    const inMenu = isNavigationZone(outline, link);
    // A page's own entry in its menu is a column like the others; its own name elsewhere is the unit's.
    const self = outline.url !== null && columnKey(url) === columnKey(outline.url);
    const byHeading = isMore(clean(link.text));
    if (!self || inMenu || path.length > 0) found.push({ column: { name, url, path }, inMenu, byHeading });
  }
  return found;
}

/** Columns of a menu that a script draws as a tree. */
function drawnColumns(outline: Outline): readonly Found[] {
  const found: Found[] = [];
  for (const { name, href, path } of treeEntriesOf(outline)) {
    const url = absolute(href, outline.url);
    if (url !== null && onSite(url, outline.url))
      found.push({ column: { name: clean(name), url, path }, inMenu: true, byHeading: false });
  }
  return found;
}

/**
 * Every name that an address bears, the page's order kept. A menu's heading often leads to the menu's first
 * column: where that column is linked under its own name too, below the heading, the heading is not its name.
 * Nor is what stands beside a 更多, where the link is named elsewhere.
 */
function namedBest(found: readonly Found[]): readonly Found[] {
  const byAddress = new Map<string, Found[]>();
  for (const each of found) {
    const key = columnKey(each.column.url);
    byAddress.set(key, [...(byAddress.get(key) ?? []), each]);
  }
  return found.filter((each) => {
    const same = byAddress.get(columnKey(each.column.url)) ?? [];
    const { name } = each.column;
    if (same.some(({ column }) => column.name !== name && column.path.includes(name))) return false;
    return !each.byHeading || same.every(({ byHeading }) => byHeading);
  });
}

function distinct(found: readonly Found[]): readonly Found[] {
  const seen = new Map<string, Found>();
  for (const each of found) {
    const key = columnKey(each.column.url);
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}

const LONGEST_NAME = 24;
const NO_COLUMN =
  /^(?:.{0,8}首\s*页|主页|返回.*|回到?.*顶部?|设为首页|加入收藏|收藏本站|网站地图|站点地图|rss.*|.*rss订阅|登录|注册|用户登录|.*登录入口|无障碍.*|.*无障碍|适老.*|长者.*|老年模式|繁体.*|简体.*|简|繁|english|en|手机版|移动版|微信|微博|客户端|版权.*|免责声明|隐私.*|网站声明|关于我们|使用帮助|联系站长|.*ICP备.*|.*公安?备.*|网站标识码.*|搜索|检索|高级搜索|找错|纠错|旧版.*|.*旧版|订阅|技术支持.*)$/i;

function nameOf(outline: Outline, link: PageLink): string | null {
  const shown = clean(link.text);
  const name = /…$|\.{2,}$/.test(shown) && link.tooltip !== "" ? clean(link.tooltip) : shown;
  if (name !== "" && isMore(name)) return headingBefore(outline, link);
  const said = name !== "" ? name : clean(link.tooltip) || clean(pictureText(link.node));
  return said.length < 2 || said.length > LONGEST_NAME ? null : said;
}

function clean(text: string): string {
  return foldSpace(text)
    .replace(/^[\s·•●■◆▪▶►※>›»|+\-—[【(（]+|[\s>›»|+:：\]】]+$/g, "")
    .replace(/(?<=^[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]$)/, "");
}

function isMore(name: string): boolean {
  return /^(?:更\s*多|more|查看更多|更多信息|更多内容|更多>+)$/i.test(name);
}

/** What a 更多 leads to is named by the heading that it stands beside. */
function headingBefore(outline: Outline, link: PageLink): string | null {
  for (let at = link.textFrom - 1; at >= Math.max(0, link.textFrom - 2); at--) {
    const piece = outline.texts[at];
    if (!piece) continue;
    // A heading that leads elsewhere heads another list.
    if (piece.link !== null && piece.link !== link && piece.link.url !== null && piece.link.key !== link.key)
      return null;
    const name = clean(piece.text);
    if (name.length >= 2 && name.length <= 12 && !isMore(name) && !/\d{2}/.test(name)) return name;
  }
  return null;
}

function pictureText(node: Element): string {
  for (const child of node.children)
    if (child.type === "tag" && child.name === "img") return child.attribs.alt ?? "";
  return "";
}

function leadsToColumn(outline: Outline, link: PageLink, name: string): boolean {
  const { url } = link;
  if (url === null || NO_COLUMN.test(name) || name.includes(UNKNOWN_PART) || url.includes("%EF%BF%BC"))
    return false;
  if (!isRecordLink(link) && !isMore(clean(link.text)) && link.text !== "") return false;
  if (/\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|wps|et|ofd|txt|jpe?g|png|gif|mp4|apk|exe)(?:$|\?)/i.test(url))
    return false;
  if (!onSite(url, outline.url)) return false;
  if (/^\d{4}年?$|^\d+$|\d+[个条]$|\d{4}[-年/.]\d{1,2}/.test(name)) return false;
  // A menu may lead straight to a page: 机构职能. Elsewhere an article's address is an article.
  return !looksLikeArticle(link.href) || isMenuEntry(outline, link);
}

/** The same host, or deeper than the home page of another host of the same site: other units have homes there. */
function onSite(url: string, page: string | null): boolean {
  if (page === null) return !/^https?:\/\//i.test(url);
  if (hostOf(url) === hostOf(page)) return columnKey(url) !== columnKey(`http://${hostOf(page)}/`);
  return siteOf(url) === siteOf(page) && /[^/]/.test(columnKey(url).slice(hostOf(url).length));
}

/** Of a unit that lives in a folder of the portal, the columns in it; the portal's own menu is not the unit's. */
function ownOf(found: readonly Found[], url: string | null): readonly Found[] {
  if (url === null) return found;
  const folder = folderOf(url);
  if (folder === `${url.slice(0, url.indexOf("/", 8) + 1)}`) return found;
  const name = folder.split("/").at(-2) ?? "";
  const own = found.filter(
    ({ column }) => column.url.startsWith(folder) || column.url.split("/").includes(name),
  );
  return own.length >= 3 ? own : found;
}

/** Roots of the top menu, and every column in whose folder another one lies. */
function menusOf(found: readonly Found[]): NavigationReading["menus"] {
  const held = new Set(found.flatMap(({ column }) => foldersAbove(folderOf(column.url))));
  const isRoot = ({ column, inMenu }: Found) =>
    column.path.length === 0 && (inMenu || held.has(folderOf(column.url)));
  return found.filter(isRoot).map(({ column }) => ({ name: column.name, url: column.url }));
}

/** `http://host/a/b/` and so on up to the first folder below the host, without the folder itself. */
function foldersAbove(folder: string): readonly string[] {
  const parts = folder.split("/");
  return parts.slice(0, -2).flatMap((_, n) => (n < 3 ? [] : [`${parts.slice(0, n + 1).join("/")}/`]));
}

/** With so many columns in its menus, an empty one is the place for a copy: the menu of small screens. */
const A_MENU_OF_ITS_OWN = 5;

function needsScript(outline: Outline, found: readonly Found[]): boolean {
  if (outline.links.some((link) => link.href.includes(UNKNOWN_PART) || /\{\{|\$\{/.test(link.href)))
    return true;
  const template = outline.scripts.some(
    ({ node, code }) =>
      /template|tmpl|tpl|handlebars|mustache/i.test(node.attribs.type ?? "") && /<a\s/i.test(code),
  );
  if (template) return true;
  if (found.length === 0 && outline.scripts.length > 0) return true;
  if (found.filter(({ inMenu }) => inMenu).length >= A_MENU_OF_ITS_OWN) return false;
  return [...outline.spans].some(
    ([node, span]) => span.textFrom === span.textTo && span.linkFrom === span.linkTo && isEmptyMenu(node),
  );
}

/** An element that is called a menu and holds nothing: a script fills it. */
function isEmptyMenu(node: Element): boolean {
  if (!/^(?:div|ul|nav|ol)$/.test(node.name) || node.children.some((child) => child.type === "tag"))
    return false;
  return /^(?:\w{0,8}[-_])?(?:nav|menu|navi|lanmu|mainnav|topnav|mainmenu|leftmenu|submenu)(?:[-_]\w{1,12})?$/i.test(
    node.attribs.id ?? node.attribs.class ?? "",
  );
}

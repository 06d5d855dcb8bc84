import type { Element } from "domhandler";
import { looksLikeArticle } from "./link-kind.ts";
import { type Outline, type PageLink, parentOf } from "./outline.ts";
import { foldSpace } from "./text-of.ts";

const NAVIGATION =
  /(?:^|[^a-z])(?:(?:main|top|left|sub|side|head|second|list)?(?:nav|navi|navbar|navigation|menu)\w{0,4}|lanmu|daohang|dh)(?![a-z])/i;
const DEEPEST = 8;

/** Whether the link stands in what the page calls its navigation or a menu. */
export function isNavigationZone(outline: Outline, link: PageLink): boolean {
  return zoneAround(outline, link) !== null;
}

/** The names of columns in menus have seldom more characters; titles of articles have. */
const SHORT_NAME = 10;
const LONGEST_ENTRY = 16;
/** A stretch of so many links may be a menu without being called one … */
const LEAST_ENTRIES = 5;
/** … where so large a share of them lead to columns by their addresses. */
const COLUMNS_SHARE = 0.6;

/**
 * Whether a link whose address looks like an article's is a menu's entry all the same: a menu may lead straight
 * to a page (机构职能), and some systems number their columns as others do articles.
 */
export function isMenuEntry(outline: Outline, link: PageLink): boolean {
  const zone = zoneAround(outline, link);
  const isShort = ({ text }: PageLink) => text.length <= SHORT_NAME;
  if (zone) {
    const form = formOf(link.href);
    return isShort(link) || linksOf(outline, zone).some((one) => isShort(one) && formOf(one.href) === form);
  }
  if (!isShort(link)) return false;
  for (let at = parentOf(link.node); at && at.name !== "body"; at = parentOf(at)) {
    const links = linksOf(outline, at);
    if (links.length < LEAST_ENTRIES) continue;
    const columns = links.filter(({ href, url }) => url !== null && !looksLikeArticle(href));
    // Pages of one kind that all bear names of columns do not tell against a menu: about.asp?id=.
    const form = formOf(link.href);
    const kin = formsOfNames(outline).has(form) ? links.filter(({ href }) => formOf(href) === form) : [];
    return columns.length >= COLUMNS_SHARE * (links.length - kin.length) && isOfNames(outline, at);
  }
  return false;
}

const known = new WeakMap<Outline, ReadonlySet<string>>();

/** Forms of addresses that lead, wherever on the page, to nothing but what bears the name of a column. */
function formsOfNames(outline: Outline): ReadonlySet<string> {
  const earlier = known.get(outline);
  if (earlier) return earlier;
  const forms = new Set(outline.links.map(({ href }) => formOf(href)));
  for (const { href, text } of outline.links) if (!COLUMN_NAME.test(text)) forms.delete(formOf(href));
  known.set(outline, forms);
  return forms;
}

const COLUMN_NAME = /^[\u4e00-\u9fff]{2,8}$/;

function linksOf(outline: Outline, node: Element): readonly PageLink[] {
  const span = outline.spans.get(node);
  return span ? outline.links.slice(span.linkFrom, span.linkTo) : [];
}

/** Nothing but names: no sentence, no date. */
function isOfNames(outline: Outline, node: Element): boolean {
  const span = outline.spans.get(node);
  const texts = span ? outline.texts.slice(span.textFrom, span.textTo) : [];
  return texts.every(({ text }) => text.length <= LONGEST_ENTRY && !/\d{2}/.test(text));
}

/** An address but for its numbers. */
function formOf(href: string): string {
  return href.replace(/\d+/g, "0");
}

function zoneAround(outline: Outline, link: PageLink): Element | null {
  const whole = outline.links.length;
  for (
    let at: Element | null = parentOf(link.node), depth = 0;
    at && depth < DEEPEST;
    depth++, at = parentOf(at)
  ) {
    const span = outline.spans.get(at);
    if (!span || at.name === "body" || (span.linkTo - span.linkFrom > whole * 0.8 && whole > 12)) return null;
    const names = `${at.attribs.class ?? ""} ${at.attribs.id ?? ""}`.replace(/([a-z])([A-Z])/g, "$1-$2");
    if (at.name === "nav" || NAVIGATION.test(names)) return at;
  }
  return null;
}

const LONGEST_HEADING = 16;

/** The headings of the menus that the link stands in, outermost first. */
export function pathAbove(outline: Outline, link: PageLink, name: string): readonly string[] {
  const path: string[] = [];
  let node: Element = link.node;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const above = parentOf(node);
    if (!above || above.name === "body") break;
    const heading = headingOf(outline, above, node);
    if (heading !== null && heading !== name && heading !== path[0]) path.unshift(heading);
    node = above;
  }
  return path;
}

/** The text before `node` in `above`, where that heads a menu: the entry of a list item, a heading, a `dt`. */
function headingOf(outline: Outline, above: Element, node: Element): string | null {
  const nested = /^(?:ul|ol|dl|div)$/.test(node.name) && above.name === "li";
  const span = outline.spans.get(above);
  const own = outline.spans.get(node);
  if (!span || !own) return null;
  if (nested) {
    const before = outline.texts.slice(span.textFrom, own.textFrom);
    return before.length >= 1 && before.length <= 3 ? nameIn(before.map(({ raw }) => raw).join("")) : null;
  }
  const head = headBefore(above, node) ?? plainHeadBefore(outline, above, node);
  const there = head && outline.spans.get(head);
  if (!there || there.textTo - there.textFrom > 3) return null;
  return nameIn(
    outline.texts
      .slice(there.textFrom, there.textTo)
      .map(({ raw }) => raw)
      .join(""),
  );
}

/** The nearest sibling before `node` that is a heading by its tag or its class, with nothing but lists between. */
function headBefore(above: Element, node: Element): Element | null {
  for (let at = above.children.indexOf(node) - 1; at >= 0; at--) {
    const sibling = above.children[at];
    if (sibling?.type !== "tag") continue;
    const element = sibling as Element;
    if (/^h[1-6]$/.test(element.name)) return element;
    if (element.name === "dt" && node.name === "dd") return element;
    if (
      /^(?:div|p|span|dt|strong)$/.test(element.name) &&
      /(?:^|[^a-z])(?:tit(?:le)?|tt|head|hd|bt)(?![a-z])/i.test(element.attribs.class ?? "")
    )
      return element;
    if (element.name !== "dd" && element.name !== "script") return null;
  }
  return null;
}

/** The element right before a list of links that holds nothing but a short name: 机构概况. */
function plainHeadBefore(outline: Outline, above: Element, node: Element): Element | null {
  if (node.name !== "ul") return null;
  const before = above.children.slice(0, above.children.indexOf(node)).findLast(({ type }) => type === "tag");
  const element = before as Element | undefined;
  const span = element && outline.spans.get(element);
  if (!span || !/^(?:div|p|span|strong|b)$/.test(element.name) || span.linkFrom !== span.linkTo) return null;
  const [text, other] = outline.texts.slice(span.textFrom, span.textTo);
  return text && !other && /^[\u4e00-\u9fff]{2,8}$/.test(text.text) ? element : null;
}

function nameIn(text: string): string | null {
  const name = foldSpace(text).replace(/^[\s·•>»|+]+|[\s>»|+:：]+$/g, "");
  return name.length >= 2 && name.length <= LONGEST_HEADING ? name : null;
}

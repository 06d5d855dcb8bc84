import type { Element } from "domhandler";
import { isBodyContainer } from "./body-container.ts";
import { isEmptyNotice } from "./empty-notice.ts";
import { isRecordLink } from "./link-kind.ts";
import { type Outline, type PageText, parentOf } from "./outline.ts";
import { isNamedByScript } from "./script-filled.ts";
import { columnKey } from "./site.ts";
import { foldSpace, squeeze } from "./text-of.ts";

/** Where a page shows what is its column's own. */
export interface ColumnPlace {
  /** What the page calls its column: in its title, its breadcrumb, its tag. Squeezed. */
  readonly names: ReadonlySet<string>;
  readonly crumb: Range | null;
  /** Boxes of text that a heading with such a name, or a publishing system, says are the column's own. */
  readonly texts: readonly Range[];
  /** Boxes with such a heading that wait for a list: the column's own, or the menu of a column without any below. */
  readonly waiting: readonly Range[];
}

/** Indices into the outline's texts, half open. */
export interface Range {
  readonly textFrom: number;
  readonly textTo: number;
}

/** Reads from names and headings where the column's own things stand. No boxes: the page does not say. */
export function columnPlaceOf(outline: Outline): ColumnPlace {
  const crumb = crumbOf(outline);
  const names = namesOf(outline, crumb);
  const headings = outline.texts.filter(
    (piece, at) => isHeading(outline, piece, names) && !isWithin(crumb, at),
  );
  const [texts, waiting]: [Range[], Range[]] = [[], []];
  for (const heading of headings.slice(0, MOST_HEADINGS)) {
    const box = boxUnder(outline, heading);
    if (box) (box.holds === "text" ? texts : waiting).push(box.range);
  }
  for (const [node, span] of outline.spans)
    if (isBodyContainer(node) && plainLength(outline, span) >= A_TEXT) texts.push(span);
  return { names, crumb, texts, waiting };
}

/**
 * Whether the column's own things stand elsewhere than a list in `range`: in other boxes, of which one holds a
 * text, or waits for a list further down. Without dates a list stands elsewhere than any box that waits.
 */
export function standsBeside({ texts, waiting }: ColumnPlace, range: Range, isDated: boolean): boolean {
  if ([...texts, ...waiting].some((own) => own.textTo > range.textFrom && own.textFrom < range.textTo))
    return false;
  return texts.length > 0 || waiting.some((own) => !isDated || own.textFrom >= range.textTo);
}

/** Whether what begins at a text is headed with the column's name; the breadcrumb above it is no heading. */
export function isHeadedAsColumn(outline: Outline, place: ColumnPlace, textFrom: number): boolean {
  const heading = headingBefore(outline, textFrom);
  if (heading === null || !isHeading(outline, heading, place.names)) return false;
  const at = outline.texts.indexOf(heading);
  // The heading of a box that ends before it heads what is in that box.
  const spent = [...place.texts, ...place.waiting].some((box) => isWithin(box, at) && box.textTo <= textFrom);
  return !spent && !isWithin(place.crumb, at);
}

/** The words before a text that may head it: the nearest that are no numbers, signs or 更多. */
export function headingBefore(outline: Outline, textFrom: number): PageText | null {
  for (let at = textFrom - 1; at >= Math.max(0, textFrom - 4); at--) {
    const piece = outline.texts[at];
    if (piece && /[\u4e00-\u9fff]/.test(piece.text) && !MORE.test(piece.text)) return piece;
  }
  return null;
}

function isWithin(range: Range | null, at: number): boolean {
  return range !== null && at >= range.textFrom && at < range.textTo;
}

export const MORE = /^[[(+>\s]*(?:更\s*多|more)[\])+>»\s]*$/i;

/** Characters outside of links from which on a box holds a text. */
const A_TEXT = 40;
const MOST_CRUMBS = 24;
const MOST_HEADINGS = 12;

/** The breadcrumb: 当前位置：首页 > 信息公开 > 人事任免. */
function crumbOf(outline: Outline): Range | null {
  const at = outline.texts.findIndex(
    ({ text, link }) =>
      link === null && text.length <= 60 && /(?:当前|所在|您的?|现在).{0,4}位置|^位置[:：]?$/.test(text),
  );
  const piece = outline.texts[at];
  for (let node = piece?.parent ?? null; node; node = parentOf(node)) {
    const span = outline.spans.get(node);
    if (!span || span.textTo - span.textFrom > MOST_CRUMBS) break;
    if (span.linkTo - span.linkFrom >= 1 && span.textTo > at + 1) return span;
  }
  return null;
}

/** Names of the bodies that run a site are no column's. */
const A_SITE =
  /(?:局|委|办|厅|部|政府|办事处|镇|乡|街道|学校|学院|大学|法院|检察院|门户网站|网站|网)$|首页|^(?:正文|列表|内容|当前位置.*)$/;

function namesOf(outline: Outline, crumb: Range | null): ReadonlySet<string> {
  const said = outline.title.split(/[-_—–|｜·>»\s]+/);
  const last = lastOf(outline, crumb);
  if (last !== null) said.push(last);
  const tag = columnTag(outline);
  if (tag !== null) said.push(tag);
  return new Set(said.map(squeeze).filter((name) => name.length >= 2 && !A_SITE.test(name)));
}

/** The last name in the breadcrumb that is a column's. */
function lastOf(outline: Outline, crumb: Range | null): string | null {
  const names = outline.texts.slice(crumb?.textFrom ?? 0, crumb?.textTo ?? 0).map(
    ({ text }) =>
      squeeze(text)
        .split(/[>»›/]+/)
        .filter((name) => name !== "")
        .at(-1) ?? "",
  );
  return names.filter((name) => /[\u4e00-\u9fff]/.test(name) && !A_SITE.test(name)).at(-1) ?? null;
}

function columnTag(outline: Outline): string | null {
  const queue: Element[] = outline.root.children.filter(isElement);
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (node.name === "meta" && /^columnname$/i.test(node.attribs.name ?? ""))
      return foldSpace(node.attribs.content ?? "");
    if (/^(?:html|head)$/.test(node.name)) queue.push(...node.children.filter(isElement));
  }
  return null;
}

function isElement(node: { readonly type: string }): node is Element {
  return node.type === "tag";
}

/** A name of the column that heads something: no entry of a menu, nor a link elsewhere. */
function isHeading(outline: Outline, piece: PageText, names: ReadonlySet<string>): boolean {
  if (!names.has(squeeze(piece.text))) return false;
  const inHeading = isHeadingElement(piece.parent);
  if (piece.link === null) return inHeading || !isInList(piece.parent);
  const to = piece.link.url;
  return inHeading && to !== null && columnKey(to) === columnKey(outline.url ?? "");
}

/** Whether an element is a heading by its tag or class, or one close above it. */
export function isHeadingElement(element: Element | null): boolean {
  let node = element;
  for (let depth = 0; node && depth < 3; depth++, node = parentOf(node))
    if (/^(?:h[1-6]|dt|legend)$/.test(node.name) || HEADING_CLASS.test(node.attribs.class ?? "")) return true;
  return false;
}

const HEADING_CLASS = /(?:^|[^a-z])(?:tit(?:le)?|tt|head(?:ing)?|hd|bt)(?![a-z])/i;

function isInList(element: Element | null): boolean {
  let node = element;
  for (let depth = 0; node && depth < 3; depth++, node = parentOf(node))
    if (/^(?:li|dd)$/.test(node.name)) return true;
  return false;
}

interface Box {
  readonly range: Range;
  readonly holds: "text" | "list";
}

/**
 * The smallest element around a heading that holds what it heads: text, or a list element without rows. null
 * where that is nothing, or links: whether these are a menu's or the column's, their heading does not tell.
 */
function boxUnder(outline: Outline, heading: PageText): Box | null {
  for (let node = heading.parent; node && node.name !== "body"; node = parentOf(node)) {
    const range = outline.spans.get(node);
    if (!range) return null;
    const links = outline.links
      .slice(range.linkFrom, range.linkTo)
      .filter((link) => link !== heading.link && isRecordLink(link)).length;
    const plain = outline.texts
      .slice(range.textFrom, range.textTo)
      .filter((piece) => piece.link === null && piece !== heading);
    const length = plain.reduce((sum, { text }) => sum + text.length, 0);
    if (links > 0 && length < A_TEXT) return null;
    if (length >= A_TEXT || plain.some(isText)) return { range, holds: "text" };
    if (holdsEmptyList(outline, node)) return { range, holds: "list" };
  }
  return null;
}

/** However short, it is what the column says. */
function isText({ text, parent }: PageText): boolean {
  if (/[\u4e00-\u9fff]。$/.test(text) || isEmptyNotice(text)) return true;
  for (let node = parent; node; node = parentOf(node)) if (isBodyContainer(node)) return true;
  return false;
}

const DEEPEST = 5;

/** A list element without rows, or an element that a script fills. */
function holdsEmptyList(outline: Outline, node: Element, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  return node.children.filter(isElement).some((child) => {
    const span = outline.spans.get(child);
    if (!span) return false;
    if (span.textFrom !== span.textTo || span.linkFrom !== span.linkTo || child.children.some(isElement))
      return holdsEmptyList(outline, child, depth + 1);
    const filled = child.attribs.id !== undefined && isNamedByScript(outline, child, 1);
    return filled || /^(?:ul|ol|dl|table|tbody)$/.test(child.name);
  });
}

function plainLength(outline: Outline, { textFrom, textTo }: Range): number {
  return outline.texts
    .slice(textFrom, textTo)
    .reduce((sum, { text, link }) => sum + (link === null ? text.length : 0), 0);
}

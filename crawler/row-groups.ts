import type { Element } from "domhandler";
import { type Outline, type PageText, parentOf } from "./outline.ts";
import { rowDateIn } from "./row.ts";
import { better, type Row } from "./row-finder.ts";

/** Rows that belong together, and the element that they stand in. */
export interface Group {
  readonly node: Element;
  readonly rows: readonly Row[];
}

/** Rows that stand beside each other, and lists that a template has cut in parts of the same make. */
export function grouped(outline: Outline, rows: readonly Row[]): readonly Group[] {
  let groups = new Map<Element, Row[]>();
  for (const row of rows) {
    const above = boxOf(outline, row.node);
    if (above) push(groups, above, row);
  }
  for (let round = 0; round < 3; round++) {
    const lifted = liftedOnce(outline, groups);
    const merged = mergedOnce(outline, lifted);
    if (merged.size === groups.size) break;
    groups = merged;
  }
  return [...groups].map(([node, group]) => ({ node, rows: group }));
}

/** What the row stands in; where each row is a table or list of its own, what that stands in. */
function boxOf(outline: Outline, row: Element): Element | null {
  let box = parentOf(row);
  const links = (node: Element) => {
    const span = outline.spans.get(node);
    return span ? span.linkTo - span.linkFrom : 0;
  };
  while (box && isRowsOwn(box) && links(box) === links(row)) {
    const above = parentOf(box);
    if (!above || above.name === "body") break;
    box = above;
  }
  return box;
}

/** A table may be a row; a list is one where its box has others of the same make beside it: `<div class="row"><ul>…`. */
function isRowsOwn(box: Element): boolean {
  if (/^(?:tbody|table)$/.test(box.name)) return true;
  const above = /^(?:ul|ol|dl)$/.test(box.name) ? parentOf(box) : null;
  if (above?.name !== "div" || !above.attribs.class) return false;
  return [nextOf(above, "next"), nextOf(above, "prev")].some(
    (beside) => beside?.name === above.name && beside.attribs.class === above.attribs.class,
  );
}

function nextOf(node: Element, way: "next" | "prev"): Element | null {
  for (let at = node[way]; at; at = at[way]) if (at.type === "tag") return at as Element;
  return null;
}

/** Rows of which all that their box holds besides is the year or month above them belong to that box. */
function liftedOnce(outline: Outline, groups: ReadonlyMap<Element, Row[]>): Map<Element, Row[]> {
  const lifted = new Map<Element, Row[]>();
  for (const [node, rows] of groups) for (const row of rows) push(lifted, underPeriod(outline, node), row);
  return lifted;
}

function underPeriod(outline: Outline, node: Element): Element {
  const box = parentOf(node);
  const [own, whole] = [outline.spans.get(node), box && outline.spans.get(box)];
  if (!box || !own || !whole || box.name === "body" || box.name === "html") return node;
  const above = outline.texts.slice(whole.textFrom, own.textFrom);
  const isAll = above.length > 0 && above.every(isPeriodHeading) && whole.textTo === own.textTo;
  return isAll ? box : node;
}

function mergedOnce(outline: Outline, groups: ReadonlyMap<Element, Row[]>): Map<Element, Row[]> {
  const families = new Map<Element, Map<string, Element[]>>();
  for (const node of groups.keys()) {
    const above = parentOf(node);
    if (!above || above.name === "body" || above.name === "html") continue;
    const family = families.get(above) ?? new Map<string, Element[]>();
    families.set(above, family);
    push(family, `${node.name} ${makeOf(pinnedTo(outline, node) ?? node)}`, node);
  }
  const merged = new Map<Element, Row[]>();
  const inside = new Map<Element, Element>();
  for (const [above, family] of families)
    for (const parts of family.values())
      if (parts.length > 1 && !groups.has(above) && continuous(outline, parts))
        for (const part of parts) inside.set(part, above);
  for (const [node, rows] of groups) {
    const above = inside.get(node);
    if (!above) for (const row of rows) push(merged, node, row);
    else for (const row of oneEach(outline, node, rows)) push(merged, above, row);
  }
  return merged;
}

/** Class names without what tells rows apart: odd and even, first and last, numbers. */
export function makeOf(node: Element): string {
  return (node.attribs.class ?? "").replace(/\d+|odd|even|first|last|active|current|\bon\b/gi, "").trim();
}

/** The list above which another one holds what is pinned to its top (置顶); null for any other. */
function pinnedTo(outline: Outline, node: Element): Element | null {
  const span = outline.spans.get(node);
  const isPinned =
    span !== undefined &&
    outline.texts
      .slice(span.textFrom, span.textTo)
      .some(({ text }) => /^[[【(（]?置顶[\])）】]?$/.test(text));
  if (!isPinned) return null;
  for (let next = node.next; next; next = next.next)
    if (next.type === "tag") return (next as Element).name === node.name ? (next as Element) : null;
  return null;
}

/** 2016年, 12月, 2016年12月份 (3条): the time of what stands below it. */
const PERIOD_HEADING =
  /^[[【(（]?(?:(?:(?:19|20)\d{2}\s*(?:年度?|[-./])?\s*)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月份?|(?:19|20)\d{2}\s*(?:年度?)?|(?:19|20)\d{2}\s*[-./]\s*\d{1,2})[\]】)）]?(?:\s*[(（[](?:共\s*)?\d{1,4}\s*[条篇个]?[)）\]])?$/;

/** A time heads what follows it: no link, or one that only folds it. */
function isPeriodHeading({ text, link }: PageText): boolean {
  return (link === null || link.url === null) && PERIOD_HEADING.test(text);
}

/** Nothing stands between the parts but white space, or the year or month of what follows. */
function continuous(outline: Outline, parts: readonly Element[]): boolean {
  for (let at = 1; at < parts.length; at++) {
    const [before, after] = [parts[at - 1], parts[at]].map((part) => part && outline.spans.get(part));
    if (!before || !after) return false;
    const between = outline.texts.slice(before.textTo, after.textFrom);
    if (!between.every(isPeriodHeading)) return false;
  }
  return true;
}

/** A part that holds several links but one date is one record with several links. */
function oneEach(outline: Outline, node: Element, rows: readonly Row[]): readonly Row[] {
  const span = outline.spans.get(node);
  const [first] = rows;
  if (!span || !first || rows.length < 2 || rows.length > 4) return rows;
  const dates = outline.texts.slice(span.textFrom, span.textTo).filter((piece) => rowDateIn(piece) !== null);
  if (dates.length !== 1) return rows;
  const main = rows.reduce((best, row) => (better(row.link, best.link) ? row : best), first);
  return [{ node, span, link: main.link }];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

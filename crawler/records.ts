import type { Element } from "domhandler";
import type { PrintedDate } from "../domain/snapshot.ts";
import { type Outline, type PageLink, type PageText, parentOf, type Span } from "./outline.ts";
import { type RowDate, rowDateIn, splitDateIn, titleAndDate, titleOf, withYear } from "./row.ts";

/** One record of a column's list. */
export interface ListRow {
  /** Absolute; as written where the page's address is not known, or where the link is dead (`javascript:;`). */
  readonly url: string;
  /** Whole, also where the list shows it cut. */
  readonly title: string;
  readonly date: PrintedDate | null;
}

/** A stretch of the page that repeats: links, each with what belongs to it. */
export interface Region {
  readonly rows: readonly ListRow[];
  /** Indices into the outline's texts. */
  readonly textFrom: number;
  readonly textTo: number;
  readonly node: Element;
  /** Rows that show a date. */
  readonly dated: number;
  /** Rows whose address looks like that of an article, not of a column. */
  readonly articles: number;
}

interface Row {
  readonly node: Element;
  readonly span: Span;
  readonly link: PageLink;
}

const PAGER_WORD =
  /^[[(（【«‹<\s]*(?:首\s*页|第一页|上\s*一?\s*页|前一?页|下\s*一?\s*页|后一?页|尾\s*页|末\s*页|最后一?页|最末页|上一条|下一条|\d{1,4}|\.{2,3}|…|[<>«»‹›|]+|next|prev(?:ious)?|first|last|go|跳转|转到|第\d+页)[\])）】»›>\s]*$/i;
const MORE_WORD =
  /^[[(（【+<>\s·]*(?:更\s*多.{0,4}|more|查看|查看更多|查看详情|查看全文|详情|详细|详细内容|阅读全文|全文|点击查看|点击下载|下载|附件|预览|打开|进入|返回.{0,4}|rss|打印|关闭|收藏|分享|展开|收起)[\])）】+>»…\s]*$/i;

/** Every stretch of the page that could be a list of records, in page order. */
export function regionsOf(outline: Outline): readonly Region[] {
  const links = outline.links.filter(isRecordLink);
  const labels = repeatedLabels(links);
  const records = links.filter((link) => !labels.has(link.key));
  const rows = rowsOf(outline, records);
  const regions: Region[] = [];
  for (const group of grouped(outline, rows)) {
    const region = regionOf(outline, group);
    if (region) regions.push(region);
  }
  return regions.sort((a, b) => a.textFrom - b.textFrom);
}

/** A link that could be a record: not a pager's, not 更多, not the page itself. */
export function isRecordLink(link: PageLink): boolean {
  const name = link.text === "" ? link.tooltip : link.text;
  return name.length >= 2 && link.key !== "" && !PAGER_WORD.test(name) && !MORE_WORD.test(name);
}

/** Whether an address looks like an article's or a file's, not like a column's. */
export function looksLikeArticle(href: string): boolean {
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

/** Addresses that stand in many rows beside other links: a row's category or issuing office, not its record. */
function repeatedLabels(links: readonly PageLink[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const link of links)
    if (link.url !== null && !looksLikeArticle(link.href) && link.text.length <= 16)
      seen.set(link.key, (seen.get(link.key) ?? 0) + 1);
  return new Set([...seen].filter(([, count]) => count >= 4).map(([key]) => key));
}

const DEEPEST_ROW = 10;

function rowsOf(outline: Outline, links: readonly PageLink[]): readonly Row[] {
  const indexOf = new Map(outline.links.map((link, index) => [link, index]));
  // For each link of the page: the record at or after it, and the first record after that one with another target.
  const recordAt: number[] = new Array(outline.links.length + 1).fill(links.length);
  let next = links.length;
  for (let at = outline.links.length - 1; at >= 0; at--) {
    if (next > 0 && outline.links[at] === links[next - 1]) next--;
    recordAt[at] = next;
  }
  const otherAfter: number[] = new Array(links.length + 1).fill(links.length);
  for (let at = links.length - 2; at >= 0; at--)
    otherAfter[at] = links[at]?.key === links[at + 1]?.key ? (otherAfter[at + 1] ?? links.length) : at + 1;
  const single = (span: Span): boolean => {
    const first = recordAt[span.linkFrom] ?? links.length;
    const other = otherAfter[first] ?? links.length;
    const position = indexOf.get(links[other] as PageLink);
    return position === undefined || position >= span.linkTo;
  };
  const count = (span: Span): number =>
    (recordAt[span.linkTo] ?? links.length) - (recordAt[span.linkFrom] ?? 0);

  const rows: Row[] = [];
  const taken = new Map<Element, number>();
  for (const link of links) {
    const node = multiLinkRow(outline, link, links, count, recordAt) ?? climb(outline, link, single);
    const span = outline.spans.get(node);
    if (!span) continue;
    const before = taken.get(node);
    if (before === undefined) {
      taken.set(node, rows.length);
      rows.push({ node, span, link });
    } else {
      const row = rows[before];
      if (row && better(link, row.link)) rows[before] = { node, span, link };
    }
  }
  return rows;
}

function better(link: PageLink, than: PageLink): boolean {
  const length = (each: PageLink) => Math.max(each.text.length, Math.min(each.tooltip.length, 60));
  return length(link) > length(than);
}

/** The highest element that holds no other record than this link; a list item or table row at most. */
function climb(outline: Outline, link: PageLink, single: (span: Span) => boolean): Element {
  let node = link.node;
  for (let depth = 0; depth < DEEPEST_ROW && node.name !== "li" && node.name !== "tr"; depth++) {
    const above = parentOf(node);
    const span = above && outline.spans.get(above);
    if (!above || !span || above.name === "body" || above.name === "html" || !single(span)) break;
    node = above;
  }
  return node;
}

/** The list item or table row that shows one record by several links: its category, its title, its file. */
function multiLinkRow(
  outline: Outline,
  link: PageLink,
  links: readonly PageLink[],
  count: (span: Span) => number,
  recordAt: readonly number[],
): Element | null {
  let node: Element | null = link.node;
  for (let depth = 0; node && depth < DEEPEST_ROW; depth++, node = parentOf(node)) {
    if (node.name !== "li" && node.name !== "tr" && node.name !== "dl") continue;
    const span = outline.spans.get(node);
    if (!span) return null;
    const records = count(span);
    if (records < 2 || records > 5) return null;
    const from = recordAt[span.linkFrom] ?? 0;
    const parts = new Set(links.slice(from, from + records).map((each) => each.key));
    if (parts.size === 1) return node;
    const dates = outline.texts
      .slice(span.textFrom, span.textTo)
      .filter((piece) => (rowDateIn(piece)?.strength ?? 0) >= 1);
    if (dates.length === 1 || (dates.length === 2 && records >= 3)) return node;
    return null;
  }
  return null;
}

interface Group {
  readonly node: Element;
  readonly rows: readonly Row[];
}

/** Rows that stand beside each other, and lists that a template has cut in parts of the same make. */
function grouped(outline: Outline, rows: readonly Row[]): readonly Group[] {
  let groups = new Map<Element, Row[]>();
  for (const row of rows) {
    const above = boxOf(outline, row.node);
    if (above) push(groups, above, row);
  }
  for (let round = 0; round < 3; round++) {
    const merged = mergedOnce(outline, groups);
    if (merged.size === groups.size) break;
    groups = merged;
  }
  return [...groups].map(([node, group]) => ({ node, rows: group }));
}

/** What the row stands in; where each row is a table of its own, what that table stands in. */
function boxOf(outline: Outline, row: Element): Element | null {
  let box = parentOf(row);
  const links = (node: Element) => {
    const span = outline.spans.get(node);
    return span ? span.linkTo - span.linkFrom : 0;
  };
  while (box && /^(?:tbody|table)$/.test(box.name) && links(box) === links(row)) {
    const above = parentOf(box);
    if (!above || above.name === "body") break;
    box = above;
  }
  return box;
}

function mergedOnce(outline: Outline, groups: ReadonlyMap<Element, Row[]>): Map<Element, Row[]> {
  const families = new Map<Element, Map<string, Element[]>>();
  for (const node of groups.keys()) {
    const above = parentOf(node);
    if (!above || above.name === "body" || above.name === "html") continue;
    const family = families.get(above) ?? new Map<string, Element[]>();
    families.set(above, family);
    push(family, `${node.name} ${makeOf(node)}`, node);
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
function makeOf(node: Element): string {
  return (node.attribs.class ?? "").replace(/\d+|odd|even|first|last|active|current|\bon\b/gi, "").trim();
}

/** Nothing stands between the parts but white space. */
function continuous(outline: Outline, parts: readonly Element[]): boolean {
  for (let at = 1; at < parts.length; at++) {
    const [before, after] = [parts[at - 1], parts[at]].map((part) => part && outline.spans.get(part));
    if (!before || !after || after.textFrom - before.textTo > 0) return false;
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

function regionOf(outline: Outline, group: Group): Region | null {
  const region = outline.spans.get(group.node);
  const rows = [...group.rows].sort((a, b) => a.span.textFrom - b.span.textFrom);
  const first = rows[0];
  const last = rows.at(-1);
  if (!region || !first || !last) return null;
  const leading = rows.length > 1 && datesLead(outline, region, rows);
  const head = datedColumn(outline, group);
  const inTitles = rows.length > 1 && rows.every((row) => titleAndDate(row.link.text) !== null);
  const seen = new Set<string>();
  const read: ListRow[] = [];
  let dated = 0;
  let articles = 0;
  rows.forEach((row, at) => {
    if (seen.has(row.link.key)) return;
    const before = leading ? (rows[at - 1]?.span.textTo ?? region.textFrom) : row.span.textFrom;
    const after = leading ? row.span.textTo : (rows[at + 1]?.span.textFrom ?? region.textTo);
    const pieces = outline.texts.slice(before, after);
    const own = outline.texts.slice(row.span.textFrom, row.span.textTo);
    const written = inTitles ? titleAndDate(row.link.text) : null;
    const found = written ?? dateOfRow(own, row.link, head) ?? dateOfRow(pieces.slice(0, 40), row.link, null);
    const title =
      written?.title ??
      titleOf(
        row.link,
        outline,
        found && "piece" in found && found.piece.link === row.link ? found.piece : null,
      );
    if (title === "") return;
    seen.add(row.link.key);
    const url = row.link.url ?? row.link.href;
    const date = found
      ? withYear(found.date, url, () => yearAbove(outline, row.span.textFrom, region.textFrom))
      : null;
    if (date) dated++;
    if (looksLikeArticle(row.link.href)) articles++;
    read.push({ url, title, date });
  });
  if (read.length === 0) return null;
  return {
    rows: read,
    textFrom: first.span.textFrom,
    textTo: Math.max(last.span.textTo, 0),
    node: group.node,
    dated,
    articles,
  };
}

/** Dates stand before their links, outside of them: `<span>2020-01-01</span><a>…</a><br>`. */
function datesLead(outline: Outline, region: Span, rows: readonly Row[]): boolean {
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return false;
  const inOwn = outline.texts
    .slice(first.span.textFrom, first.span.textTo)
    .some((piece) => rowDateIn(piece) !== null);
  if (inOwn) return false;
  const isDate = (piece: PageText) => (rowDateIn(piece)?.strength ?? 0) >= 1;
  const before = outline.texts.slice(Math.max(region.textFrom, first.span.textFrom - 4), first.span.textFrom);
  const after = outline.texts.slice(last.span.textTo, Math.min(region.textTo, last.span.textTo + 4));
  return before.some(isDate) && !after.some(isDate);
}

/** Where a table's head says which of several dates is the day of publication: its place among the cells. */
function datedColumn(outline: Outline, group: Group): number | null {
  if (group.rows[0]?.node.name !== "tr") return null;
  let table: Element | null = group.node;
  while (table && table.name !== "table") table = parentOf(table);
  const head = table && firstRow(table);
  if (!head) return null;
  const names = cellsOf(head).map((cell) => {
    const span = outline.spans.get(cell);
    return span
      ? outline.texts
          .slice(span.textFrom, span.textTo)
          .map(({ text }) => text)
          .join("")
      : "";
  });
  const found = names.findIndex((name) =>
    /^(?:发布|公开|公布|上网|更新)\S{0,2}(?:时间|日期)$/.test(name.replace(/\s/g, "")),
  );
  return found >= 0 ? found : null;
}

function firstRow(table: Element): Element | null {
  const queue: Element[] = [table];
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (node.name === "tr") return node;
    for (const child of node.children)
      if (child.type === "tag" && child.name !== "table") queue.push(child as Element);
  }
  return null;
}

function cellsOf(row: Element): readonly Element[] {
  return row.children.filter(
    (child): child is Element => child.type === "tag" && /^t[dh]$/.test((child as Element).name),
  );
}

function dateOfRow(pieces: readonly PageText[], link: PageLink, cell: number | null): RowDate | null {
  const outside = pieces.filter((piece) => piece.link === null);
  const dates = outside.map(rowDateIn).filter((found): found is RowDate => found !== null);
  const full = dates.filter(({ strength }) => strength === 3);
  if (full.length > 1 && cell !== null) {
    const there = full.find(({ piece }) => cellIndexOf(piece) === cell);
    if (there) return there;
  }
  const published = full.find(({ piece }) => /发布|公开|更新/.test(piece.text));
  const inLink = pieces.filter((piece) => piece.link === link);
  const inLinkDate = () => {
    if (inLink.length < 2) return null;
    return (
      inLink.map(rowDateIn).find((found) => found?.strength === 3) ??
      splitDateIn(inLink) ??
      inLink.map(rowDateIn).find((found) => found !== null) ??
      null
    );
  };
  return (
    published ??
    full[0] ??
    splitDateIn(outside) ??
    dates.find(({ strength }) => strength === 2) ??
    dates[0] ??
    inLinkDate()
  );
}

function cellIndexOf(piece: PageText): number | null {
  for (let node = piece.parent; node; node = parentOf(node))
    if (node.name === "td") {
      const row = parentOf(node);
      return row ? cellsOf(row).indexOf(node) : null;
    }
  return null;
}

/** A year that stands alone above the row: `2019年`. */
function yearAbove(outline: Outline, before: number, regionFrom: number): number | null {
  for (let at = before - 1; at >= Math.max(0, regionFrom - 3); at--) {
    const piece = outline.texts[at];
    const found =
      piece && piece.link === null
        ? /^[[【(（]?((?:19|20)\d{2})\s*(?:年度?)?[\]】)）]?$/.exec(piece.text)
        : null;
    if (found) return Number(found[1]);
  }
  return null;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

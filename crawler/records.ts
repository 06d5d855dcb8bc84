import type { Element } from "domhandler";
import type { PrintedDate } from "../domain/snapshot.ts";
import { cellIndexOf, type DateColumn, dateColumns } from "./date-columns.ts";
import { looksLikeArticle } from "./link-kind.ts";
import { type Outline, type PageLink, type PageText, parentOf, type Span } from "./outline.ts";
import { type RowDate, rowDateIn, splitDateIn, titleAndDate, titleOf, withYear } from "./row.ts";
import { type Row, rowsOf } from "./row-finder.ts";
import { type Group, grouped } from "./row-groups.ts";
import { columnKey } from "./site.ts";

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
  /** The most links that stand between two of its rows and belong to neither. */
  readonly gap: number;
  /** Of a single row: its date stands close to its link, with hardly anything else. */
  readonly compact: boolean;
}

/** Every stretch of the page that could be a list of records, in page order. */
export function regionsOf(outline: Outline): readonly Region[] {
  const regions: Region[] = [];
  const groups = grouped(outline, rowsOf(outline));
  const starts = groups.flatMap(({ rows }) => rows.map(({ span }) => span.textFrom)).sort((a, b) => a - b);
  for (const group of groups) {
    const region = regionOf(outline, group, starts);
    if (region) regions.push(region);
  }
  return regions.sort((a, b) => a.textFrom - b.textFrom);
}

/** `starts`: where rows of any group begin, ascending; what stands behind the next one is no longer of a row. */
function regionOf(outline: Outline, group: Group, starts: readonly number[]): Region | null {
  const region = outline.spans.get(group.node);
  const rows = group.rows
    .filter((row) => !leadsToItself(outline, row))
    .sort((a, b) => a.span.textFrom - b.span.textFrom);
  const first = rows[0];
  const last = rows.at(-1);
  if (!region || !first || !last) return null;
  const leading = rows.length > 1 && datesLead(outline, region, rows);
  const head = dateColumns(outline, group, first.span.textFrom);
  const inTitles = rows.length > 1 && rows.every((row) => titleAndDate(row.link.text) !== null);
  const seen = new Set<string>();
  const read: ListRow[] = [];
  let dated = 0;
  let compact = false;
  let articles = 0;
  rows.forEach((row, at) => {
    if (seen.has(row.link.key)) return;
    const before = leading ? (rows[at - 1]?.span.textTo ?? region.textFrom) : row.span.textFrom;
    const following = rows[at + 1]?.span.textFrom ?? region.textTo;
    const after = leading ? row.span.textTo : Math.min(following, startAfter(starts, row.span.textTo));
    const pieces = outline.texts.slice(before, after);
    const own = outline.texts.slice(row.span.textFrom, row.span.textTo);
    const written = inTitles ? titleAndDate(row.link.text) : null;
    const found =
      written ??
      dateOfRow(own, row.link, head) ??
      // What the head calls by another name is no date of the row's, wherever it is looked for.
      (head && own.some((piece) => rowDateIn(piece) !== null)
        ? null
        : dateOfRow(pieces.slice(0, 40), row.link, null));
    const title =
      written?.title ??
      titleOf(
        row.link,
        outline,
        found && "piece" in found && found.piece.link === row.link ? (found.parts ?? [found.piece]) : [],
      );
    if (title === "") return;
    seen.add(row.link.key);
    const url = row.link.url ?? row.link.href;
    const date = found
      ? withYear(found.date, url, () => yearAbove(outline, row.span.textFrom, region.textFrom))
      : null;
    if (date) dated++;
    if (rows.length === 1 && found)
      compact = !("piece" in found) || isCompact(outline, row.link, found.piece);
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
    gap: widestGap(rows),
    compact,
  };
}

/** A breadcrumb and a menu lead to the page on which they stand, or to the first one of its list; records lead away. */
function leadsToItself({ url }: Outline, { link }: Row): boolean {
  if (url === null || link.url === null) return false;
  const first = [url, url.replace(/\?.*$/, ""), url.replace(/_\d{1,4}(\.\w+)$/, "$1")];
  return first.some((own) => columnKey(own) === columnKey(link.url ?? ""));
}

function startAfter(starts: readonly number[], from: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return starts[low] ?? Number.POSITIVE_INFINITY;
}

function widestGap(rows: readonly Row[]): number {
  let [widest, end] = [0, rows[0]?.span.linkTo ?? 0];
  for (const { span } of rows) {
    widest = Math.max(widest, span.linkFrom - end);
    end = Math.max(end, span.linkTo);
  }
  return widest;
}

const LONGEST_ROW_REST = 40;

/** The smallest element around the link that holds the date holds little else. */
function isCompact(outline: Outline, link: PageLink, date: PageText): boolean {
  const at = outline.texts.indexOf(date);
  for (let node: Element | null = link.node; node; node = parentOf(node)) {
    const span = outline.spans.get(node);
    if (!span || at < span.textFrom || at >= span.textTo) continue;
    const rest = outline.texts.slice(span.textFrom, span.textTo).filter((piece) => piece.link !== link);
    return rest.reduce((sum, { text }) => sum + text.length, 0) <= LONGEST_ROW_REST;
  }
  return false;
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

function dateOfRow(
  pieces: readonly PageText[],
  link: PageLink,
  head: readonly DateColumn[] | null,
): RowDate | null {
  const outside = pieces.filter((piece) => piece.link === null);
  const dates = outside.map(rowDateIn).filter((found): found is RowDate => found !== null);
  const full = dates.filter(({ strength }) => strength === 3);
  if (head && full.length > 0) {
    const kindOf = (found: RowDate, at: number) => {
      const cell = cellIndexOf(found.piece);
      return head.find((column) =>
        column.cell === null ? column.order === at && full.length === head.length : column.cell === cell,
      )?.kind;
    };
    const kinds = full.map(kindOf);
    const there = full[kinds.indexOf("published")];
    if (there) return there;
    const plain = full.find((_, at) => kinds[at] !== "other");
    return plain ?? null;
  }
  const published = full.find(({ piece }) => /发布|公开|更新/.test(piece.text));
  const split = splitDateIn(outside);
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
    (split?.date.day ? split : null) ??
    dates.find(({ strength }) => strength === 2) ??
    dates[0] ??
    split ??
    inLinkDate()
  );
}

/** A year that stands alone above the row, or with its month: `2019年`, `2019年3月`. */
function yearAbove(outline: Outline, before: number, regionFrom: number): number | null {
  for (let at = before - 1; at >= Math.max(0, regionFrom - 3); at--) {
    const piece = outline.texts[at];
    const found =
      piece && piece.link === null
        ? /^[[【(（]?((?:19|20)\d{2})\s*(?:年度?)?(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月份?)?[\]】)）]?(?:\s*[(（[](?:共\s*)?\d{1,4}\s*[条篇个]?[)）\]])?$/.exec(
            piece.text,
          )
        : null;
    if (found) return Number(found[1]);
  }
  return null;
}

import type { Element } from "domhandler";
import { isRecordLink, looksLikeArticle } from "./link-kind.ts";
import { type Outline, type PageLink, parentOf, type Span } from "./outline.ts";
import { rowDateIn } from "./row.ts";

/** One record's place in the page, and the link that is its own. */
export interface Row {
  readonly node: Element;
  readonly span: Span;
  readonly link: PageLink;
}

const DEEPEST_ROW = 10;

/** The rows that the page's links stand in: one for each record link that is not a mere label of rows. */
export function rowsOf(outline: Outline): readonly Row[] {
  const candidates = outline.links.filter((link) => isRecordLink(link) && !isNeighbour(outline, link));
  const labels = repeatedLabels(candidates);
  const links = candidates.filter((link) => !labels.has(link.key));
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

/** 上一篇, 下一篇: what stands beside an article in its column. */
function isNeighbour(outline: Outline, link: PageLink): boolean {
  return /^[\s【[]*[上下前后]一?[篇条则][\]】:：\s]*$/.test(outline.texts[link.textFrom - 1]?.text ?? "");
}

/** Whether `link` is likelier the title of a row than the other: it says more. */
export function better(link: PageLink, than: PageLink): boolean {
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

/** Addresses that stand in many rows beside other links: a row's category or issuing office, not its record. */
function repeatedLabels(links: readonly PageLink[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const link of links)
    if (link.url !== null && !looksLikeArticle(link.href) && link.text.length <= 16)
      seen.set(link.key, (seen.get(link.key) ?? 0) + 1);
  return new Set([...seen].filter(([, count]) => count >= 4).map(([key]) => key));
}

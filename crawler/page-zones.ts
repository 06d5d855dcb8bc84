import type { Heading } from "./article-title.ts";
import { isAboveText, isFrame, type Region } from "./body-region.ts";
import { isOfLink } from "./of-link.ts";
import type { Labels } from "./page-labels.ts";
import { isWithinAny, type Line, type PageLines } from "./page-lines.ts";
import { printedDateIn } from "./printed-date.ts";

/** Where a line stands: `head` around the heading and in tables of particulars, `foot` right below the body. */
export type Zone = "head" | "body" | "foot" | "far";

const LINES_ABOVE = 12;
/** Where no heading tells where an article begins. */
const LINES_ABOVE_BODY = 25;
const LINES_BELOW = 40;

/** Tells for each line of an article's page where it stands. Hidden lines are `far`. */
export function zonesOf(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  region: Region,
): (line: Line) => Zone {
  const top = heading ? heading.first - LINES_ABOVE : region.first - LINES_ABOVE_BODY;
  const text = textRange(page, labels, heading, region);
  return (line) => {
    if (line.block.hidden) return "far";
    if (labels.tables.size > 0 && isWithinAny(line.block, labels.tables)) return "head";
    if (line.index < text.first) {
      // What stands above the heading beside a link tells of what that leads to.
      const isOther = (heading === null || line.index < heading.first) && isOfLink(page, line);
      return line.index >= Math.min(top, region.first) && !isOther ? "head" : "far";
    }
    if (line.index < text.end) return line.block.noise ? "far" : "body";
    return line.index < text.end + LINES_BELOW ? "foot" : "far";
  };
}

/**
 * The lines of the region that are text. Where heading, particulars and text share a block, text begins below
 * the particulars, and ends above those that stand below it.
 */
export function textRange(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  region: Region,
): { readonly first: number; readonly end: number } {
  let { first, end } = region;
  const own = heading !== null && heading.first >= first && heading.end <= end && region.block !== null;
  if (own && (!region.certain || isPlainHeading(page, region, heading))) first = heading.end;
  if (region.certain) return { first: belowParticulars(page, labels, heading, first, end), end };
  if (own) while (first < end && isAboveText(page.lines[first], labels)) first++;
  while (end > first && isBelowText(page.lines[end - 1], labels)) end--;
  return { first, end };
}

/** Where the template prints neither day nor source, editors write them as the first line of the text. */
function belowParticulars(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  first: number,
  end: number,
): number {
  const line = page.lines[first];
  if (!heading || !line || heading.end > first || first + 1 >= end || line.text.length > 80) return first;
  const its = labels.all.filter((one) => one.line === first);
  const isParticulars =
    labels.lines.has(first) &&
    its.some(({ field, rank, state }) => field === "source" && rank <= 2 && state === "text") &&
    printedDateIn(line.text)?.day;
  if (!isParticulars) return first;
  const above = page.lines.slice(heading.end, first);
  const isKnown = above.some(
    ({ index, text }) =>
      printedDateIn(text) !== null ||
      labels.all.some((one) => one.line === index && (one.field === "source" || one.field === "published")),
  );
  return isKnown ? first : first + 1;
}

/** The heading proper, not a title that the text repeats: nothing but particulars stand between it and the text. */
function isPlainHeading(page: PageLines, region: Region, heading: Heading): boolean {
  return heading.first === region.first && isAboveText(page.lines[heading.end], NO_LABELS);
}

const NO_LABELS: Labels = { all: [], tables: new Set(), lines: new Set() };

/** A bare date below a text is its signature's, and 时间： a part of it: both belong to it. */
function isBelowText(line: Line | undefined, labels: Labels): boolean {
  if (!line || line.text.length >= 120) return false;
  if (isFrame(line)) return true;
  if (!labels.lines.has(line.index)) return false;
  return labels.all.some(
    (one) =>
      one.line === line.index && (one.field === "published" || one.field === "source") && one.rank <= 2,
  );
}

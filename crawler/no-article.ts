import type { Reason } from "../domain/snapshot.ts";
import type { Heading } from "./article-title.ts";
import { isAboveText, isListRow, type Region } from "./body-region.ts";
import { notAPage } from "./not-a-page.ts";
import type { PageDocument } from "./page-document.ts";
import type { Labels } from "./page-labels.ts";
import { isAged, type Line, type PageLines } from "./page-lines.ts";
import { printedDateIn } from "./printed-date.ts";
import { squeeze } from "./text-of.ts";

/** A page with more text than this says something of its own. */
const LITTLE_TEXT = 400;
/** An empty shell has a name and a few words of its menu at most. */
const SHELL_TEXT = 20;
/** So many dated links are a list; an article's side bar has as many, but an article has text. */
const LIST_ROWS = 5;
const SHORT_BODY = 200;
const SHORTEST_BODY = 100;

/** Why the page is no article, or null where it may be one. */
export function noArticleReason(document: PageDocument): Reason | null {
  const { html, lines: page, labels } = document;
  // However little it says: no message of a server prints when it was published.
  if (labels.all.some(({ field, state }) => field === "published" && state === "text")) return null;
  let chars = 0;
  for (const line of page.lines) {
    if (!line.block.hidden) chars += squeeze(line.text).length;
    if (chars > LITTLE_TEXT) return null;
  }
  const reason = notAPage(document, 200);
  if (reason) return reason;
  const pictured = page.media.some(({ block }) => !block.hidden);
  if (chars >= SHELL_TEXT || pictured) return null;
  return /<script\b/i.test(html) ? "needs-browser" : chars === 0 ? "unreadable" : null;
}

/**
 * Whether what was found may be a list, a column's front or an index, to which addresses of removed articles
 * often lead: little text, and nothing that an article prints under its heading.
 */
export function isOtherPage(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  region: Region,
  body: readonly string[],
): boolean {
  const chars = squeeze(body.join("")).length;
  if (chars >= SHORT_BODY || (chars >= SHORTEST_BODY && region.certain)) return false;
  if (labels.tables.size > 0) return false;
  if (heading && page.lines.slice(heading.first, heading.end).some(isDatedHeading)) return false;
  if (heading && page.lines.slice(heading.end, heading.end + 4).some((line) => isOfArticle(line, labels)))
    return false;
  if (!region.certain && chars < SHORTEST_BODY) return true;
  return rowsIn(page) >= LIST_ROWS;
}

function isDatedHeading(line: Line): boolean {
  return line.runs.length > 1 && line.runs.some(({ text }) => text.length < 30 && printedDateIn(text)?.day);
}

function isOfArticle(line: Line, labels: Labels): boolean {
  if (line.block.hidden) return false;
  // Its particulars may hold links to print it or to enlarge its type.
  if (labels.lines.has(line.index)) return line.linkChars <= 20;
  if (line.linkChars > 0 || !isAboveText(line, labels)) return false;
  return printedDateIn(line.text) !== null || isAged(line);
}

function rowsIn(page: PageLines): number {
  let rows = 0;
  for (const line of page.lines) {
    if (line.block.hidden || line.block.noise || line.linkChars < 6) continue;
    const beside = [line, page.lines[line.index + 1], page.lines[line.index - 1]];
    if (isListRow(line) && beside.some((one) => one && one.text.length < 300 && isDated(one))) rows++;
  }
  return rows;
}

function isDated(line: Line): boolean {
  const text = line.runs.map((run) => (run.link ? "" : run.text)).join("");
  return printedDateIn(text) !== null;
}

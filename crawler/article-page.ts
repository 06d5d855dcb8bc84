import type { Attachment, PrintedDate, Reason } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { type Heading, headingAbove, headingOf } from "./article-title.ts";
import { attachmentsOf, carriersOf, isAttachment } from "./attachments.ts";
import { bodyLinesOf } from "./body-lines.ts";
import { type BodyPlaces, bodyPlacesOf, NO_PLACES } from "./body-place.ts";
import { bodyRegionOf, isAboveText, type Region, regionBelow } from "./body-region.ts";
import { labelledNumber, numberAtTop, numberInTitle, numberLine } from "./document-number.ts";
import { hasEmptyPlace } from "./empty-place.ts";
import { guarded } from "./guarded.ts";
import { isOtherPage, noArticleReason } from "./no-article.ts";
import { PageDocument } from "./page-document.ts";
import type { Labels } from "./page-labels.ts";
import { cleaned, isTemplate, type Line, type PageLines } from "./page-lines.ts";
import { datedLinesBelow, signedIn, sourceIn } from "./page-particulars.ts";
import { type Zone, zonesOf } from "./page-zones.ts";
import { publishedIn } from "./publication-day.ts";
import { type Reading, read, unread } from "./reading.ts";

export { mainTextOf } from "./main-text.ts";

/** What an article's page says. Known `null`: the page was read and prints no such thing. */
export interface ArticleReading {
  /** The heading, whole, folded. */
  readonly title: Reading<string>;
  /** The day of publication as the page prints it for a reader; the page's tags do not count. */
  readonly publishedOn: Reading<PrintedDate | null>;
  /** The day on which the document was signed. */
  readonly writtenOn: Reading<CalendarDate | null>;
  readonly source: Reading<string | null>;
  /** The item's own number, never one that it cites; spaces removed. */
  readonly documentNumber: Reading<string | null>;
  readonly indexNumber: Reading<string | null>;
  /** Text, paragraphs as lines. "" where pictures, films or attachments carry the content, or nothing does. */
  readonly body: Reading<string>;
  readonly attachments: Reading<readonly Attachment[]>;
  /** Pictures, films, frames, viewers and attachments in the body. */
  readonly carriers: Reading<readonly Attachment[]>;
  /** The tags of the government standard, by canonical name. */
  readonly tags: Readonly<Record<string, string>>;
  readonly places: BodyPlaces;
}

/** The form of `xuncha read --json`: unknown readings stand in `unknown`, with their reason, and nowhere else. */
export interface ArticleJson {
  readonly kind: "article";
  readonly url: string | null;
  readonly title: string | null;
  readonly publishedOn: CalendarDate | null;
  readonly writtenOn: CalendarDate | null;
  readonly source: string | null;
  readonly documentNumber: string | null;
  readonly indexNumber: string | null;
  readonly body: string | null;
  readonly attachments: readonly Attachment[];
  readonly tags: Readonly<Record<string, string>>;
  readonly unknown: Readonly<Record<string, Reason>>;
}

/** Reads an article's page. Its address makes others absolute; without it they stay as written. Never throws. */
export function readArticle(document: PageDocument): ArticleReading {
  return guarded(
    () => articleIn(document),
    () => nothing("unreadable", {}),
  );
}

function articleIn(document: PageDocument): ArticleReading {
  const { base, lines: page, labels, tags: pageTags } = document;
  const { tags } = pageTags;
  const reason = noArticleReason(document);
  if (reason) return nothing(reason, tags);
  const found = headingOf(page, labels, pageTags);
  const region =
    bodyRegionOf(page, labels, found) ?? (found && regionBelow(page, labels, found, isAttachment));
  if (!region) return nothing("unreadable", tags);
  const heading = found ?? headingAbove(page, region.first, (line) => isAboveText(line, labels));
  if (heading && isTemplate(heading.text)) return nothing("needs-browser", tags);
  const lines = bodyLinesOf(page, region, labels, heading);
  if (isOtherPage(page, labels, heading, region, lines)) return nothing("unreadable", tags);
  const zoneOf = zonesOf(page, labels, heading, region);
  const body = bodyOf(lines, page, region);
  return {
    title: heading ? read(heading.text) : titleFromTags(tags),
    publishedOn: unlessFilled(publishedIn(page, labels, heading, zoneOf), document, "published"),
    writtenOn: signedIn(page, labels, zoneOf, lines),
    source: unlessFilled(sourceIn(page, labels, zoneOf, lines, heading), document, "source"),
    documentNumber: documentNumberOf(labels, heading, page, region, zoneOf, lines),
    indexNumber: indexNumberOf(labels, page, zoneOf),
    body,
    attachments: read(attachmentsOf(page, region, base)),
    carriers: read(carriersOf(page, region, base)),
    tags,
    places: bodyPlacesOf(document, region, body),
  };
}

/** The page in the form of `xuncha read --json`. */
export function articleJson(html: string, url: string | null): ArticleJson {
  const article = readArticle(new PageDocument(html, url));
  const unknown: Record<string, Reason> = {};
  const value = <T>(name: string, reading: Reading<T>): T | null => {
    if (reading.known) return reading.value;
    unknown[name] = reading.reason;
    return null;
  };
  const published = value("publishedOn", article.publishedOn);
  // Something is printed, but it is no day: that is not the same as nothing.
  if (published && published.day === null) unknown.publishedOn = "unreadable";
  return {
    kind: "article",
    url,
    title: value("title", article.title),
    publishedOn: published?.day ?? null,
    writtenOn: value("writtenOn", article.writtenOn),
    source: value("source", article.source),
    documentNumber: value("documentNumber", article.documentNumber),
    indexNumber: value("indexNumber", article.indexNumber),
    body: value("body", article.body),
    attachments: value("attachments", article.attachments) ?? [],
    tags: article.tags,
    unknown,
  };
}

function nothing(reason: Reason, tags: Readonly<Record<string, string>>): ArticleReading {
  const none = unread(reason);
  return {
    title: none,
    publishedOn: none,
    writtenOn: none,
    source: none,
    documentNumber: none,
    indexNumber: none,
    body: none,
    attachments: none,
    carriers: none,
    tags,
    places: NO_PLACES,
  };
}

/** Nothing printed proves nothing where a script has yet to fill the place for it. */
function unlessFilled<T>(
  reading: Reading<T | null>,
  { html }: PageDocument,
  field: "published" | "source",
): Reading<T | null> {
  const isNone = reading.known && reading.value === null;
  return isNone && hasEmptyPlace(html, field) ? unread("needs-browser") : reading;
}

/** No line is clearly the heading: the page's own tag still says what it is called. */
function titleFromTags(tags: Readonly<Record<string, string>>): Reading<string> {
  return tags.ArticleTitle ? read(tags.ArticleTitle) : unread("unreadable");
}

function documentNumberOf(
  labels: Labels,
  heading: Heading | null,
  page: PageLines,
  region: Region,
  zoneOf: (line: Line) => Zone,
  lines: readonly string[],
): Reading<string | null> {
  let script = false;
  for (const { field, value, state, line } of labels.all) {
    if (field !== "number" || !isInHead(page.lines[line], zoneOf)) continue;
    const number = labelledNumber(value);
    if (number) return read(number, value);
    script ||= state === "script" && value === "";
  }
  const between = heading ? page.lines.slice(heading.end, region.first).map((line) => line.text) : [];
  const number =
    numberAtTop(lines) ??
    numberAtTop(between) ??
    (heading && (numberOfHeading(page, heading) ?? numberBesideDate(page, zoneOf, heading)));
  if (number) return read(number);
  return script ? unread("needs-browser") : read(null);
}

/** In an element of its own beside the title, or within the title. */
function numberOfHeading(page: PageLines, heading: Heading): string | null {
  for (const line of page.lines.slice(heading.first, heading.end)) {
    const beside = line.runs.slice(1).map((run) => numberLine(cleaned(run.text), ""));
    const number = beside.find((found) => found !== null);
    if (number) return number;
  }
  return numberInTitle(heading.text);
}

/** 2016-03-02 来源：县林业局 清林发〔2016〕5号: without a label, beside the date below the heading. */
function numberBesideDate(page: PageLines, zoneOf: (line: Line) => Zone, heading: Heading): string | null {
  const words = datedLinesBelow(page, zoneOf, heading).flatMap(({ text }) => text.split(/[\s|｜]+/));
  return words.map((word) => numberLine(word, "")).find((number) => number !== null) ?? null;
}

function indexNumberOf(
  labels: Labels,
  page: PageLines,
  zoneOf: (line: Line) => Zone,
): Reading<string | null> {
  let script = false;
  for (const { field, value, state, line } of labels.all) {
    if (field !== "index" || !isInHead(page.lines[line], zoneOf)) continue;
    if (value !== "") return read(value);
    script ||= state === "script";
  }
  return script ? unread("needs-browser") : read(null);
}

/** Within a text, and in a form below it, a label is of something else. */
function isInHead(line: Line | undefined, zoneOf: (line: Line) => Zone): boolean {
  return line !== undefined && zoneOf(line) === "head";
}

function bodyOf(lines: readonly string[], page: PageLines, region: Region): Reading<string> {
  const body = lines.join("\n");
  if (lines.length > 0 && lines.every(isTemplate)) return unread("needs-browser");
  if (body !== "") return read(body, body.slice(0, 80));
  const carried = carriersOf(page, region, null).length > 0;
  if (carried) return read("");
  const waiting = page.lines.slice(region.first, region.end).some((line) => line.text === "");
  if (waiting || page.withheld) return unread("needs-browser");
  // Where the page does not say itself that this is the content, an empty place proves nothing.
  return region.certain ? read("") : unread("unreadable");
}

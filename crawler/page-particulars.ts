import type { PrintedDate } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { Heading } from "./article-title.ts";
import { numberLine } from "./document-number.ts";
import { isBelowOthers, isOfLink } from "./of-link.ts";
import type { Labelled, Labels } from "./page-labels.ts";
import type { Line, PageLines } from "./page-lines.ts";
import type { Zone } from "./page-zones.ts";
import { printedDateIn } from "./printed-date.ts";
import { dateAtStart } from "./publication-day.ts";
import { isPublisher, SIGNER } from "./publisher.ts";
import { type Reading, read, unread } from "./reading.ts";

/** The printed source; where several labels name one, the plainest label that is not empty. */
export function sourceIn(
  page: PageLines,
  labels: Labels,
  zoneOf: (line: Line) => Zone,
  body: readonly string[],
  heading: Heading | null,
): Reading<string | null> {
  let waiting = false;
  let passed = false;
  let best: Labelled | null = null;
  for (const labelled of labels.all) {
    if (labelled.field !== "source") continue;
    const line = page.lines[labelled.line];
    if (!line || line.block.noise) continue;
    const zone = zoneOf(line);
    if (zone === "body" || line.block.hidden || (zone === "far" && !labelled.cell)) continue;
    if (zone !== "head" && isOfLink(page, line)) continue;
    if (zone === "foot" && isBelowOthers(page, line.index, footAbove(page, line, zoneOf))) {
      passed ||= labelled.value !== "";
      continue;
    }
    if (labelled.value !== "" && isSource(labelled.value)) {
      if (best === null || labelled.rank < best.rank) best = labelled;
    } else if (labelled.state === "script") waiting = true;
  }
  if (best) return read(withoutNumber(best.value), excerpt(page, best.line));
  const atFoot = sourceAtFoot(body);
  if (atFoot) return read(atFoot);
  const given = labels.all.filter(({ field }) => field === "source");
  // Without a heading nothing tells the head from the text.
  const inText = heading === null && given.some(({ value }) => value !== "");
  if (passed || inText || (given.length === 0 && hasByline(body))) return unread("unreadable");
  if (waiting) return unread("needs-browser");
  const beside = heading && publisherBesideDate(page, labels, zoneOf, heading);
  if (beside) return read(beside.name, excerpt(page, beside.line));
  return isSignedBelow(page, zoneOf) ? unread("unreadable") : read(null);
}

/** （县林业局 2016-03-02） right below the text: it may be the page's source, or somebody else's. */
function isSignedBelow(page: PageLines, zoneOf: (line: Line) => Zone): boolean {
  const below = page.lines.find((line) => zoneOf(line) === "foot" && !line.block.noise);
  if (!below || below.linkChars > 0 || below.text.length > 60 || !printedDateIn(below.text)) return false;
  return below.text.split(/[\s|｜（）()【】[\]]+/).some(isPublisher);
}

/** 县林业局 清林发〔2016〕5号: the number that follows without a label is the document's. */
function withoutNumber(source: string): string {
  const words = source.split(/\s+/);
  const kept = words.filter((word, at) => at === 0 || numberLine(word, "") === null);
  return kept.length < words.length ? kept.join(" ") : source;
}

/** 2016-03-02 县林业局: who published, without a label, beside the date below the heading. */
function publisherBesideDate(
  page: PageLines,
  labels: Labels,
  zoneOf: (line: Line) => Zone,
  heading: Heading,
): { readonly name: string; readonly line: number } | null {
  for (const { text, line } of datedLinesBelow(page, zoneOf, heading)) {
    // An empty 来源： says that none is given.
    if (labels.all.some((one) => one.line === line && one.field === "source")) return null;
    const names = text.split(/[\s|｜/]+/).filter(isPublisher);
    if (names.length === 1 && names[0]) return { name: names[0], line };
    const beside = [line + 1, line - 1].find((at) => isNameAlone(page, labels, zoneOf, heading, at));
    if (beside !== undefined) return { name: page.lines[beside]?.text ?? "", line: beside };
  }
  return null;
}

/** A line below the heading that is nothing but who published, as where an icon stands for each label. */
function isNameAlone(
  page: PageLines,
  labels: Labels,
  zoneOf: (line: Line) => Zone,
  heading: Heading,
  at: number,
): boolean {
  const line = page.lines[at];
  if (!line || at < heading.end || line.linkChars > 0 || line.block.hidden || zoneOf(line) !== "head")
    return false;
  return !labels.lines.has(at) && isPublisher(line.text);
}

/** Lines below the heading and above the text that print a date, without it. */
export function datedLinesBelow(
  page: PageLines,
  zoneOf: (line: Line) => Zone,
  heading: Heading,
): readonly { readonly text: string; readonly line: number }[] {
  return page.lines.slice(heading.end, heading.end + MOST_LINES_BELOW).flatMap((line) => {
    if (line.text.length > LONGEST_DATED || line.linkChars > line.text.length / 2) return [];
    if (line.block.hidden || line.block.noise || zoneOf(line) !== "head") return [];
    const date = printedDateIn(line.text);
    return date ? [{ text: line.text.replace(date.text, " "), line: line.index }] : [];
  });
}

const MOST_LINES_BELOW = 6;
const LONGEST_DATED = 160;

/** How many lines lie between the text's end and a line below it. */
function footAbove(page: PageLines, { index }: Line, zoneOf: (line: Line) => Zone): number {
  const text = page.lines.slice(0, index).findLastIndex((line) => zoneOf(line) !== "foot");
  return index - 1 - text;
}

/** 成文日期: labelled, or signed at the end of the text under the name of who wrote it. */
export function signedIn(
  page: PageLines,
  labels: Labels,
  zoneOf: (line: Line) => Zone,
  body: readonly string[],
): Reading<CalendarDate | null> {
  let waiting = false;
  const inHead = labels.all.filter(({ line: index }) => {
    const line = page.lines[index];
    return line && zoneOf(line) === "head";
  });
  const written = inHead.filter(({ field }) => field === "written");
  const issued = inHead.filter(({ label }) => label === "发文日期" || label === "印发日期");
  for (const { value, state } of [...written, ...issued]) {
    const date = dateAtStart(value);
    if (date?.day) return read(date.day, date.text);
    waiting ||= state === "script";
  }
  const signed = signatureDate(body);
  if (signed?.day) return read(signed.day, signed.text);
  return waiting ? unread("needs-browser") : read(null);
}

/** A signature above what is attached is the document's own; one below may be that of an attached document. */
function signatureDate(body: readonly string[]): PrintedDate | null {
  const attached = body.findIndex((line) => /^附\s*件\s*[\d一二三四五六七八九]{0,2}\s*[:：]?$/.test(line));
  return (attached > 0 ? lastSignature(body.slice(0, attached)) : null) ?? lastSignature(body);
}

function lastSignature(body: readonly string[]): PrintedDate | null {
  for (let at = body.length - 1; at > 0; at--) {
    const line = body[at] ?? "";
    const date = printedDateIn(line);
    if (!date || line.length > LONGEST_SIGNATURE || isOfTimetable(body, at)) continue;
    const rest = line.replace(date.text, "").trim();
    const alone = date.text.length >= line.replace(/\s/g, "").length - 2;
    const signer = alone
      ? (body[at - 1] ?? "").trim()
      : line.trim().endsWith(date.text) && /年/.test(date.text)
        ? rest
        : "";
    if (PLACE.test(signer)) continue;
    if (signer.length < 40 && SIGNER.test(signer) && (alone || !/[\s\d，。；：:,]/.test(signer))) return date;
  }
  return null;
}

/** 地点：县政务服务中心 names no signer. */
const PLACE = /(?:地点|地址|场所|会场|考点|场馆)\s*[:：]/;
const LONGEST_SIGNATURE = 60;

/** One of several that give a name and a day each, or below a heading for days: when somebody's turn is. */
function isOfTimetable(body: readonly string[], at: number): boolean {
  const above = body.slice(Math.max(0, at - 2), at);
  return above.some((line) => isNameAndDay(line) || /(?:时间|日期)\s*[:：]?$/.test(line));
}

function isNameAndDay(line: string): boolean {
  const date = line.length <= LONGEST_SIGNATURE ? printedDateIn(line) : null;
  return date !== null && line.trim().endsWith(date.text) && !/[，。；]/.test(line);
}

/** A number of clicks, a size of type or the login of an editor is no source. */
function isSource(value: string): boolean {
  if (/^[a-z][\w.-]{0,11}$/.test(value)) return false;
  return value.length <= 60 && !/^\d+$/.test(value) && !/^(?:大|中|小)\b/.test(value);
}

const BYLINE =
  /^[（(]\s{0,3}(?:通讯员|供稿|撰稿|文|图|记者)?\s{0,3}[:：]?\s{0,3}([\u4e00-\u9fff]{3,16})(?:\s[\u4e00-\u9fff、\s]{2,16})?[）)]$/;

/** （县林业局　张某）: the last words of a text may name its author's office, and may be meant as its source. */
function hasByline(body: readonly string[]): boolean {
  return isPublisher(BYLINE.exec(body.at(-1) ?? "")?.[1] ?? "");
}

const FOOT_SOURCE = /^[（(【]?(?:信息|文章|稿件|图文)?(?:来源|稿源)\s*[:：]\s*([^）)】]{2,40})[）)】]?$/;

/** 来源：… as the last line of a text, or its first. */
function sourceAtFoot(body: readonly string[]): string | null {
  for (const line of [...body.slice(-3).reverse(), ...body.slice(0, 1)]) {
    const found = FOOT_SOURCE.exec(line);
    if (found?.[1] && !/https?:/.test(found[1])) return found[1].trim();
  }
  return null;
}

function excerpt(page: PageLines, line: number): string {
  return (page.lines[line]?.text ?? "").slice(0, 120);
}

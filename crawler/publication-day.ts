import type { PrintedDate } from "../domain/snapshot.ts";
import type { Heading } from "./article-title.ts";
import { isAboveText } from "./body-region.ts";
import { isBelowOthers, isOfLink } from "./of-link.ts";
import type { Labelled, Labels } from "./page-labels.ts";
import { type Block, cleaned, isAged, type Line, type PageLines } from "./page-lines.ts";
import type { Zone } from "./page-zones.ts";
import { joinedDate, printedDateIn } from "./printed-date.ts";
import { isPublisher } from "./publisher.ts";
import { type Reading, read, unread } from "./reading.ts";

/** Labels up to this rank say when an item was published; those above, when it was changed or written. */
const PUBLISHING_RANK = 3;
const FOOT_LINES = 6;
const TOP_LINES = 4;

/**
 * The day of publication as the page prints it: labelled or bare, above the text or else below it. Known null
 * where it prints none: its tags (PubDate) are no print, and are not asked.
 */
export function publishedIn(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  zoneOf: (line: Line) => Zone,
): Reading<PrintedDate | null> {
  const found = labelledDays(page, labels, heading, zoneOf);
  const plain = (zone: Zone) => best(found.filter((one) => one.zone === zone && one.rank <= PUBLISHING_RANK));
  const known =
    plain("head") ??
    bareDay(headLines(page, heading, zoneOf), heading, true) ??
    dayInLine(page, labels, headLines(page, heading, zoneOf), heading) ??
    dayAbove(page, heading) ??
    plain("foot") ??
    // Below a text a day without its year is of what a side bar lists.
    bareDay(footLines(page, zoneOf), null, false) ??
    best(found);
  if (known) return read(known.date, known.excerpt);
  if (waits(page, labels, zoneOf)) return unread("needs-browser");
  // Something like a date stands there in a form that is not understood: 02 and, below it, 2016-03.
  const strange = headLines(page, heading, zoneOf).some(
    (line) => !isExplained(labels, line) && isPartOfDate(line, heading),
  );
  // 3天前: the day is printed, for whoever looks at the page on the day it is shown.
  const aged = [...headLines(page, heading, zoneOf), ...footLines(page, zoneOf)].some(isAged);
  // Where no heading tells where the text begins, a date at its top may be the page's.
  const atTop = page.lines.filter((line) => zoneOf(line) === "body").slice(0, TOP_LINES);
  const doubtful =
    heading === null && atTop.some((line) => isAboveText(line, labels) && printedDateIn(line.text));
  // What was passed over because a heading for other pages stands above it may be the page's all the same.
  const passed = labels.all.some(({ field, value, line: index }) => {
    const line = field === "published" && dateAtStart(value) ? page.lines[index] : undefined;
    return line && zoneOf(line) === "foot" && !isOfLink(page, line) && isBelowOthers(page, index);
  });
  // A number of seconds, or whatever else stands where the day should.
  const odd = labels.all.some(({ field, value, rank, line: index }) => {
    const line = field === "published" && rank <= PUBLISHING_RANK ? page.lines[index] : undefined;
    if (!line || (heading && index < heading.first) || dateAtStart(value)) return false;
    return /\d/.test(value) && zoneOf(line) === "head" && !isOfLink(page, line);
  });
  // （县林业局 2016-03-02）: right below the text it may be the page's, or another's.
  const below = footLines(page, zoneOf).slice(0, 1);
  const beneath = below.some(({ text, linkChars }) => linkChars === 0 && printedDateIn(text)?.day);
  const unclear = strange || aged || doubtful || passed || odd || beneath;
  return unclear ? unread("unreadable") : read(null);
}

interface Day {
  readonly date: PrintedDate;
  readonly excerpt: string;
}
interface LabelledDay extends Day {
  readonly rank: number;
  readonly zone: Zone;
}

function labelledDays(
  page: PageLines,
  labels: Labels,
  heading: Heading | null,
  zoneOf: (line: Line) => Zone,
): readonly LabelledDay[] {
  const found: LabelledDay[] = [];
  for (const { field, value, rank, line: index } of labels.all) {
    const line = field === "published" ? page.lines[index] : undefined;
    const date = line && dateAtStart(value);
    if (!line || !date) continue;
    const zone = zoneOf(line);
    // 时间： and 日期： far from the article, or above its heading, may be of anything: a clock prints them too.
    if (rank === PUBLISHING_RANK && heading && index < heading.first) continue;
    if (zone !== "head" && isOfLink(page, line)) continue;
    if (zone === "foot" && isBelowOthers(page, index)) continue;
    if (zone === "body" || (zone === "far" && (rank >= PUBLISHING_RANK || line.block.hidden))) continue;
    found.push({ date, rank, zone, excerpt: line.text.slice(0, 120) });
  }
  return found;
}

/** A date on the line is what a label of the line says: that of a document, or of its coming into force. */
function isExplained(labels: Labels, line: Line): boolean {
  return labels.all.some((one) => {
    if (one.line !== line.index) return false;
    const date = dateAtStart(one.value);
    // 编辑：张某 2016年3月2日: a name, and then the day of something else.
    return date !== null && !/[\p{Script=Han}\w]/u.test(before(one.value, date).replace(/^[自于从由]/, ""));
  });
}

function before(text: string, date: PrintedDate): string {
  return text.slice(0, text.indexOf(date.text));
}

function best(days: readonly LabelledDay[]): LabelledDay | null {
  return days.reduce<LabelledDay | null>(
    (known, day) => (known && known.rank <= day.rank ? known : day),
    null,
  );
}

function waits(page: PageLines, labels: Labels, zoneOf: (line: Line) => Zone): boolean {
  const isWaiting = ({ field, state, rank, line: index }: Labelled) => {
    const line = page.lines[index];
    return (
      field === "published" &&
      state === "script" &&
      rank <= PUBLISHING_RANK &&
      line &&
      zoneOf(line) !== "body"
    );
  };
  return labels.all.some(isWaiting);
}

/** The date with which a label's value begins; null where it begins with something else. */
export function dateAtStart(value: string): PrintedDate | null {
  const date = printedDateIn(value.slice(0, 60));
  return date && value.indexOf(date.text) <= 3 ? date : null;
}

/** From the heading to where the text begins. */
function headLines(page: PageLines, heading: Heading | null, zoneOf: (line: Line) => Zone): readonly Line[] {
  const all = page.lines.filter(
    (line) => zoneOf(line) === "head" && !line.block.noise && line.text.length <= 160,
  );
  return heading ? all.filter(({ index }) => index >= heading.first) : all.slice(-6);
}

function footLines(page: PageLines, zoneOf: (line: Line) => Zone): readonly Line[] {
  const all = page.lines.filter((line) => zoneOf(line) === "foot" && line.text.length <= 160);
  return all.slice(0, FOOT_LINES).filter((line) => !line.block.noise);
}

/** A date that stands by itself; in the heading, in an element of its own. */
function bareDay(lines: readonly Line[], heading: Heading | null, mayLackYear: boolean): Day | null {
  for (const line of lines) {
    const inHeading = heading !== null && line.index >= heading.first && line.index < heading.end;
    const texts = inHeading
      ? line.runs.map((run) => (run.link ? "" : run.text))
      : [line.linkChars > 0 && isMostlyLink(line) ? "" : line.text];
    for (const text of texts) {
      const date = dateAlone(text, !inHeading, mayLackYear);
      if (date) return { date, excerpt: line.text };
    }
  }
  return null;
}

/** A date among other pieces of one line: 市审计局 | 2016/12/5 9:03 | 阅读：33. What a label says is passed over. */
function dayInLine(
  page: PageLines,
  labels: Labels,
  lines: readonly Line[],
  heading: Heading | null,
): Day | null {
  for (const line of lines) {
    const inHeading = heading !== null && line.index >= heading.first && line.index < heading.end;
    if (inHeading || line.text.length > LONGEST_PIECES || isOfLink(page, line) || isExplained(labels, line))
      continue;
    const pieces = line.runs
      .map((run) => run.text)
      .join("|")
      .split(/[|｜]|\s\/\s/)
      .flatMap((piece) => withoutPublisher(piece.trim()));
    const at = pieces.findIndex((piece) => dateAlone(piece, true) !== null);
    const left = pieces.slice(0, Math.max(at, 0)).findLast((piece) => piece !== "") ?? "";
    const date = at < 0 || IS_OF_LABEL.test(left) ? null : dateAlone(pieces[at] ?? "", true);
    if (date?.day) return { date, excerpt: line.text };
    const behind = dayBehindLabels(labels, line);
    if (behind) return { date: behind, excerpt: line.text };
  }
  return null;
}

const IS_OF_LABEL = /(?:[:：]|日期|时间)\s*$/;

/** 来源：县林业局 2016-03-02: the only date of a line of particulars, behind what a label says. */
function dayBehindLabels(labels: Labels, line: Line): PrintedDate | null {
  const { text } = line;
  if (!labels.all.some((one) => one.line === line.index && NAMES_SOMEBODY.has(one.field))) return null;
  const date = printedDateIn(text);
  if (!date?.day) return null;
  const left = before(text, date);
  const isBehind = /(?:^|[\s（(【[|｜])$/.test(left) && !IS_OF_LABEL.test(left);
  const rest = text.slice(left.length);
  if (!isBehind || printedDateIn(rest.slice(date.text.length)) !== null) return null;
  return dateAlone(rest, true, false);
}

/** A place or a time of an event is none of these. */
const NAMES_SOMEBODY: ReadonlySet<string> = new Set(["source", "other"]);

const LONGEST_PIECES = 120;

/** 县林业局 2016年3月2日: who published, and then the day. */
function withoutPublisher(piece: string): readonly string[] {
  const [, name = "", rest = ""] =
    /^(\S{3,24})\s+(?:(?:发表|发布|公布|刊登)于\s{0,9})?(.+)$/.exec(piece) ?? [];
  return isPublisher(name) ? [name, rest] : [piece];
}

/** A date with which the box of the heading begins, whole or as a day and, below it, its month and year. */
function dayAbove(page: PageLines, heading: Heading | null): Day | null {
  const own = heading && page.lines[heading.first]?.block;
  if (!heading || !own) return null;
  for (let box: Block | null = own; box?.element && box.element.name !== "body"; box = box.parent) {
    const above = page.lines.slice(box.first, heading.first);
    if (above.length === 0) continue;
    if (above.length > MOST_LINES_OF_A_DATE || above.some(({ linkChars }) => linkChars > 0)) return null;
    const text = above.flatMap(({ runs }) => runs.map((run) => cleaned(run.text))).filter(Boolean);
    // A clock says the day of the week, and is of today.
    if (/星期|周[一二三四五六日天]|今[天日]/.test(text.join(""))) return null;
    const joined = joinedDate(text.join(" "));
    const date = joined ?? dateAlone(text.join(" "), false);
    return date ? { date, excerpt: text.join(" ") } : null;
  }
  return null;
}

const MOST_LINES_OF_A_DATE = 3;

function isMostlyLink(line: Line): boolean {
  return line.linkChars > line.text.length * 0.6;
}

function isPartOfDate(line: Line, heading: Heading | null): boolean {
  if (heading && line.index >= heading.first && line.index < heading.end) return false;
  if (isMostlyLink(line) || line.text.length >= 80) return false;
  return [PART_OF_DATE, OTHER_FORM, BARE_CHINESE].some((form) => form.test(line.text));
}

/** A year and a month, or a day and, behind it, its year. */
const PART_OF_DATE = /(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}|\d[-/月]\d{1,2}日?\s+(?:19|20)\d{2}(?!\d)/;

/** 05/12/2016 may be of May or of December; 20161205 may be a number. */
const OTHER_FORM =
  /(?<![\d./-])(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|(?:19|20)\d{2}[01]\d[0-3]\d)(?![\d./-])/;

/** [05-12]: the page prints a date, and keeps its year to itself. */
const DAY_OF_SOME_YEAR = /^[\s（([【]*\d{1,2}(?:[-/]|月)\d{1,2}日?[\s)）\]】]*$/;
const DAY_BEFORE_PARTICULARS =
  /^[\s（([【]*(\d{1,2}(?:[-/]|月)\d{1,2}日?)[\s)）\]】|]+(?:信息|文章)?(?:来源|浏览|点击|阅读|作者|字体|字号|编辑|访问|打印|分享)/;
const BARE = /^[\s（([【|]*((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)(.*)$/;
/** A day in Chinese numerals. By itself it may as well be the document's own. */
const BARE_CHINESE =
  /^[\s（([【|]*([一二三四五六七八九〇零○ＯOo0]{4}\s*年\s*[一二三四五六七八九十]{1,3}\s*月\s*[一二三四五六七八九十廿卅]{1,3}\s*日)(.*)$/;

/** 【字号：大 中 小】 stands before the date on some pages. */
const SIZES_OF_LETTERS =
  /^[\s【[（(]{0,4}(?:字号|字体)(?:大小)?[\s:：【[（(]{0,6}大[\s|｜/]{0,4}中[\s|｜/]{0,4}小[\s】\])）|｜]{0,6}/;

const TIME_OF_DAY = /^\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\s+/;

/** 2021年6月9日 发布 （来源：…）: the label stands behind its date. */
const LABEL_BEHIND = /^\s{0,9}(?:发布|发表|公布|刊发|刊登)(?=[\s（(|｜[【]|$)/;

/** A date at the start of a text that goes on, if at all, with a time of day or what else heads an article. */
function dateAlone(whole: string, mayGoOn: boolean, mayLackYear = true): PrintedDate | null {
  const text = whole.replace(SIZES_OF_LETTERS, "");
  if (mayLackYear && DAY_OF_SOME_YEAR.test(text)) return printedDateIn(text);
  const yearless =
    mayLackYear && mayGoOn && text.length < 120 ? DAY_BEFORE_PARTICULARS.exec(text)?.[1] : undefined;
  if (yearless !== undefined) return printedDateIn(yearless);
  const inDigits = BARE.exec(text);
  const found = inDigits ?? BARE_CHINESE.exec(text);
  if (!found) return null;
  const rest = (found[2] ?? "").replace(LABEL_BEHIND, "").trim();
  const only =
    /^(?:星期.|周.)?\s*(?:\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*(?:\d{1,2}\s*秒?)?)?)?[\s()（）[\]【】|]*$/.test(
      rest,
    );
  const goesOn =
    mayGoOn &&
    text.length < 120 &&
    /^\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[\s|)）\]】]*\S{0,6}(?:来源|浏览|点击|阅读|作者|字体|字号|编辑|访问|次|打印|分享)/.test(
      rest,
    );
  const bySomebody = mayGoOn && isPublisher(rest.replace(TIME_OF_DAY, ""));
  return (inDigits && (only || bySomebody)) || goesOn ? printedDateIn(text) : null;
}

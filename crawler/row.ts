import { Element } from "domhandler";
import { withoutBlanks } from "../domain/blanks.ts";
import type { PrintedDate } from "../domain/snapshot.ts";
import { type CalendarDate, calendarDate, daysBetween } from "../domain/time.ts";
import type { Outline, PageLink, PageText } from "./outline.ts";
import { addressDayOf, joinedDate, printedDateIn } from "./printed-date.ts";
import { foldSpace } from "./text-of.ts";

/** A date in a row, and how surely it is the row's own: a piece that is nothing but a date is. */
export interface RowDate {
  readonly date: PrintedDate;
  readonly piece: PageText;
  /** All pieces of a date that a template has cut in pieces. */
  readonly parts?: readonly PageText[];
  readonly strength: 3 | 2 | 1;
}

// What may stand around a date without making the piece anything but a date.
const AROUND_A_DATE =
  /发布|更新|公开|发文|成文|生成|印发|录入|添加|上传|信息|时间|日期|时分秒?|星期.|周.|阅读次数|点击|浏览|\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}秒?)?(?:\.\d+)?|[\s[\]【】()（）:：|/｜·•,，;；<>《》"'_-]/g;
const LABELLED =
  /(?:发布|公开|更新|发文|生成|信息|录入)(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时间|日期)\s*[:：]/;
/** Of several labelled dates the one that is of the publication. */
const PUBLISHED = /(?:发布|公开|公布)(?:时间|日期)\s*[:：]?\s*((?:19|20)?\d{2}\s?[-/.年].{4,})/;
/** From one day to another: when something is open, not when it was published. */
const PERIOD = /\d\s*日?\s*(?:至|到|~|～|—+|-{2,})\s*(?:(?:19|20)\d{2}|\d{1,2}月)/;
const LONGEST_DATE_PIECE = 60;

/** The piece's date where it is a date and little else; strength 1 where it lacks its year. */
export function rowDateIn(piece: PageText): RowDate | null {
  const { text } = piece;
  if (text.length > 200 || !/[\d一二三〇]/.test(text)) return null;
  const date = printedDateIn(PUBLISHED.exec(text)?.[1] ?? text);
  if (!date || PERIOD.test(text)) return null;
  const rest = text.replace(date.text, "").replace(AROUND_A_DATE, "");
  const bare = rest === "" || /^\d{1,6}次?$/.test(rest);
  const yearless = date.day === null && !/\d{4}|年/.test(date.text);
  // A fraction of pages looks like a day without its year: 0/0, 1/60.
  if (yearless && !/^0?([1-9]|1[0-2])\D+0?([1-9]|[12]\d|3[01])\D*$/.test(date.text)) return null;
  if (bare) return { date, piece, strength: yearless ? 1 : 3 };
  if (yearless) return null;
  if (LABELLED.test(text) && text.length <= LONGEST_DATE_PIECE * 2) return { date, piece, strength: 2 };
  return null;
}

/** A title with its date in one text: `[01-04] 标题`, `标题 2020-11-27`; null where the text is not made so. */
export function titleAndDate(text: string): { readonly title: string; readonly date: PrintedDate } | null {
  if (text.length > 300) return null;
  const found =
    /^(?<date>[[(（【]\s?[\d./年月日-]{4,11}\s?[\])）】])\s?(?<title>.{4,})$/.exec(text) ??
    /^(?<title>.{4,}?)(?:\s|(?=[[(（【]))(?<date>[[(（【]?\s?(?:(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}-\d{1,2})\s?[\])）】]?)$/.exec(
      text,
    );
  const date = found?.groups?.date && printedDateIn(found.groups.date);
  return date ? { title: (found?.groups?.title ?? "").trim(), date } : null;
}

/** Joins a date that a template has cut in pieces: `09/25` `2020`; `25` `2020-09`; `2020` `09-25`. */
export function splitDateIn(pieces: readonly PageText[]): RowDate | null {
  for (let at = 0; at + 1 < pieces.length; at++) {
    const [first, second] = [pieces[at], pieces[at + 1]];
    if (!first || !second || first.text.length > 10 || second.text.length > 10) continue;
    const third = pieces[at + 2];
    const two = joinedDate(`${first.text} ${second.text}`);
    const three =
      third && third.text.length <= 10 && !two?.day
        ? joinedDate(`${first.text} ${second.text} ${third.text}`)
        : null;
    if (third && three) return { date: three, piece: first, parts: [first, second, third], strength: 3 };
    if (two) return { date: two, piece: first, parts: [first, second], strength: two.day ? 3 : 1 };
  }
  return null;
}

/** The farthest that a date without a year may lie from the day in the item's address to borrow its year. */
const SAME_SEASON_DAYS = 31;

/** A date without a year, completed by the day in the item's address, or by the year that stands above it. */
export function withYear(date: PrintedDate, url: string, yearAbove: () => number | null): PrintedDate {
  const found = /^(\d{1,2})\D+(\d{1,2})\D*$/.exec(date.text);
  if (date.day !== null || !found) return date;
  const [month, day] = [Number(found[1]), Number(found[2])];
  const above = yearAbove();
  if (above !== null) return { text: date.text, day: calendarDate(above, month, day) };
  const addressDay = addressDayOf(url);
  if (!addressDay) return date;
  const year = Number(addressDay.slice(0, 4));
  const near = [year - 1, year, year + 1]
    .map((each) => calendarDate(each, month, day))
    .filter((each): each is CalendarDate => each !== null)
    .find((each) => Math.abs(daysBetween(each, addressDay)) <= SAME_SEASON_DAYS);
  return near ? { text: date.text, day: near } : date;
}

const BLOCKS = new Set(["div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "td", "section"]);

/**
 * What the link is called. Where the list has cut it (…), its `title` attribute; where the link wraps a whole
 * row, the row's heading. `dateInside` are pieces of a date within the link, which is no part of its title.
 */
export function titleOf(link: PageLink, outline: Outline, dateInside: readonly PageText[]): string {
  const pieces = outline.texts
    .slice(link.textFrom, link.textTo)
    .filter(
      (piece) => piece.link === link && !dateInside.includes(piece) && !/^[·•●■◆▪▶►※>\-|]+$/.test(piece.text),
    );
  const heading = pieces.filter((piece) => within(piece, link.node, /^h[1-6]$/));
  const shown =
    heading.length > 0
      ? joinedText(heading)
      : pieces.some((piece) => inOwnBlock(piece, link.node))
        ? firstBlock(pieces)
        : joinedText(pieces);
  const picture = link.tooltip === "" ? pictureText(link.node) : "";
  return whole(shown.replace(/^[·•●■◆▪▶►※]+\s*/, ""), link.tooltip || picture);
}

/** What the picture in a link is called, as titles in full often stand there. */
function pictureText(node: Element): string {
  const picture = node.children.find(
    (child): child is Element => child instanceof Element && child.name === "img",
  );
  return foldSpace(picture?.attribs.alt ?? "");
}

function whole(shown: string, tooltip: string): string {
  if (tooltip === "") return shown;
  if (shown === "") return tooltip;
  const cut = /(?:…+|\.{2,})$/.test(shown);
  const start = withoutBlanks(shown.replace(/(?:…+|\.{2,})$/, ""));
  const named = /^(?:标题|文章标题|信息标题)\s*[:：]\s*/.exec(tooltip);
  const full = named
    ? tooltip.slice(named[0].length).replace(/\s*(?:发布|更新|点击|作者).{0,6}[:：].*$/, "")
    : tooltip;
  const continues = withoutBlanks(full).startsWith(start) && withoutBlanks(full).length > start.length;
  return (cut && (continues || start.length === 0)) || (continues && !named && start.length >= 8)
    ? full
    : shown;
}

function joinedText(pieces: readonly PageText[]): string {
  return foldSpace(pieces.map(({ raw }) => raw).join(""));
}

function firstBlock(pieces: readonly PageText[]): string {
  return pieces.find(({ text }) => text.length >= 4)?.text ?? joinedText(pieces);
}

function within(piece: PageText, stop: Element, name: RegExp): boolean {
  for (let at = piece.parent; at && at !== stop; at = at.parent instanceof Element ? at.parent : null)
    if (name.test(at.name)) return true;
  return false;
}

function inOwnBlock(piece: PageText, stop: Element): boolean {
  for (let at = piece.parent; at && at !== stop; at = at.parent instanceof Element ? at.parent : null)
    if (BLOCKS.has(at.name)) return true;
  return false;
}

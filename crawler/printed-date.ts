import type { PrintedDate } from "../domain/snapshot.ts";
import { type CalendarDate, calendarDate } from "../domain/time.ts";

// Longest first: an ISO date inside a time stamp, a date in words, then the forms that lack something.
const YEAR_FIRST =
  /(?<![\d.])(\d{4})\s*(?:[-/.·．－—]|年)\s*(\d{1,2})\s*(?:[-/.·．－—]|月)\s*(\d{1,2})(?!\d)\s*日?/;
const DIGITS = /(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/;
const CHINESE =
  /([一二三四五六七八九〇零○ＯO]{4})\s*年\s*([一二三四五六七八九十]{1,3})\s*月\s*([一二三四五六七八九十]{1,3})\s*日/;
const SHORT_YEAR = /(?<![\d.-])(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.-])/;
const NO_YEAR = /(?<![\d.-])(\d{1,2})(?:[-/]|月)(\d{1,2})(?![\d.-])日?/;

/**
 * The first date printed in `text`, or null where there is none. A day that the calendar lacks, or one
 * without a year, is a date whose `day` is null.
 */
export function printedDateIn(text: string): PrintedDate | null {
  const found = [YEAR_FIRST, CHINESE, DIGITS, SHORT_YEAR, NO_YEAR].map((form) => form.exec(text));
  const [yearFirst, chinese, digits, shortYear, noYear] = found;
  if (yearFirst) return dated(yearFirst, Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  if (chinese)
    return dated(chinese, chineseYear(chinese[1]), chineseNumber(chinese[2]), chineseNumber(chinese[3]));
  if (digits) return dated(digits, Number(digits[1]), Number(digits[2]), Number(digits[3]));
  if (shortYear)
    return dated(shortYear, 2000 + Number(shortYear[1]), Number(shortYear[2]), Number(shortYear[3]));
  if (noYear) return { text: noYear[0], day: null };
  return null;
}

/** The day embedded in an address: TRS `t20161228_1.html`, JCMS `/art/2016/12/28/`, `/20161228/`; else null. */
export function addressDayOf(url: string): CalendarDate | null {
  const path = url.replace(/^https?:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  const found =
    /\/t(\d{4})(\d{2})(\d{2})_\d+\.\w+$/.exec(path) ??
    /\/art\/(\d{4})\/(\d{1,2})\/(\d{1,2})\//.exec(path) ??
    /\/(\d{4})[-/]?(\d{2})[-/]?(\d{2})\/[^/]+$/.exec(path);
  return found ? calendarDate(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

function dated(match: RegExpExecArray, year: number, month: number, day: number): PrintedDate {
  return { text: match[0].trim(), day: calendarDate(year, month, day) };
}

const CHINESE_DIGITS = "〇一二三四五六七八九";

function chineseYear(text = ""): number {
  return Number([...text.replace(/[零○ＯO]/g, "〇")].map((digit) => CHINESE_DIGITS.indexOf(digit)).join(""));
}

function chineseNumber(text = ""): number {
  const [tens, ones] = text.includes("十") ? text.split("十") : ["", text];
  const value = (digit: string | undefined, empty: number) => (digit ? CHINESE_DIGITS.indexOf(digit) : empty);
  return (text.includes("十") ? value(tens, 1) * 10 : 0) + value(ones, 0);
}

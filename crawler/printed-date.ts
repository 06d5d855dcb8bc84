import type { PrintedDate } from "../domain/snapshot.ts";
import { type CalendarDate, calendarDate } from "../domain/time.ts";

const YEAR_SIGN = "\\s*(?:[-/.·．－—]|年)\\s*";
const MONTH_SIGN = "\\s*(?:[-/.·．－—]|月)\\s*";
/** A day may run into the time after it, where two elements meet: 2024-09-3009:24. What ends in 月 is a span of months. */
const DAY = "(\\d{2}(?=\\d{2}:\\d{2})|\\d{1,2}(?!\\d|\\s*月))";

// Longest first: a whole date, one in Chinese numerals, digits without signs, then the forms that lack something.
const YEAR_FIRST = new RegExp(`(?<![\\d.])([012]\\d{3})${YEAR_SIGN}(\\d{1,2})${MONTH_SIGN}${DAY}\\s*日?`);
/** In Chinese numerals or digits, or some of each: 二〇一六年12月三十日, 零九年九月十号. */
const CHINESE =
  /(?<![\d一二三四五六七八九十〇零○])([一二三四五六七八九〇零○ＯOoΟ0]{4}|[一二三四五六七八九〇零○]{2}|[12]\d{3})\s*年\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*月\s*([一二三四五六七八九十廿卅]{1,3}|\d{1,2})\s*[日号]/;
const DIGITS = /(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/;
const YEAR_AND_MONTH = /(?<!\d)(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月/;
const SHORT_YEAR = /(?<![\d.-])(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.-])/;
const NO_YEAR = /(?<![\d.-])\d{1,2}(?:[-/]|月)\d{1,2}(?![\d.-]|\s*月)日?/;

/**
 * The first date printed in `text`, or null where there is none. A day that the calendar lacks, or one without
 * a year or a day of the month, is a date whose `day` is null.
 */
export function printedDateIn(text: string): PrintedDate | null {
  // Without a digit, or 年 after Chinese ones, nothing below can match.
  if (!/[\d０-９年]/.test(text)) return null;
  const plain = text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const yearFirst = YEAR_FIRST.exec(plain);
  if (yearFirst)
    return dated(text, yearFirst, Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const chinese = CHINESE.exec(plain);
  if (chinese) return dated(text, chinese, yearOf(chinese[1]), numberOf(chinese[2]), numberOf(chinese[3]));
  const digits = DIGITS.exec(plain);
  if (digits) return dated(text, digits, Number(digits[1]), Number(digits[2]), Number(digits[3]));
  const monthOnly = YEAR_AND_MONTH.exec(plain);
  if (monthOnly) return { text: standing(text, monthOnly), day: null };
  const short = SHORT_YEAR.exec(plain);
  if (short) return dated(text, short, fullYear(Number(short[1])), Number(short[2]), Number(short[3]));
  const noYear = NO_YEAR.exec(plain);
  return noYear ? { text: standing(text, noYear), day: null } : null;
}

const AGE =
  /(?:^|[\s|｜·：:（(])(?:(?:发布|发表|更新|刊发)[于在]?\s{0,3})?(?:刚刚|(?:今|昨|前)天(?:\s{0,3}\d{1,2}[:：]\d{2})?|(?:\d{1,4}|半|[一二两三四五六七八九十几]{1,3})\s{0,3}(?:秒钟?|分钟|个?小时|天|日|周|个?星期|个?月|年)(?:之|以)?前)\s{0,3}(?:发布|更新)?(?=$|[\s|｜·）)]|来源|浏览|阅读)/;

/** Whether a short line says how long ago something was, in place of the day: `发布于 3天前 | 来源：…`, `昨天 10:20`. */
export function printsAge(text: string): boolean {
  return text.length <= LONGEST_WITH_AGE && AGE.test(text);
}

const LONGEST_WITH_AGE = 80;

/**
 * The day embedded in an address, or null: TRS `/t20161228_1.html`, JCMS `/art/2016/12/28/art_1_2.html`,
 * folders `/20161228/`, `/2016-12/28/`, `/2016/12-28/`, `/2016/1228/`.
 */
export function addressDayOf(url: string): CalendarDate | null {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  const found =
    /(?:^|\/)t((?:19|20)\d{2})(\d{2})(\d{2})_\d+\.\w+$/.exec(path) ??
    /\/art\/((?:19|20)\d{2})\/(\d{1,2})\/(\d{1,2})\//.exec(path) ??
    /\/((?:19|20)\d{2})[-/]?(\d{2})[-/]?(\d{2})\/[^/]+$/.exec(path) ??
    /\/((?:19|20)\d{2})[-/](\d{1,2})[-/](\d{1,2})\/[^/]+$/.exec(path);
  return found ? calendarDate(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

function dated(text: string, match: RegExpExecArray, year: number, month: number, day: number): PrintedDate {
  return { text: standing(text, match), day: calendarDate(year, month, day) };
}

/** The words as they stand: wide digits are as long as narrow ones, so that places in both texts agree. */
function standing(text: string, match: RegExpExecArray): string {
  return text.slice(match.index, match.index + match[0].length).trim();
}

/** 16 is 2016; what is further off than that was printed in the last century. */
function fullYear(twoDigits: number): number {
  return twoDigits < 70 ? 2000 + twoDigits : 1900 + twoDigits;
}

const CHINESE_DIGITS = "〇一二三四五六七八九";

function yearOf(text = ""): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  const year = Number(
    [...text.replace(/[零○ＯOoΟ0]/g, "〇")].map((digit) => CHINESE_DIGITS.indexOf(digit)).join(""),
  );
  return text.length === 2 ? fullYear(year) : year;
}

function numberOf(text = ""): number {
  if (/^\d/.test(text)) return Number(text);
  const plain = text.replace("廿", "二十").replace("卅", "三十");
  if (!plain.includes("十")) return CHINESE_DIGITS.indexOf(plain);
  const [tens, ones] = plain.split("十");
  return (tens ? CHINESE_DIGITS.indexOf(tens) : 1) * 10 + (ones ? CHINESE_DIGITS.indexOf(ones) : 0);
}

const YEAR = "((?:19|20)\\d{2})\\s*年?";
const MONTH_DAY = "(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*日?";
const MONTH_FIRST = new RegExp(`^[[(（]?${MONTH_DAY} ${YEAR}[\\])）]?$`);
const YEAR_BEFORE = new RegExp(`^[[(（]?${YEAR}[-/.]? ${MONTH_DAY}[\\])）]?$`);
const DAY_THEN_MONTH = /^(\d{1,2})\s*日? ((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?$/;
const MONTH_THEN_DAY = /^((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?[-/.]? (\d{1,2})\s*日?$/;
const DAY_MONTH_YEAR = /^(\d{1,2})\s*日? (\d{1,2})\s*月 ((?:19|20)\d{2})\s*年?$/;
const DAY_OF_MONTH = /^(\d{1,2})\s*日? (\d{1,2})\s*月$/;
const MONTH_DAY_YEAR = /^(\d{1,2})\s*月 (\d{1,2})\s*日? ((?:19|20)\d{2})\s*年?$/;

/** A date whose parts stand apart, each pair with a blank between: `09/25 2020`, `25 2020-09`; null for anything else. */
export function joinedDate(text: string): PrintedDate | null {
  const order: readonly (readonly [RegExp, year: number, month: number, day: number])[] = [
    [MONTH_FIRST, 3, 1, 2],
    [YEAR_BEFORE, 1, 2, 3],
    [DAY_THEN_MONTH, 2, 3, 1],
    [MONTH_THEN_DAY, 1, 2, 3],
    [DAY_MONTH_YEAR, 3, 2, 1],
    [MONTH_DAY_YEAR, 3, 1, 2],
  ];
  for (const [form, year, month, day] of order) {
    const found = form.exec(text);
    if (found)
      return { text, day: calendarDate(Number(found[year]), Number(found[month]), Number(found[day])) };
  }
  const yearless = DAY_OF_MONTH.exec(text);
  return yearless ? { text: `${yearless[2]}月${yearless[1]}日`, day: null } : null;
}

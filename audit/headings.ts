/** The numbered levels of a document, outermost first: 一、 then （一） then 1. */
export const LEVELS = ["一、", "（一）", "1."] as const;
export type Level = 0 | 1 | 2;

/** A line that begins with a number of one level. */
export interface Heading {
  readonly level: Level;
  readonly number: number;
  /** Where its line begins in the text. */
  readonly at: number;
  readonly line: string;
}

/**
 * The numbered headings of a text in order, one for each line that begins with a number; null where numbering
 * begins afresh: an attachment, a chapter, an article of law, a note. Lines inside a quotation are left out:
 * their numbers are those of another text.
 */
export function headingsOf(text: string): (Heading | null)[] {
  const found: (Heading | null)[] = [];
  let at = 0;
  let isQuoted = false;
  for (const whole of text.split("\n")) {
    const line = whole.trim();
    if (!isQuoted) {
      if (BEGINS_AFRESH.test(line)) found.push(null);
      else found.push(...headingIn(line, at));
    }
    // A quotation that runs over several paragraphs opens each of them anew and closes but once.
    const lastMark = /[“”](?=[^“”]*$)/.exec(line)?.[0];
    isQuoted = lastMark ? lastMark === "“" : isQuoted;
    at += whole.length + 1;
  }
  return found;
}

/** The number of a level as it is written: 四、 （四） 4. */
export function numberLabel(level: Level, number: number): string {
  return [`${chinese(number)}、`, `（${chinese(number)}）`, `${number}.`][level] ?? "";
}

/** How often `text` speaks of that number of that level, at a line's start or inside a line, however written. */
export function mentionsOf(level: Level, number: number, text: string): number {
  const digits = level === 2 ? `(?:${number}|${fullWidth(number)})` : chinese(number);
  const signs = SINGLE_SIGNS.flatMap(([first, count]) => (number <= count ? [sign(first, number)] : []));
  const alone = `(?<![${NUMERALS}\\d０-９.．])${digits}(?![${NUMERALS}\\d０-９])`;
  const forms =
    level === 1
      ? `${OPEN}\\s*${alone}\\s*${CLOSE}?|${alone}\\s*${CLOSE}`
      : `${level === 0 ? "(?<![（(])" : ""}${alone}\\s*[、.．）)]|^[^\\S\\n]*${alone}`;
  return [...text.matchAll(new RegExp([forms, ...signs].join("|"), "gm"))].length;
}

const OPEN = "[（(〔［【\\[﹙]";
const CLOSE = "[）)〕］】\\]﹚]";
/** Numbers that are one sign each, with the sign of their one and how far they go: ① ⑴ ⒈ ㈠. */
const SINGLE_SIGNS: readonly (readonly [first: number, count: number])[] = [
  [0x2460, 20],
  [0x2474, 20],
  [0x2488, 20],
  [0x3220, 10],
];

const NUMERALS = "一二三四五六七八九十百";

const BEGINS_AFRESH =
  /^(?:附\s*[件表录注图]|附\s*(?:[:：]|$)|目\s*录|第\s*[一二三四五六七八九十百零\d]+\s*(?:[章节编篇条款]|部分)|[注问答][:：\s]|备注|说明[:：]|抄送|相关(?:链接|阅读))/;

const FORMS: readonly RegExp[] = [
  // 一、二类 and 三、四线 are no headings.
  /^([一二三四五六七八九十]{1,3})\s*、(?![一二三四五六七八九十百])/,
  // （二）项 is a citation that a line break has cut.
  /^[（(]\s*([一二三四五六七八九十]{1,3})\s*[）)](?![项款](?:[规所的之、，。；和至及或中]|$))/,
  // 1.5万 and 3.15 are no headings, nor is 1、2号.
  /^([\d０-９]{1,2})\s*[.．、](?![\d０-９])/,
];

function headingIn(line: string, at: number): Heading[] {
  for (const [level, form] of FORMS.entries()) {
    const written = form.exec(line)?.[1];
    const number = written === undefined ? null : numberOf(written);
    if (number !== null) return [{ level: level as Level, number, at, line }]; // FORMS has a form for each
  }
  return [];
}

/** 1 to 99 in Chinese or Arabic figures; null for anything else. */
function numberOf(written: string): number | null {
  if (/^[\d０-９]+$/.test(written)) return Number(written.normalize("NFKC")) || null;
  for (let number = 1; number < 100; number++) if (chinese(number) === written) return number;
  return null;
}

function chinese(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const ten = tens === 0 ? "" : `${tens === 1 ? "" : NUMERALS.charAt(tens - 1)}十`;
  return ten + (ones === 0 ? "" : NUMERALS.charAt(ones - 1));
}

function fullWidth(number: number): string {
  return String(number).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

function sign(first: number, number: number): string {
  return String.fromCharCode(first + number - 1);
}

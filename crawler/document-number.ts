import { squeeze } from "./text-of.ts";

const OPEN = "[〔［\\[(（﹝【「〈<]";
const CLOSE = "[〕］\\])）﹞】」〉>]";
const WORDS = "[\\u4e00-\\u9fffA-Za-z·、]{1,40}?";
/** 国办发〔2019〕6号, with whatever brackets, with or without 第 and 号. */
const YEARED = `${WORDS}${OPEN}(?:19|20)?\\d{2}年?${CLOSE}第?\\d{1,5}(?:[-—]\\d{1,4})?号?`;
/** 部令第2号, 公告2020年第3号, 第706号. */
const ORDER = `${WORDS}(?:令|公告|通告|决定)[（(]?(?:(?:19|20)\\d{2}年)?第?[\\d一二三四五六七八九十百〇零]{1,5}号[）)]?`;
const BARE = "(?:(?:19|20)\\d{2}年)?第[\\d一二三四五六七八九十百〇零]{1,5}号";

const WHOLE = new RegExp(`^[（(【]?(${YEARED}|${ORDER})[）)】]?(?:签发人[:：].{0,12})?$`);
const WHOLE_BARE = new RegExp(`^[（(【]?(${BARE})[）)】]?$`);
const LABELLED = new RegExp(`^[（(]?(?:${YEARED}|${ORDER}|${BARE})[）)]?`);
const AT_TITLE_END = new RegExp(`[（(](${YEARED}|${ORDER}|${BARE})[）)]$`);
/** Titles that begin so cite the number of another document. */
const CITING = "(?!.{0,12}(?:关于|转发|印发|贯彻|落实|执行|学习|根据|依据|按照|公布|废止|对))";
const AT_TITLE_START = new RegExp(`^${CITING}(${YEARED})(?!文|规定|要求|精神|的|等|和)`);
const LEAD_LINE = /(?:令|公告|通告|决定)$/;
/** How many lines from the top of a body its number may stand. */
const TOP_LINES = 8;

/** A number as a label gives it: spaces removed; null where the value is no number (号, 无, -). */
export function labelledNumber(value: string): string | null {
  const text = squeeze(value);
  if (LABELLED.test(text)) return text;
  return /\d/.test(text) && /号|[〔［[]/.test(text) && text.length < 40 ? text : null;
}

/** A line that is nothing but a document number; `before` is the line above it. Null for anything else. */
export function numberLine(line: string, before: string): string | null {
  const text = squeeze(line).replace(/^(?:文号|发文字号|文件编号)[:：]/, "");
  if (text.length < 3 || text.length > 50) return null;
  const whole = WHOLE.exec(text);
  if (whole?.[1] && !/^(?:根据|按照|依据|关于|参照|转发|见)/.test(text)) return whole[1];
  const bare = WHOLE_BARE.exec(text);
  const above = squeeze(before);
  if (!bare?.[1]) return null;
  // 某某部令 and, on the next line, 第2号.
  return LEAD_LINE.test(above) && above.length < 40 ? above + bare[1] : bare[1];
}

/** 第12号, 2016年第3号 and nothing else: it follows a title, and is none. */
export function isBareNumber(line: string): boolean {
  return WHOLE_BARE.test(squeeze(line));
}

/** The number that stands at the top of a body, before its text begins; null without one. */
export function numberAtTop(lines: readonly string[]): string | null {
  for (let at = 0; at < Math.min(lines.length, TOP_LINES); at++) {
    const line = lines[at] ?? "";
    const found = numberLine(line, lines[at - 1] ?? "");
    if (found) return found;
    // Prose has begun: whatever number follows is cited.
    if (/[。；]/.test(line) || (line.length > 60 && /，/.test(line)) || /[:：]$/.test(line)) return null;
  }
  return null;
}

/** The number that a title carries as its own, in brackets at its end or in front of it; null without one. */
export function numberInTitle(title: string): string | null {
  const text = squeeze(title);
  return AT_TITLE_END.exec(text)?.[1] ?? AT_TITLE_START.exec(text)?.[1] ?? null;
}

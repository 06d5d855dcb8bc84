import { FIRST_SIGNS, type Field, type LabelWord, LONGEST_LABEL, labelWord } from "./label-words.ts";
import { cleaned, isTemplate, type Line } from "./page-lines.ts";
import { GAP, SLOT, UNKNOWN_TEXT } from "./text-marks.ts";
import { squeeze } from "./text-of.ts";

/** A label in a line: what it announces, where it begins, and where its value does. */
export interface Place {
  readonly word: LabelWord;
  readonly from: number;
  readonly to: number;
}

/** 公开日期(发文日期): what stands in brackets behind a label says the same. */
const BRACKETED = /[（(][\u4e00-\u9fff]{2,8}[)）]\s*$/;

/** The label that `raw` is, all of it, with or without its colon or brackets; null for anything else. */
export function wordOf(text: string): LabelWord | null {
  if (text.length > 40 || !mayBeLabel(text)) return null;
  const word = squeeze(text.replace(/[\ufdd0-\ufdd2]/g, ""))
    .replace(/^[【〖[(（]|[】〗\])）]$/g, "")
    .replace(/[:：]$/, "")
    .replace(BRACKETED, "");
  return labelWord(word);
}

/** The signs that labels begin with, after whatever `wordOf` passes over: most lines begin with none of them. */
const BEGINS_AS_LABEL = new RegExp(
  `^[\\s\\u200b-\\u200f\\u2060\\ufeff\\u00ad\\ufdd0-\\ufdd2]{0,40}[【〖[(（]?[\\s\\u200b-\\u200f\\u2060\\ufeff\\u00ad\\ufdd0-\\ufdd2]{0,40}[${FIRST_SIGNS}]`,
);

function mayBeLabel(text: string): boolean {
  return BEGINS_AS_LABEL.test(text);
}

/** What stands behind a label, or around it, or in one that needs neither. */
const SIGN_OF_LABEL = /[:：【〖]|时间|日期/;

/** Whether a line may hold a label: most hold nothing that one could be known by. */
export function mayHoldLabel(raw: string, line: Line): boolean {
  if (SIGN_OF_LABEL.test(raw)) return true;
  return line.runs.length > 1 ? line.runs.some(({ text }) => mayBeLabel(text)) : mayBeLabel(raw);
}

const BEFORE_LABEL = /[\s.。\ufdd0-\ufdd2【〖[(（|｜,，;；>»/·•●\]】)）]/;

/** Where labels stand in a line: in front of each colon; at its start, in an element of its own; before a date. */
export function placesIn(raw: string, line: Line): readonly Place[] {
  const places: Place[] = [];
  let end = 0;
  for (let at = 0; at < raw.length; at++) {
    const sign = raw.charCodeAt(at);
    if (sign !== 58 && sign !== 0xff1a) continue;
    const place = wordBefore(raw, at, end);
    if (!place) continue;
    places.push(place);
    end = place.to;
  }
  const first =
    places.length === 0 || (places[0]?.from ?? 0) > 2
      ? line.runs.find((run) => run.text.trim() !== "")
      : null;
  const word = first && line.runs.length > 1 && first.text.length < 12 ? wordOf(first.text) : null;
  // 索引号 in a tag of its own needs no colon; 时间 or 来源 alone may be any word.
  if (first && word && (word.word.length >= 3 || word.field === "number")) {
    const from = raw.indexOf(first.text);
    places.unshift({ word, from, to: from + first.text.length });
  }
  return line.text.length <= LONGEST_BARE_LINE ? withBarePlaces(raw, places) : places;
}

const LONGEST_BARE_LINE = 160;
const BARE_DATE =
  /(发布时间|发布日期|发表时间|信息时间|信息日期|公开日期|公开时间|公布日期|成文日期|更新时间|更新日期)[\s\ufdd0]*(?=(?:19|20)\d{2}\s*[-/.年])/g;
/** 〖发布时间〗2016-12-28: a label in brackets of its own, and its value behind them. */
const IN_BRACKETS = /[【〖]\s*([\u4e00-\u9fff]{2,8})\s*[】〗]\s*[:：]?/g;
const BARE_SOURCE = /(?:^|[\s\ufdd0])(信息来源|文章来源|稿件来源|来源)[\s\ufdd0]+(?=[^\s:：])/g;

/** 发布时间 2016-05-01 来源 某某日报, without any colon: a source only in the company of a date. */
function withBarePlaces(raw: string, places: readonly Place[]): readonly Place[] {
  const bracketed = raw.includes("【") || raw.includes("〖");
  const known = bracketed ? [...places, ...barePlaces(raw, IN_BRACKETS, places)] : [...places];
  if (raw.includes("时间") || raw.includes("日期")) known.push(...barePlaces(raw, BARE_DATE, known));
  const dated = known.some(({ word }) => word.field === "published");
  if (dated) known.push(...barePlaces(raw, BARE_SOURCE, known));
  return known.length === places.length ? places : known.sort((a, b) => a.from - b.from);
}

function barePlaces(raw: string, form: RegExp, known: readonly Place[]): readonly Place[] {
  const found: Place[] = [];
  for (const match of raw.matchAll(form)) {
    const word = labelWord(match[1] ?? "");
    const from = match.index;
    const to = from + match[0].length;
    if (word && !known.some((place) => from < place.to && place.from < to)) found.push({ word, from, to });
  }
  return found;
}

/** The label that ends right before the colon at `colon`; white space may stand between its characters. */
export function wordBefore(raw: string, colon: number, notBefore: number): Place | null {
  let word = "";
  let best: Place | null = null;
  const bracketed = BRACKETED.exec(raw.slice(Math.max(notBefore, colon - 14), colon));
  for (
    let at = colon - 1 - (bracketed?.[0].length ?? 0), gaps = 0;
    at >= notBefore && word.length < LONGEST_LABEL;
    at--
  ) {
    const sign = raw[at] ?? "";
    if (sign === " " || sign === GAP) {
      if (++gaps > 12) break;
      continue;
    }
    if (sign < "\u3400") break;
    word = sign + word;
    const found = labelWord(word);
    if (!found) continue;
    const before = raw[at - 1];
    const bounded = at === notBefore || before === undefined || BEFORE_LABEL.test(before);
    // A label that only ends another value may follow it without a gap.
    if (bounded || found.field === "other" || /\d/.test(before))
      best = { word: found, from: at, to: colon + 1 };
  }
  return best;
}

const VALUE_ENDS =
  /[【[（(]?\s*(?:字体|字号|打印|关闭|分享|收藏|浏览|点击|阅读|访问|作者|责任编辑|编辑：|大\s*中\s*小|[【〖](?!\s?(?:19|20)?\d{2}年?\s?[】〗])|\||｜)|\s\/\s/;
/** A date begins behind who published, without any label. */
const DATE_AHEAD = /(?<=\S)[\s（([]+(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d/;

/** What stands behind a label. `script`: nothing, or a part only, that a script would fill. */
export interface Value {
  /** Folded; "" where nothing stands there. */
  readonly value: string;
  readonly state: "text" | "empty" | "script";
}

/** The value in the piece of a line that a label and the next one enclose. */
export function valueIn(raw: string, field: Field): Value {
  if (isTemplate(raw)) return { value: "", state: "script" };
  const script = raw.includes(UNKNOWN_TEXT) || raw.includes(SLOT);
  const lead = /^[\s\ufdd0-\ufdd2:：]*/.exec(raw)?.[0].length ?? 0;
  let text = raw.slice(lead);
  if (field === "source" || field === "number" || field === "index") {
    const gap = text.indexOf(GAP);
    if (gap > 0) text = (field === "number" && numberAcross(text)) || text.slice(0, gap);
    const end = VALUE_ENDS.exec(text);
    if (end) text = text.slice(0, end.index);
    const date = field === "source" ? DATE_AHEAD.exec(text) : null;
    if (date) text = text.slice(0, date.index);
    if (field === "source") text = text.replace(/[.。\s\ufdd0-\ufdd2]+$/, "");
  }
  // What precedes an unknown piece is only a part of the value.
  const value = trimmed(cleaned(text));
  if (value !== "")
    return { value, state: script && raw.slice(0, lead).includes(UNKNOWN_TEXT) ? "script" : "text" };
  return { value: "", state: script ? "script" : "empty" };
}

const NUMBER_AHEAD = /^[^\s:：]{1,40}?[〔［[(（﹝【](?:19|20)?\d{2}年?[〕］\])）﹞】]第?\d{1,5}号/;

/** A document number whose parts stand in tags of their own; null where the text does not begin with one. */
function numberAcross(text: string): string | null {
  return NUMBER_AHEAD.exec(text.slice(0, 200).replaceAll(GAP, ""))?.[0] ?? null;
}

const NOTHING = /^(?:[-—–/／.。]+|&nbsp;|null|undefined)$/;

function trimmed(value: string): string {
  let text = value.replace(/^[\]】)）,，;；、\s]+/, "").replace(/[\s,，;；、|｜【〖[(（]+$/, "");
  for (const [open, close] of ["【】", "[]", "()", "（）"])
    if (open && close && text.endsWith(close) && !text.includes(open)) text = text.slice(0, -1).trim();
  const enclosed = /^[[【（(]([^[\]【】（）()]+)[\]】）)]$/.exec(text)?.[1];
  if (enclosed !== undefined) text = enclosed.trim();
  return NOTHING.test(text) ? "" : text;
}

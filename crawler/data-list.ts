import type { PrintedDate } from "../domain/snapshot.ts";
import { dayOf, type Instant } from "../domain/time.ts";
import { absolute, parseHtml } from "./dom.ts";
import { type PageAddress, pageKey } from "./page-request.ts";
import { printedDateIn } from "./printed-date.ts";
import type { ListRow } from "./records.ts";
import { literalAt } from "./script-literals.ts";
import { foldSpace, textOf } from "./text-of.ts";
import { numberNamed, pageNumberOf, withPage } from "./turned-page.ts";

/** What an answer of data, not of markup, says of a list. */
export interface DataList {
  /** null where the answer is no list that was understood. Empty only where the answer shows that there is none. */
  readonly rows: readonly ListRow[] | null;
  /** Markup that the answer carries instead of rows; null where it carries none. */
  readonly markup: string | null;
  readonly next: PageAddress | null;
  readonly moreFollows: boolean;
  readonly pageCount: number | null;
  readonly total: number | null;
}

/** Whether a text is data and no markup, as scripts are answered: JSON, also in the brackets of a call. */
export function isData(text: string): boolean {
  return /^[\s\ufeff]{0,99}(?:[{[]|[\w$.]{1,60}\s{0,9}\(\s{0,9}[{[])/.test(text);
}

/** Reads the answer `text` to a call for a page of a list. */
export function dataListOf(text: string, asked: PageAddress): DataList {
  const data = parsed(text);
  const arrays = arraysIn(data);
  const found = arrays.map((array) => ({ ...array, rows: rowsOf(array.entries, asked.url) }));
  const lists = found.filter(({ rows }) => rows !== null && rows.length > 0);
  const list = lists.length > 1 ? lists.find(({ name }) => LIST_NAME.test(name)) : lists[0];
  const page = list ?? found.find(({ entries, name }) => entries.length === 0 && LIST_NAME.test(name));
  const counts = countsOf(page?.above ?? []);
  const nothing = { next: null, moreFollows: false, pageCount: counts.pageCount, total: counts.total };
  const number = counts.page ?? pageNumberOf(asked);
  if (list?.rows) return { rows: list.rows, markup: null, ...onwards(asked, list.rows, number, counts) };
  // An empty list must be shown to be one: by a total, or by pages before this one.
  const isEmpty = page && lists.length === 0 && (counts.total === 0 || (number ?? 0) > 1);
  if (isEmpty && !isRefusal(data)) return { rows: [], markup: null, ...nothing };
  const markup = arrays.every(({ entries }) => entries.length === 0) ? markupIn(data) : null;
  return { rows: null, markup, ...nothing };
}

interface Counts {
  readonly total: number | null;
  readonly pageCount: number | null;
  readonly page: number | null;
  readonly size: number | null;
}

/** Where the list goes on, by what the answer counts. */
function onwards(
  asked: PageAddress,
  rows: readonly ListRow[],
  number: number | null,
  { total: count, pageCount, size: declared }: Counts,
): Pick<DataList, "next" | "moreFollows" | "pageCount" | "total"> {
  const size =
    declared ?? numberNamed(asked, SIZE_FIELD) ?? (number === null || number <= 1 ? rows.length : null);
  // Fewer than there are rows: whatever it counts, it is not the rows.
  const total = count === null || count < rows.length ? null : count;
  const counted = { pageCount, total };
  if (total !== null && rows.length >= total) return { ...counted, next: null, moreFollows: false };
  const isLast =
    number !== null &&
    ((pageCount !== null && number >= pageCount) ||
      (total !== null && size !== null && (number - 1) * size + rows.length >= total));
  if (isLast) return { ...counted, next: null, moreFollows: false };
  const next = number === null ? null : withPage(asked, number + 1);
  const isItself = next !== null && pageKey(next) === pageKey(asked);
  return { ...counted, next: isItself ? null : next, moreFollows: true };
}

const SIZE_FIELD = /^_?(?:page_?size|per_?page|pre_?page|rows|limit|size)$/i;
const LIST_NAME =
  /^(?:results?|articles?|list|lists|rows|records?|data|datas|docs?|items?|info_?list|news_?list|content|contents)?$/i;
const DEEPEST = 6;
const MOST_ROWS = 5_000;

type Fields = Readonly<Record<string, unknown>>;

interface DataArray {
  /** The name that it stands under; empty for the answer itself. */
  readonly name: string;
  readonly entries: readonly unknown[];
  /** The objects around it, innermost first. */
  readonly above: readonly Fields[];
}

/** Every list of an answer, but for those within the entries of another. */
function arraysIn(data: unknown): readonly DataArray[] {
  const found: DataArray[] = [];
  const look = (value: unknown, name: string, above: readonly Fields[]): void => {
    if (above.length > DEEPEST) return;
    if (Array.isArray(value)) {
      if (value.length <= MOST_ROWS) found.push({ name, entries: value, above });
    } else if (isFields(value)) {
      for (const [each, inner] of Object.entries(value)) look(inner, each, [value, ...above]);
    }
  };
  look(data, "", []);
  return found;
}

/** null where an entry is none of a list: it lacks address or title. */
function rowsOf(entries: readonly unknown[], base: string): readonly ListRow[] | null {
  const rows: ListRow[] = [];
  for (const entry of entries) {
    const row = isFields(entry) ? rowOf(entry, base) : null;
    if (row === null) return null;
    rows.push(row);
  }
  return rows;
}

// In the order in which they are believed. What is entered into a system has dates of its own.
const TITLES = ["title", "doctitle", "infotitle", "articletitle", "newstitle", "linktitle"];
const ADDRESSES = [
  "url",
  "docpuburl",
  "puburl",
  "urls",
  "link",
  "href",
  "linkurl",
  "weburl",
  "docurl",
  "infourl",
  "articleurl",
  "chnldocurl",
  "post_url",
];
const DATES = [
  "publishedtimestr",
  "publishedtime",
  "pubdate",
  "publishdate",
  "publish_date",
  "display_publish_time",
  "publish_time",
  "publishtime",
  "pubtime",
  "first_publish_time",
  "docreltime",
  "releasetime",
  "reltime",
  "infodate",
  "showdate",
  "date",
  "time",
  "created_at",
  "create_time",
  "createtime",
  "createdate",
];

function rowOf(entry: Fields, base: string): ListRow | null {
  const inner = [entry.source, entry._source].find(isFields);
  const fields = new Map(
    Object.entries({ ...entry, ...inner }).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const title = plainText(firstOf(fields, TITLES));
  const url = addressIn(firstOf(fields, ADDRESSES), base);
  if (title === "" || url === null) return null;
  return { url, title, date: dateIn(firstOf(fields, DATES)) };
}

function firstOf(fields: ReadonlyMap<string, unknown>, names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields.get(name);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return null;
}

function plainText(value: unknown): string {
  if (typeof value !== "string") return "";
  return /[<&]/.test(value) ? textOf(parseHtml(value)) : foldSpace(value);
}

/** An address, or the one for large screens of several: `{"pc": "…", "mobile": "…"}`. */
function addressIn(value: unknown, base: string): string | null {
  if (isFields(value)) return addressIn(value.pc, base);
  if (typeof value !== "string") return null;
  return value.trim().startsWith("{") ? addressIn(parsed(value), base) : absolute(value, base);
}

/** Scripts count time from 1970 on, in seconds or milliseconds; portals print it in China's. */
const ZONE = "Asia/Shanghai";

function dateIn(value: unknown): PrintedDate | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return printedDateIn(text);
  const at = new Date(Number(text) * (text.length === 10 ? 1000 : 1)).toISOString() as Instant; // toISOString writes this form
  return { text, day: dayOf(at, ZONE) };
}

const TOTAL =
  /^(?:total|total_?count|total_?records?|total_?size|total_?hits|total_?num|total_?elements|record_?count|row_?count)$/i;
const PAGE_COUNT = /^(?:page_?count|total_?pages?|pages|page_?total)$/i;
const PAGE = /^(?:page|current|curr?_?page|current_?page|page_?no|page_?num|page_?index)$/i;
const SIZE = /^(?:rows|size|page_?size|per_?page|pre_?page)$/i;

function countsOf(above: readonly Fields[]): Counts {
  const first = (name: RegExp): number | null => {
    for (const fields of above)
      for (const [each, value] of Object.entries(fields)) {
        const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
        if (name.test(each) && typeof number === "number" && Number.isInteger(number) && number >= 0)
          return number;
      }
    return null;
  };
  const size = first(SIZE);
  return {
    total: first(TOTAL),
    pageCount: first(PAGE_COUNT),
    page: first(PAGE),
    size: size === 0 ? null : size,
  };
}

/** The answer says that the call failed: what it lacks proves nothing. */
function isRefusal(data: unknown): boolean {
  if (!isFields(data)) return false;
  const { success, code, status } = data;
  return success === false || [code, status].some((each) => !FINE.has(String(each ?? "200").toLowerCase()));
}

const FINE: ReadonlySet<string> = new Set(["0", "1", "200", "true", "success", "ok"]);

function markupIn(data: unknown): string | null {
  if (!isFields(data)) return null;
  for (const name of ["html", "data", "result"]) {
    const value = data[name];
    if (typeof value === "string" && value.includes("<")) return value;
    if (name !== "html" && isFields(value) && typeof value.html === "string") return value.html;
  }
  return null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON, or what a script would read as such: single quotes, a comma too many. undefined for anything else. */
function parsed(text: string): unknown {
  const inner =
    /^[\s\ufeff]{0,99}(?:[\w$.]{1,60}\s{0,9}\()?\s{0,9}([{[][\s\S]*[}\]])\s{0,9}\)?\s{0,9};?\s{0,99}$/.exec(
      text,
    )?.[1];
  if (inner === undefined) return undefined;
  try {
    return JSON.parse(inner);
  } catch {
    const { value, end } = literalAt(inner, 0, new Map(), inner.length);
    // What is left over, or was cut off, was not understood.
    return inner.slice(end).trim() === "" ? value : undefined;
  }
}

import type { Outline } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import { argumentsAt, isObject, type LiteralObject, namesIn } from "../script-literals.ts";
import { numberNamed } from "../turned-page.ts";
import type { Datastore } from "./jcms.ts";
import type { PagerClue } from "./pager-clue.ts";
import { callsTo, fieldsOf } from "./script-calls.ts";

/**
 * Pagers of the JCMS family and of its successor JPAAS. The first turns its records in groups of pages, by a call whose
 * parameters the page gives to `jpage`, or by the address in its datastore; the second loads its rows by script and
 * keeps `uid` and `pageNum` in the address.
 */
export function jpagePager(outline: Outline, form: string | null): PagerClue | null {
  return datastorePager(outline, form) ?? loadedPager(outline);
}

/** The call for the first records of a list that the page does not hold itself. */
export function jpageCalls(outline: Outline): readonly PageAddress[] {
  if (outline.datastores.some(({ records }) => records.length > 0)) return [];
  return jpagesOf(outline).map((jpage) => groupOf(jpage, 1));
}

function datastorePager(outline: Outline, form: string | null): PagerClue | null {
  const [largest] = [...outline.datastores].sort((a, b) => b.records.length - a.records.length);
  if (!largest) return null;
  const jpage = jpageOf(outline, largest);
  const total = largest.total ?? jpage?.total ?? null;
  const { pageCount } = largest;
  const asked = askedFor(outline.url);
  const moreInGroup = asked && total !== null ? asked.end < total : null;
  const next = asked
    ? moreInGroup && { url: nextGroupOf(outline.url ?? "", asked), form }
    : (firstGroupBeyond(largest, jpage, total) ?? largest.nextGroup);
  // The answers follow each other by the address that each of them names; the last names none.
  const isLast = !next && /dataproxy\.jsp\?.*\bpage=\d/.test(outline.url ?? "");
  const short = total !== null && largest.records.length < total && !isLast;
  const more = short ? (moreInGroup ?? true) : moreInGroup;
  return { next: next || largest.nextGroup, moreFollows: next ? true : more, pageCount, total, at: null };
}

interface Group {
  readonly start: number;
  readonly end: number;
}

function askedFor(url: string | null): Group | null {
  const start = /[?&]startrecord=(\d{1,8})/.exec(url ?? "")?.[1];
  const end = /[?&]endrecord=(\d{1,8})/.exec(url ?? "")?.[1];
  return start && end ? { start: Number(start), end: Number(end) } : null;
}

function nextGroupOf(url: string, { start, end }: Group): string {
  return url
    .replace(/([?&]startrecord=)\d+/, `$1${end + 1}`)
    .replace(/([?&]endrecord=)\d+/, `$1${end + (end - start) + 1}`);
}

/** What a page gives to the script that turns its records. */
interface Jpage {
  readonly proxyUrl: string;
  /** Parameters, as they are posted; null where they stand in the address. */
  readonly form: string | null;
  readonly perPage: number;
  /** Records in one answer. */
  readonly group: number;
  readonly total: number | null;
}

function jpagesOf(outline: Outline): readonly Jpage[] {
  const scripts = outline.scripts.map(({ code }) => code).filter((code) => /\.jpage\s{0,9}\(/.test(code));
  if (scripts.length === 0) return calledGroups(outline);
  const known = namesIn(scripts);
  return scripts.flatMap((code) =>
    [...code.matchAll(/\.jpage\s{0,9}(?=\()/g)].flatMap(({ index, 0: name }) => {
      const [given] = argumentsAt(code, index + name.length, known);
      const jpage = isObject(given) ? jpageFrom(given) : null;
      return jpage ? [jpage] : [];
    }),
  );
}

/** The same of a page that makes the call itself: `$.post("…dataproxy.jsp?startrecord=" + start + …, { … })`. */
function calledGroups(outline: Outline): readonly Jpage[] {
  return callsTo(outline, /dataproxy\.jsp/i)
    .filter(
      ({ url, form }) => /(?:^|[?&])unitid=\w/i.test(`${url}&${form ?? ""}`) && /[?&]startrecord=/.test(url),
    )
    .map(({ url, form }) => {
      const perPage = numberNamed({ url, form }, /^perpage$/i) ?? 15;
      const proxyUrl = url
        .replace(/([?&])(?:startrecord|endrecord|perpage)=\d*(?=&|$)/g, "$1")
        .replace(/&{2,}/g, "&");
      return {
        proxyUrl: proxyUrl.replace(/\?&/, "?").replace(/[?&]$/, ""),
        form,
        perPage,
        group: perPage * 3,
        total: null,
      };
    });
}

function jpageFrom(given: LiteralObject): Jpage | null {
  const { proxyUrl, ajaxParam } = given;
  if (typeof proxyUrl !== "string" || !/dataproxy\.jsp/i.test(proxyUrl) || !isObject(ajaxParam)) return null;
  const form = fieldsOf(ajaxParam);
  const perPage = numberFrom(given.perPage) ?? 15;
  const pages = Math.max(numberFrom(given.groupSize) ?? 3, 1);
  if (form === null || perPage === 0) return null;
  return { proxyUrl, form, perPage, group: perPage * pages, total: numberFrom(given.totalRecord) };
}

function numberFrom(value: unknown): number | null {
  return /^\d{1,8}$/.test(String(value)) ? Number(value) : null;
}

/** Of several the one that counts as many records. */
function jpageOf(outline: Outline, { total }: Datastore): Jpage | null {
  const jpages = jpagesOf(outline);
  const same = jpages.filter((jpage) => total === null || jpage.total === total);
  const [jpage, ...others] = jpages.length > 1 ? same : jpages;
  return jpage && others.length === 0 ? jpage : null;
}

/** The group behind the records that the page holds: where they are more than a group, they are one too many. */
function firstGroupBeyond(
  { records }: Datastore,
  jpage: Jpage | null,
  total: number | null,
): PageAddress | null {
  if (!jpage || (total !== null && records.length >= total)) return null;
  return groupOf(jpage, Math.min(records.length, jpage.group) + 1);
}

function groupOf({ proxyUrl, form, perPage, group }: Jpage, start: number): PageAddress {
  const window = `startrecord=${start}&endrecord=${start + group - 1}&perpage=${perPage}`;
  return { url: `${proxyUrl}${proxyUrl.includes("?") ? "&" : "?"}${window}`, form };
}

function loadedPager(outline: Outline): PagerClue | null {
  for (const { code, textsBefore } of outline.scripts) {
    if (!code.includes("loadPageData")) continue;
    const unit = /\bunitid\s{0,9}:\s{0,9}["']?(\w{1,40})/i.exec(code)?.[1];
    const current = /\bcurrent\s{0,9}:\s{0,9}["']?(\d{1,6})/.exec(code)?.[1] ?? "1";
    if (!unit) continue;
    const page = Number(/[?&]pageNum=(\d{1,6})/.exec(outline.url ?? "")?.[1] ?? current);
    return {
      next: `?uid=${unit}&pageNum=${page + 1}`,
      moreFollows: null,
      pageCount: null,
      total: null,
      at: textsBefore,
    };
  }
  return null;
}

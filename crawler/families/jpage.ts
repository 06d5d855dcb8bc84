import type { Outline } from "../outline.ts";
import type { PagerClue } from "./pager-clue.ts";

/**
 * Pagers of the JCMS family and of its successor JPAAS. The first carries the address of the next group of
 * records in its datastore; the second loads its rows by script and keeps `uid` and `pageNum` in the address.
 */
export function jpagePager(outline: Outline): PagerClue | null {
  return datastorePager(outline) ?? loadedPager(outline);
}

function datastorePager(outline: Outline): PagerClue | null {
  const [largest] = [...outline.datastores].sort((a, b) => b.records.length - a.records.length);
  if (!largest) return null;
  const { total, pageCount } = largest;
  const asked = askedFor(outline.url);
  const moreInGroup = asked && total !== null ? asked.end < total : null;
  const next = largest.nextGroup ?? (asked && moreInGroup ? nextGroupOf(outline.url ?? "", asked) : null);
  // The answers follow each other by the address that each of them names; the last names none.
  const isLast = next === null && /dataproxy\.jsp\?.*\bpage=\d/.test(outline.url ?? "");
  const short = total !== null && largest.records.length < total && !isLast;
  const more = short ? (moreInGroup ?? true) : moreInGroup;
  return { next, moreFollows: next !== null ? true : more, pageCount, total, at: null };
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

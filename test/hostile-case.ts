import type { IncomingMessage, ServerResponse } from "node:http";
import type { Reason } from "../domain/snapshot.ts";
import type { CalendarDate } from "../domain/time.ts";
import { listPage, type Row, rowsOf, STALE, STALE_DAYS } from "./hostile-pages.ts";

/** A column that is served badly, beside the same column served well. */
export interface HostileCase {
  readonly why: string;
  /** What `stale-unit` must say of it: that it cannot tell and why, or the truth where it can be read. */
  readonly expected: Reason | "failed" | "passed";
  /** `page` is the path below the column's own, `""` for its first page. */
  readonly answer: (page: string, response: ServerResponse, request: IncomingMessage) => void;
  /** The pages of its healthy twin; default: one page of stale rows. */
  readonly well?: Readonly<Record<string, string>>;
  /** What the twin must be judged; default: `failed`. */
  readonly planted?: "failed" | "passed";
}

/** The page of a healthy column: stale rows, and nothing else. */
export const FINE = listPage(STALE);
export const FRESH_DAY: CalendarDate = "2016-12-29";

/** `text` over and over, up to `count` characters. */
export const chars = (text: string, count: number) =>
  text.repeat(Math.ceil(count / text.length)).slice(0, count);

/** Upwards: the newest stand on the last page, so that the first page alone says nothing. */
export const UPWARDS = [...STALE_DAYS].reverse();
export const upwards = {
  "": rowsOf(UPWARDS.slice(0, 5)),
  "index_1.html": rowsOf([...UPWARDS.slice(5), FRESH_DAY]),
};
export const upwardsPages = {
  "": listPage(upwards[""], { next: "index_1.html" }),
  "index_1.html": listPage(upwards["index_1.html"].map(moved)),
};

export function moved(row: Row): Row {
  return { ...row, href: row.href.replace("_", "_9") };
}

export function page(html: string, status = 200): HostileCase["answer"] {
  return (_page, response) =>
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
}

export function message(title: string, text: string): string {
  return `<html><head><title>${title}</title></head><body><div><h2>${title}</h2><p>${text}</p><a href="/">返回首页</a></div></body></html>`;
}

const asked = new Map<string, number>();
/** How often `key` was asked for, this time included. */
export function times(key: string): number {
  const count = (asked.get(key) ?? 0) + 1;
  asked.set(key, count);
  return count;
}

import type { Element } from "domhandler";
import { elementWith, type Outline } from "../outline.ts";
import { got, type PageAddress } from "../page-request.ts";
import { argumentsAt, isObject, type Literal, literalAt, namesIn } from "../script-literals.ts";
import { encoded, pageNumberOf, withPage } from "../turned-page.ts";
import type { PagerClue } from "./pager-clue.ts";
import { fieldsOf } from "./script-calls.ts";

/**
 * The calls of the JPAAS family for rows of a list: `loadPageData({ current: 1, channelCode: […], … })` posts to
 * `/queryList`; `<script parseType="buildstatic" url="…" querydata="{…}">` gets the markup of a part of the page.
 */
export function jpaasCalls(outline: Outline): readonly PageAddress[] {
  return [...loadedCalls(outline), ...builtCalls(outline)];
}

function loadedCalls(outline: Outline): readonly PageAddress[] {
  const scripts = outline.scripts.map(({ code }) => code).filter((code) => code.length < 100_000);
  const calling = scripts.filter((code) => code.includes("loadPageData"));
  if (calling.length === 0) return [];
  const known = namesIn(calling);
  return calling.flatMap((code) =>
    [...code.matchAll(/(?<!function\s{1,9})\bloadPageData\s{0,9}(?=\()/g)].flatMap(({ index, 0: name }) => {
      const [given] = argumentsAt(code, index + name.length, known);
      const form = isObject(given) ? queryOf(given) : null;
      return form === null ? [] : [{ url: "/queryList", form }];
    }),
  );
}

function queryOf(given: Readonly<Record<string, Literal>>): string | null {
  const { current, perPage, webSiteCode, channelCode } = given;
  const channels = listed(channelCode);
  if (channels.length === 0) return null;
  return encoded([
    ["current", String(current ?? 1)],
    ["pageSize", String(perPage ?? 15)],
    ...listed(webSiteCode).map((code) => ["webSiteCode[]", code] as const),
    ...channels.map((code) => ["channelCode[]", code] as const),
    ["sort", "sortNum"],
    ["order", "desc"],
  ]);
}

function listed(value: Literal): readonly string[] {
  const values: readonly Literal[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === "string" || typeof each === "number").map(String);
}

/** Also as the system itself misspells it. */
const BUILT = /^b\w{3,6}static$/i;
/** Of several parts of a page the one that is called a list is the list. */
const LIST_PART = /列表|分页|list/i;

function builtCalls(outline: Outline): readonly PageAddress[] {
  const parts = outline.scripts.flatMap(({ node }) => {
    const { url, querydata, parsetype } = node.attribs;
    const { value } = literalAt(querydata ?? "", 0);
    if (!url || !isObject(value)) return [];
    if (!BUILT.test(parsetype ?? "") && !BUILT.test(String(value.parseType ?? ""))) return [];
    const query = fieldsOf(value);
    if (query === null) return [];
    return [{ call: got(`${url}${url.includes("?") ? "&" : "?"}${query}`), part: String(value.tagId ?? "") }];
  });
  const lists = parts.filter(({ part }) => LIST_PART.test(part));
  return (parts.length > 1 && lists.length > 0 ? lists : parts).map(({ call }) => call);
}

/** The pager within the markup of such a part: an element that says `count`, and mostly `pageNo` and `pageSize`. */
export function builtPager(outline: Outline, form: string | null): PagerClue | null {
  const asked = { url: outline.url ?? "", form };
  if (!/[?&]parseType=b\w{3,6}static/i.test(asked.url)) return null;
  const pager = elementWith(outline, ({ attribs }) => /^\d{1,7}$/.test(attribs.count ?? ""));
  if (!pager) return null;
  const total = Number(pager.attribs.count);
  const page = numberIn(pager, "pageno") ?? pageNumberOf(asked) ?? 1;
  const size = numberIn(pager, "pagesize") ?? numberIn(pager, "rows") ?? rowsIn(outline);
  const moreFollows = page * size < total;
  return {
    next: moreFollows ? turned(asked, page + 1, numberIn(pager, "pagesize")) : null,
    moreFollows,
    pageCount: size > 0 ? Math.ceil(total / size) : null,
    total,
    at: outline.texts.length,
  };
}

/** The first call names no page: the number then goes along with the parameters of the part. */
function turned(asked: PageAddress, page: number, size: number | null): PageAddress | null {
  const next = withPage(asked, page);
  if (next) return next;
  const parameters = JSON.stringify(size === null ? { pageNo: page } : { pageNo: page, pageSize: size });
  return got(`${asked.url}&paramJson=${encodeURIComponent(parameters)}`);
}

function numberIn(node: Element, name: string): number | null {
  const value = node.attribs[name];
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : null;
}

/** Rows of a part, where nothing says how many it shows: entries with a link. */
function rowsIn(outline: Outline): number {
  return [...outline.spans].filter(
    ([node, span]) => /^(?:li|tr|dd)$/.test(node.name) && span.linkTo > span.linkFrom,
  ).length;
}

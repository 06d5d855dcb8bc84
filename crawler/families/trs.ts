import type { Outline } from "../outline.ts";
import { fileNameOf, type PagerClue } from "./pager-clue.ts";

/**
 * Pagers of the TRS family and of UCAP, which scripts write from a call with numbers:
 * `createPageHTML(4, 0, "index", "html")`, its form with an element first, `Pager({size, current, …})`,
 * and `var countPage = 4; var currentPage = 0;`.
 */
export function trsPager(outline: Outline): PagerClue | null {
  for (const { code, textsBefore } of outline.scripts) {
    if (code.length > 100_000) continue;
    const numbers = createPageCall(code) ?? pagerObject(code) ?? countPageVariables(code);
    if (numbers) return clueOf(numbers, outline.url, textsBefore);
  }
  return null;
}

interface Numbers {
  readonly pageCount: number;
  /** Pages before this one, by the script. */
  readonly current: number;
  readonly name: string;
  readonly extension: string;
  /** The number in the name of page n+1 is n + `shift`. */
  readonly shift: 0 | 1;
  readonly total: number | null;
}

function clueOf(numbers: Numbers, url: string | null, at: number): PagerClue {
  const { pageCount, name, extension, shift, total } = numbers;
  const current = ownNumber(url, numbers) ?? numbers.current;
  const moreFollows = current + 1 < pageCount;
  const next = moreFollows ? `${name}_${current + 1 + shift}.${extension}` : null;
  return { next, moreFollows, pageCount, total, at };
}

/** Pages before this one, by its own address: a page may carry the call of another. */
function ownNumber(url: string | null, { name, extension, shift }: Numbers): number | null {
  const file = fileNameOf(url);
  if (!file.startsWith(`${name}_`) || !file.endsWith(`.${extension}`)) return null;
  const number = file.slice(name.length + 1, -extension.length - 1);
  return /^\d{1,5}$/.test(number) ? Number(number) - shift : null;
}

function createPageCall(code: string): Numbers | null {
  const call = /createPage(?:HTML|Html)\d?\s{0,9}\(([^()]{3,300})\)/.exec(withoutComments(code));
  const given = call?.[1]?.split(",").map((part) => part.trim().replace(/^["']|["']$/g, "")) ?? [];
  const element = given[0] !== undefined && !/^\d+$/.test(given[0]);
  const [count, current, name = "index", extension = "html", total] = element ? given.slice(1) : given;
  if (!isNumber(count) || !isNumber(current)) return null;
  // With an element first the pages count from 1, so do their names: page 2 is `_2`.
  const shift = element && Number(current) > 0 ? 1 : 0;
  return {
    pageCount: Number(count),
    current: Number(current) - shift,
    name: name || "index",
    extension: extension.replace(/^\./, "") || "html",
    shift,
    total: isNumber(total) ? Number(total) : null,
  };
}

function pagerObject(code: string): Numbers | null {
  const object = /\bPager\s{0,9}\(\s{0,99}\{([^{}]{5,1500})\}/.exec(code)?.[1];
  if (!object) return null;
  const field = (name: string) =>
    new RegExp(`\\b${name}\\s{0,9}:\\s{0,9}["']?([^"',\\s}]{1,80})`).exec(object)?.[1];
  const [size, current] = [field("size"), field("current")];
  if (!isNumber(size) || !isNumber(current)) return null;
  return {
    pageCount: Number(size),
    current: Number(current),
    name: field("prefix") ?? "index",
    extension: (field("suffix") ?? "html").replace(/^\./, ""),
    shift: 0,
    total: null,
  };
}

function countPageVariables(code: string): Numbers | null {
  const count = /\bcountPage\s{0,9}=\s{0,9}["']?(\d{1,6})/i.exec(code)?.[1];
  const current = /\bcurrentPage\s{0,9}=\s{0,9}["']?(\d{1,6})/i.exec(code)?.[1];
  if (!isNumber(count) || !isNumber(current)) return null;
  const extension = /["']\.(s?html?|jhtml)["'\\>]/.exec(code)?.[1] ?? "html";
  const name =
    /["'=]([A-Za-z]\w{0,40})_["']/.exec(code)?.[1] ??
    /["']?href=\\?["']?([A-Za-z]\w{0,40})["']?\s{0,9}\+\s{0,9}["']_/.exec(code)?.[1];
  return {
    pageCount: Number(count),
    current: Number(current),
    name: name ?? "index",
    extension,
    shift: 0,
    total: null,
  };
}

function withoutComments(code: string): string {
  return code.includes("//") ? code.replace(/(^|[^:"'])\/\/[^\n]*/g, "$1") : code;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,7}$/.test(text);
}

import type { Outline } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import { pageNumberOf, withPage } from "../turned-page.ts";
import type { PagerClue } from "./pager-clue.ts";
import { callsTo } from "./script-calls.ts";

const LABEL = /\/site\/label\/\d{1,9}/;

/** The calls of the LonSun family for a fragment of a list: `/site/label/8888?IsAjax=1&labelName=publicInfoList&…`. */
export function lonsunCalls(outline: Outline): readonly PageAddress[] {
  return callsTo(outline, LABEL).filter(({ url, form }) =>
    /(?:^|[?&])labelName=\w{0,40}List(?:&|$)/i.test(`${url}&${form ?? ""}`),
  );
}

/** The pager of such a fragment: `Ls.pagination(…, { currentPage: 1, pageCount: 17, total: 253 })`. */
export function lonsunPager(outline: Outline, form: string | null): PagerClue | null {
  for (const { code, textsBefore } of outline.scripts) {
    const from = code.search(/\bLs\.pagination\s{0,9}\(/);
    if (from < 0) continue;
    const call = code.slice(from, from + 2000);
    const pageCount = numberIn(call, "pageCount");
    const asked = { url: outline.url ?? "", form };
    const page = pageNumberOf(asked) ?? numberIn(call, "currentPage") ?? 1;
    const moreFollows = pageCount === null ? null : page < pageCount;
    const [called, ...others] = lonsunCalls(outline);
    const further = called && others.length === 0 ? withPage(called, page + 1) : withPage(asked, page + 1);
    return {
      next: moreFollows ? (further ?? secondPageOf(asked.url)) : null,
      moreFollows,
      pageCount,
      total: numberIn(call, "total"),
      at: textsBefore,
    };
  }
  return null;
}

/** A column's own page names no number yet: `/content/column/6930405?pageIndex=2`. */
function secondPageOf(url: string): string | null {
  if (!/\/(?:content|public)\/column\/\d{1,12}(?:[?#]|$)/.test(url)) return null;
  const address = url.replace(/#.*$/, "");
  return `${address}${address.includes("?") ? "&" : "?"}pageIndex=2`;
}

/** A fragment without a word of its pages: whether more follow, the next one shows. */
export function lonsunFragment(
  outline: Outline,
  form: string | null,
  { page, pageCount }: PrintedPages,
): PagerClue | null {
  const asked = { url: outline.url ?? "", form };
  const number = page ?? pageNumberOf(asked);
  if (!LABEL.test(asked.url) || number === null || lonsunPager(outline, form)) return null;
  const moreFollows = pageCount === null || number < pageCount;
  const next = moreFollows ? withPage(asked, number + 1) : null;
  return { next, moreFollows, pageCount, total: null, at: null };
}

/** What the words of a pager say: `第2页 共17页`. */
interface PrintedPages {
  readonly page: number | null;
  readonly pageCount: number | null;
}

function numberIn(call: string, name: string): number | null {
  const found = new RegExp(`\\b${name}["']?\\s{0,9}:\\s{0,9}["']?(\\d{1,7})`).exec(call)?.[1];
  return found === undefined ? null : Number(found);
}

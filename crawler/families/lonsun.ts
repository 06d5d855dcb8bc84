import type { Outline } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import { pageNumberOf, withPage } from "../turned-page.ts";
import type { PagerClue } from "./pager-clue.ts";
import { callsTo } from "./script-calls.ts";

/** The calls of the LonSun family for a fragment of a list: `/site/label/8888?IsAjax=1&labelName=publicInfoList&…`. */
export function lonsunCalls(outline: Outline): readonly PageAddress[] {
  return callsTo(outline, /\/site\/label\/\d{1,9}/).filter(({ url, form }) =>
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
    return {
      next: moreFollows ? (withPage(asked, page + 1) ?? secondPageOf(asked.url)) : null,
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

function numberIn(call: string, name: string): number | null {
  const found = new RegExp(`\\b${name}["']?\\s{0,9}:\\s{0,9}["']?(\\d{1,7})`).exec(call)?.[1];
  return found === undefined ? null : Number(found);
}

import type { Outline } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import { pageNumberOf, withPage } from "../turned-page.ts";
import type { PagerClue } from "./pager-clue.ts";
import { callsTo } from "./script-calls.ts";

const SEARCH = /\/module\/xxgk\/search\.jsp/;

/** The calls of the JCMS family's disclosure directory for a fragment of its list: `/module/xxgk/search.jsp?…`. */
export function jcmsSearchCalls(outline: Outline): readonly PageAddress[] {
  return callsTo(outline, SEARCH).filter(({ url, form }) =>
    /(?:^|[?&])infotypeId=\w/i.test(`${url}&${form ?? ""}`),
  );
}

/** The pager of such a fragment: `共12页`, and scripts to turn them; the next one is asked for as this one was. */
export function jcmsSearchPager(
  outline: Outline,
  form: string | null,
  pageCount: number | null,
): PagerClue | null {
  const asked = { url: outline.url ?? "", form };
  if (!SEARCH.test(asked.url) || pageCount === null) return null;
  const page = pageNumberOf(asked) ?? 1;
  const moreFollows = page < pageCount;
  const named = withPage(asked, page + 1);
  const first =
    form === null ? { url: `${asked.url}&currpage=2`, form } : { url: asked.url, form: `${form}&currpage=2` };
  return { next: moreFollows ? (named ?? first) : null, moreFollows, pageCount, total: null, at: null };
}

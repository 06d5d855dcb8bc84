import type { Outline } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import { callsTo } from "./script-calls.ts";

const LIST = /\/(?:common\/search|searchList|whmanuscriptList)\/[\w-]{0,64}(?:[?"'`]|\ufdd2|$)/;

/** The calls of the UCAP family for rows of a list: `/common/search/<channel>?_isAgg=true&_isJson=true&…&page=1`. */
export function ucapCalls(outline: Outline): readonly PageAddress[] {
  return callsTo(outline, LIST).filter(({ url }) => /[?&]_is(?:Json|Agg)=/.test(url));
}

import { metaOf, type Outline } from "../outline.ts";
import { got, type PageAddress } from "../page-request.ts";
import { callsTo } from "./script-calls.ts";

const LIST = /\/(?:common\/search|searchList|whmanuscriptList)\/[\w-]{0,64}(?:[?"'`]|\ufdd2|$)/;

/** The calls of the UCAP family for rows of a list: `/common/search/<channel>?_isAgg=true&_isJson=true&…&page=1`. */
export function ucapCalls(outline: Outline): readonly PageAddress[] {
  const written = callsTo(outline, LIST).filter(({ url }) => /[?&]_is(?:Json|Agg)=/.test(url));
  return written.length > 0 ? written : ofChannel(outline);
}

/** A script that calls for rows of a channel, which it has from elsewhere in the page: the page is of one channel. */
function ofChannel(outline: Outline): readonly PageAddress[] {
  const channel = metaOf(outline, "channelId");
  if (channel === null || !/^[\da-f]{32}$/i.test(channel)) return [];
  for (const { code } of outline.scripts) {
    const path = /["'`](\/(?:common\/search|searchList)\/)["'`$]/.exec(code)?.[1];
    if (path !== undefined && /_isJson/.test(code))
      return [got(`${path}${channel}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1`)];
  }
  return [];
}

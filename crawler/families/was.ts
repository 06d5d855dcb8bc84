import type { Outline } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import { callsTo } from "./script-calls.ts";

const SEARCH = /\/(?:was5\/web|fjdzapp)\/search\b/;

/** Calls of lists that the TRS search server answers: it is asked for one column by `classsql=chnlid=…`. */
export function wasCalls(outline: Outline): readonly PageAddress[] {
  return callsTo(outline, SEARCH).filter(({ url, form }) =>
    /(?:^|[?&])classsql=chnlid(?:=|%3D)\d/i.test(`${url}&${form ?? ""}`),
  );
}

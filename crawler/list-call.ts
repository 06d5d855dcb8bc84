import { absolute } from "./dom.ts";
import { gkmlptCalls } from "./families/gkmlpt.ts";
import { jcmsSearchCalls } from "./families/jcms-search.ts";
import { jpaasCalls } from "./families/jpaas.ts";
import { jpageCalls } from "./families/jpage.ts";
import { lonsunCalls } from "./families/lonsun.ts";
import { ucapCalls } from "./families/ucap.ts";
import { wasCalls } from "./families/was.ts";
import type { Outline } from "./outline.ts";
import { type PageAddress, pageKey } from "./page-request.ts";

/** Every family whose lists are loaded by a call that the page names. */
const FAMILIES = [jpageCalls, jpaasCalls, ucapCalls, gkmlptCalls, lonsunCalls, wasCalls, jcmsSearchCalls];

/**
 * The call that a page names, with all its parameters, for the rows of its list: absolute, for the list's first page.
 * null where it names none that is understood, or several: nobody can tell which is the column's.
 */
export function listCallOf(outline: Outline): PageAddress | null {
  if (outline.url === null) return null;
  const calls = new Map<string, PageAddress>();
  for (const calling of FAMILIES)
    for (const { url, form } of calling(outline)) {
      const address = absolute(url, outline.url);
      if (address !== null) calls.set(pageKey({ url: address, form }), { url: address, form });
    }
  const [call, ...others] = calls.values();
  return call !== undefined && others.length === 0 ? call : null;
}

import type { Outline } from "../outline.ts";
import { got, type PageAddress } from "../page-request.ts";
import { callsTo } from "./script-calls.ts";

/**
 * The calls of Guangdong's disclosure directory: a page like `…/gkmlpt/index#257` shows the category behind its `#`,
 * which `…/gkmlpt/api/all/257?page=1&sid=…` lists; the page names the site in its `SID`.
 */
export function gkmlptCalls(outline: Outline): readonly PageAddress[] {
  const named = callsTo(outline, /\/gkmlpt\/api\/all\/\d{1,9}/);
  if (named.length > 0) return named;
  const [, directory, category] =
    /^([^?#]{1,500}\/gkmlpt)\/\w{1,20}(?:\?[^#]{0,200})?#(\d{1,9})$/.exec(outline.url ?? "") ?? [];
  if (directory === undefined || category === undefined) return [];
  for (const { code } of outline.scripts) {
    const site =
      /\bSID["']?\s{0,9}[:=]\s{0,9}["']?(\d{1,12})\b/i.exec(code)?.[1] ??
      /SITE_?ID["']?\s{0,9}[:=]\s{0,9}["']?(\d{1,12})\b/i.exec(code)?.[1];
    if (site !== undefined) return [got(`${directory}/api/all/${category}?page=1&sid=${site}`)];
  }
  return [];
}

import type { Outline, PageLink } from "./outline.ts";
import { columnKey, folderOf } from "./site.ts";

const YEAR = /^[\s[【(（]*((?:19|20)\d{2})\s*年?度?[\s\]】)）]*$/;
const LEAST_TABS = 2;

/**
 * The years by which a column's page divides its list: links of the column itself that bear nothing but a year.
 * Such a page shows one year, or some of them. Empty where it divides by none; records that are called by
 * years (`2015年`, a report of each year) are the list itself.
 */
export function yearTabsOf(outline: Outline, records: ReadonlySet<string>): ReadonlySet<number> {
  const years = new Set<number>();
  for (const link of outline.links) {
    const year = YEAR.exec(link.text)?.[1];
    if (year && isOfColumn(link, outline.url, records)) years.add(Number(year));
  }
  return years.size >= LEAST_TABS ? years : new Set();
}

/** Below the column's own address, or the column itself asked otherwise; or done by a script. */
function isOfColumn({ url, href }: PageLink, page: string | null, records: ReadonlySet<string>): boolean {
  if (/^(?:javascript:|#)/i.test(href.trim()) || url === null) return true;
  if (page === null || records.has(url)) return false;
  const own = folderOf(page);
  if (url.startsWith(own) && own.replace(/^https?:\/\/[^/]*\//i, "") !== "") return true;
  return columnKey(url).replace(/\?.*$/, "") === columnKey(page).replace(/\?.*$/, "");
}

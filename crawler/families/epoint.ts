import type { Outline } from "../outline.ts";
import { fileNameOf, type PagerClue } from "./pager-clue.ts";

/**
 * The pager of the Epoint family: `$("#page").pagination({ pageSize: 15, total: 76 })`, with the addresses in
 * its click handler: `"/path/" + (data.pageIndex + 1) + ".html"`.
 */
export function epointPager(outline: Outline): PagerClue | null {
  for (const { code, textsBefore } of outline.scripts) {
    const object = /\.pagination\s{0,9}\(\s{0,99}\{([^{}]{5,1500})\}/.exec(code)?.[1];
    if (!object) continue;
    const total = numberOf(object, "total");
    const size = numberOf(object, "pageSize");
    if (total === null || size === null || size === 0) continue;
    const pageCount = Math.ceil(total / size);
    const page = ownPage(outline.url);
    const moreFollows = page < pageCount;
    const path =
      /location(?:\.href)?\s{0,9}=\s{0,9}["']([^"'?]{1,300}\/)["']\s{0,9}\+\s{0,9}\(\s{0,9}\w{1,20}\.pageIndex\s{0,9}\+\s{0,9}1\s{0,9}\)\s{0,9}\+\s{0,9}["'](\.\w{1,6})["']/.exec(
        code,
      );
    const query = /location(?:\.href)?\s{0,9}=\s{0,9}["']([^"']{1,300}[?&]pageIndex=)["']\s{0,9}\+/i.exec(
      code,
    )?.[1];
    const further = path ? `${path[1]}${page + 1}${path[2]}` : query && `${query}${page + 1}`;
    const next = moreFollows ? (further ?? null) : null;
    return { next, moreFollows, pageCount, total, at: textsBefore };
  }
  return null;
}

function ownPage(url: string | null): number {
  const asked =
    /[?&]pageIndex=(\d{1,6})/.exec(url ?? "")?.[1] ?? /^(\d{1,5})\.\w+$/.exec(fileNameOf(url))?.[1];
  return asked ? Number(asked) : 1;
}

function numberOf(object: string, name: string): number | null {
  const found = new RegExp(`\\b${name}\\s{0,9}:\\s{0,9}["']?(\\d{1,9})`).exec(object)?.[1];
  return found ? Number(found) : null;
}

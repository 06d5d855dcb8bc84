import { absolute } from "./dom.ts";
import type { GatheredColumn } from "./gather-column.ts";

/** So many other pages must be there before their links tell what all of them share. */
const LEAST_PAGES = 3;
/** Links that stand on so large a share of the other pages are everybody's. */
const EVERYWHERE = 0.5;

/**
 * Columns whose list is no list of theirs: every entry of it stands as often on the unit's other columns' pages.
 * A side bar, a menu or a ticker was taken for the list of a page that shows none of its own. Whose entries a
 * side bar repeats everywhere is told by its own page: there they stand once more.
 */
export function furnitureColumns(gathered: readonly GatheredColumn[]): ReadonlySet<GatheredColumn> {
  const pages = gathered.flatMap((column) =>
    column.opening ? [{ column, links: linksIn(column.opening.html, column.opening.page.url) }] : [],
  );
  const found = new Set<GatheredColumn>();
  for (const { column, links } of pages) {
    const { listing } = column.facts;
    if (!listing.known || listing.value.items.length === 0) continue;
    const others = pages.filter((other) => other.column.opening?.page.url !== column.opening?.page.url);
    if (others.length < LEAST_PAGES) continue;
    const isShared = ({ url }: { readonly url: string }) => {
      const here = links.get(url) ?? 0;
      const asOften = others.filter((other) => (other.links.get(url) ?? 0) >= Math.max(here, 1));
      return asOften.length >= EVERYWHERE * others.length;
    };
    if (listing.value.items.every(isShared)) found.add(column);
  }
  return found;
}

/** How often each address is linked in a page as it arrived. */
function linksIn(html: string, base: string): ReadonlyMap<string, number> {
  const links = new Map<string, number>();
  for (const [, quoted, single, bare] of html.matchAll(HREF)) {
    const url = absolute((quoted ?? single ?? bare ?? "").trim().replace(/&amp;/g, "&"), base);
    if (url !== null) links.set(url, (links.get(url) ?? 0) + 1);
  }
  return links;
}

const HREF = /\shref\s{0,9}=\s{0,9}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))/gi;

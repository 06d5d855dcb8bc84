import type { Page } from "../domain/snapshot.ts";
import { absolute } from "./dom.ts";

/** So many other pages must be there before their links tell what all of them share. */
const LEAST_PAGES = 3;
/** Links that stand on so large a share of the other pages are everybody's. */
const EVERYWHERE = 0.5;

/** A page as it arrived. */
export interface ArrivedPage {
  readonly html: string;
  readonly page: Page;
}

/** Whether an address is linked by a page's frame, not by what is the page's own. */
export type IsFurniture = (url: string) => boolean;

/**
 * What all column pages of a unit link alike: side bars, menus, tickers. Whose entries a side bar repeats
 * everywhere is told by its own page: there they stand once more. Gives the furniture of each page.
 */
export function furnitureOf(pages: readonly ArrivedPage[]): (arrived: ArrivedPage) => IsFurniture {
  const links = new Map(pages.map((arrived) => [arrived.page.url, linksIn(arrived)]));
  return ({ page }) => {
    const own = links.get(page.url);
    const others = [...links].filter(([url]) => url !== page.url).map(([, found]) => found);
    if (!own || others.length < LEAST_PAGES) return () => false;
    return (url) => {
      const here = own.get(url) ?? 0;
      return (
        here > 0 &&
        others.filter((found) => (found.get(url) ?? 0) >= here).length >= EVERYWHERE * others.length
      );
    };
  };
}

/** Whether a page is an overview: besides its frame it links columns below it (`isBelow`), and nothing else. */
export function isOverview(
  arrived: ArrivedPage,
  isFurniture: IsFurniture,
  isBelow: (url: string) => boolean,
): boolean {
  const own = [...linksIn(arrived).keys()].filter((url) => url !== arrived.page.url && !isFurniture(url));
  return own.length > 0 && own.every(isBelow);
}

/** How often a page links each address. */
function linksIn({ html, page }: ArrivedPage): ReadonlyMap<string, number> {
  const links = new Map<string, number>();
  for (const [, quoted, single, bare] of html.matchAll(HREF)) {
    const url = absolute((quoted ?? single ?? bare ?? "").trim().replace(/&amp;/g, "&"), page.url);
    if (url !== null) links.set(url, (links.get(url) ?? 0) + 1);
  }
  return links;
}

const HREF = /\shref\s{0,9}=\s{0,9}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))/gi;

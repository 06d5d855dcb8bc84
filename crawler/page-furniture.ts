import type { Page } from "../domain/snapshot.ts";
import type { PageDocument } from "./page-document.ts";

/** So many other pages must be there before their links tell what all of them share. */
const LEAST_PAGES = 3;
/** Links that stand on so large a share of the other pages are everybody's. */
const EVERYWHERE = 0.5;

/** A page as it arrived. */
export interface ArrivedPage {
  readonly document: PageDocument;
  readonly page: Page;
}

/** Whether an address is linked by a page's frame, not by what is the page's own. */
export type IsFurniture = (url: string) => boolean;

/**
 * What all column pages of a unit link alike: side bars, menus, tickers. Whose entries a side bar repeats
 * everywhere is told by its own page: there they stand once more. Gives the furniture of each page.
 */
export function furnitureOf(pages: readonly ArrivedPage[]): (arrived: ArrivedPage) => IsFurniture {
  const links = new Map(pages.map(({ document, page }) => [page.url, document.addresses]));
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

/**
 * Whether a page is an overview: besides its frame it links columns of the unit (`isColumn`), and nothing else, some of
 * them below it (`isBelow`). What the home page leads to as well is known by that way.
 */
export function isOverview(
  arrived: ArrivedPage,
  isFurniture: IsFurniture,
  isColumn: (url: string) => boolean,
  isBelow: (url: string) => boolean,
): boolean {
  const own = [...arrived.document.addresses.keys()].filter(
    (url) => url !== arrived.page.url && !isFurniture(url),
  );
  return own.some(isBelow) && own.every(isColumn);
}

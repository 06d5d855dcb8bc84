import { emptyNoticesOf } from "./empty-notice.ts";
import { type ListReading, readList } from "./list-page.ts";
import { type NavigationReading, readNavigation } from "./navigation.ts";
import type { PageDocument } from "./page-document.ts";
import type { IsFurniture } from "./page-furniture.ts";
import { pagerOf } from "./pager.ts";
import type { ShownPage } from "./render-record.ts";

/** Of a list that a script has filled, at least this share of the rows must not stand in the page that came. */
const NEW_ROWS = 0.5;

/**
 * Reads what a browser shows as one page of a column's list. `plain` is the page as it came. null where what is
 * shown does not tell: nothing was filled in, or something was missing that may have been the list.
 */
export function readShownList(
  shown: ShownPage,
  plain: PageDocument,
  isFurniture: IsFurniture,
): ListReading | null {
  const reading = readList(shown.document, isFurniture);
  if (!reading.items.known || shown.lacksData) return null;
  const rows = reading.items.value;
  if (rows.length === 0) return isSurelyEmpty(reading, shown, plain) ? reading : null;
  // Rows that stood there before any script ran are a side bar's.
  const filled = rows.filter(({ url }) => !plain.addresses.has(url)).length;
  if (filled < NEW_ROWS * rows.length) return null;
  const before = pagerOf(plain.outline);
  return {
    ...reading,
    next: reading.next ?? before.next,
    // A pager that a script draws is known by what it drew, if it came to that.
    moreFollows: reading.moreFollows || before.next !== null || !shown.isWhole,
  };
}

/** Data came, nothing failed, and it was a script that wrote that there is nothing. */
function isSurelyEmpty({ emptyNotice, total }: ListReading, shown: ShownPage, plain: PageDocument): boolean {
  if (!shown.isWhole || !shown.hasData) return false;
  if (emptyNotice !== null) return emptyNoticesOf(plain.outline).every(({ text }) => text !== emptyNotice);
  return total === 0 && pagerOf(plain.outline).total !== 0;
}

/** A tree whose branches are fetched as they are opened. */
const TREE = /\b(?:class|id)="[^"]{0,200}tree/i;

/** Reads the menus that a browser shows. null where it shows fewer than the page that came. */
export function readShownNavigation(shown: ShownPage, plain: NavigationReading): NavigationReading | null {
  const reading = readNavigation(shown.document);
  if (reading.columns.length < plain.columns.length) return null;
  const needsScript =
    reading.needsScript || !shown.isWhole || shown.lacksData || TREE.test(shown.document.html);
  return { ...reading, needsScript };
}

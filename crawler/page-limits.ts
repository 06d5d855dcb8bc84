import type { Reason } from "../domain/snapshot.ts";
import { isData } from "./data-list.ts";
import { hasMoreTagsThan, nestsTooDeep } from "./dom.ts";

/** A page of text has no more elements; a tree of more would fill the memory. */
const MOST_TAGS = 200_000;

/**
 * Why a page must not be read although it came: it is more than a reader can hold, or its end never came. A
 * page that opens its document and never closes it was cut off, by the server or on the way, and what it
 * lacks proves nothing. null for every other page.
 */
export function unfitness(html: string): Reason | null {
  if (hasMoreTagsThan(MOST_TAGS, html) || nestsTooDeep(html)) return "too-large";
  return isCutShort(html) ? "incomplete" : null;
}

function isCutShort(html: string): boolean {
  if (CLOSED.test(html.slice(-TAIL))) return false;
  // Data ends where it says, or cannot be read at all; markup within it may be of any kind.
  return !isData(html) && /<(?:html|body)[\s>]/i.test(html) && !CLOSED.test(html);
}

const CLOSED = /<\/(?:html|body)\s*>/i;
/** A page mostly closes within so many characters of its end. */
const TAIL = 200;

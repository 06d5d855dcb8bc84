/** What a page is asked for. Whoever pays for the server may see it, and a patrol's cost is counted by it. */
export const PURPOSES = [
  "robots",
  "navigation",
  "column",
  "list",
  "item",
  "finding",
  "sample",
  "check",
  "render",
] as const;

/**
 * - `robots`: what the host allows · `navigation`: a unit's home and menu pages · `column`: a column's first page
 * - `list`: a further page of its list · `item`: an item that is new, or not yet known
 * - `finding`: a page that an open finding rests on · `sample`: a known item, looked at for change
 * - `check`: a file or link that was never asked for, of which only whether it is there is asked
 * - `render`: scripts, styles and data that a page asks for which a browser shows
 */
export type Purpose = (typeof PURPOSES)[number];

/** What tells a page from others: two forms posted to one address bring two pages. */
export interface PageAddress {
  readonly url: string;
  /** Posted to the address, x-www-form-urlencoded or JSON: how some lists turn their pages. null: the page is got. */
  readonly form: string | null;
}

/**
 * Instead of a form: only whether the page is there is asked, by HEAD, or by GET cut off behind the head where that
 * does not say so. Its answer has no body, and stands apart from that of the page itself.
 */
export const HEAD_ONLY = "HEAD";

/**
 * The same once more, by GET cut off behind the head, in the second pass of a patrol alone: what was gone is held against
 * nobody unless it is gone then too. Until then there is no answer to it.
 */
export const HEAD_AGAIN = "HEAD again";

/** Whether only that a page is there is asked, not for the page. */
export function isHeadOnly(form: string | null): boolean {
  return form === HEAD_ONLY || form === HEAD_AGAIN;
}

/** One page to be asked for. */
export interface PageRequest extends PageAddress {
  readonly purpose: Purpose;
  /** `page` (default): text that a reader reads, nothing else is received. `resource`: whatever comes. Of a head no word. */
  readonly as?: "page" | "resource";
}

/** An address that is got, as nearly all are. */
export function got(url: string): PageAddress {
  return { url, form: null };
}

/** Whether an address is there. */
export function headOf(url: string): PageAddress {
  return { url, form: HEAD_ONLY };
}

/** Whether it still is. */
export function headAgainOf(url: string): PageAddress {
  return { url, form: HEAD_AGAIN };
}

/** One key for each page. Not an address itself. */
export function pageKey({ url, form }: PageAddress): string {
  return form === null ? url : `${url}\n${form}`;
}

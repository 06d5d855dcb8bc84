/** What a page is asked for. Whoever pays for the server may see it, and a patrol's cost is counted by it. */
export const PURPOSES = ["robots", "navigation", "column", "list", "item", "finding", "sample"] as const;

/**
 * - `robots`: what the host allows · `navigation`: a unit's home and menu pages · `column`: a column's first page
 * - `list`: a further page of its list · `item`: an item that is new, or not yet known
 * - `finding`: a page that an open finding rests on · `sample`: a known item, looked at for change
 */
export type Purpose = (typeof PURPOSES)[number];

/** One page to be asked for. */
export interface PageRequest {
  readonly url: string;
  readonly purpose: Purpose;
}

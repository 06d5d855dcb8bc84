import type { PageAddress } from "../page-request.ts";

/** What one way of paging says of a list. */
export interface PagerClue {
  /**
   * The next page: its address, as written or built, alone or with the form that is posted to it. null on the last
   * page or where it could not be had.
   */
  readonly next: string | PageAddress | null;
  /** A further page follows, whether or not its address could be had; null where the clue does not say. */
  readonly moreFollows: boolean | null;
  readonly pageCount: number | null;
  readonly total: number | null;
  /** How many texts stand before it in the page: where the list should end. null where it stands nowhere. */
  readonly at: number | null;
}

/** The file name at the end of an address, without query: `index_3.html`. */
export function fileNameOf(url: string | null): string {
  return (
    url
      ?.replace(/[?#].*$/, "")
      .replace(/^https?:\/\/[^/]*/i, "")
      .split("/")
      .at(-1) ?? ""
  );
}

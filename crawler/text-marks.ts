// Marks that no page holds: Unicode keeps these code points for the use of programs.

/** Parts one element's text from the next within a line. */
export const GAP = "\ufdd0";
/** Stands where an empty element with an id waits to be filled. */
export const SLOT = "\ufdd1";
/** Stands in a text where a script writes something that its source does not say. */
export const UNKNOWN_TEXT = "\ufdd2";

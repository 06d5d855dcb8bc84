export const PAGE_KINDS = ["article", "list", "navigation"] as const;

/** What a page may be read as. */
export type PageKind = (typeof PAGE_KINDS)[number];

import type { Fact, Page, Reason } from "../domain/snapshot.ts";

/** What a reader took from one page: a fact that does not yet know which response it came from. */
export type Reading<T> =
  | { readonly known: true; readonly value: T; readonly excerpt: string }
  | { readonly known: false; readonly reason: Reason };

/** A value that was read; `excerpt` are the words on the page that say so. */
export function read<T>(value: T, excerpt = typeof value === "string" ? value : ""): Reading<T> {
  return { known: true, value, excerpt };
}

/** The page has it, or may have it, in a form that could not be read. */
export function unread(reason: Reason): { readonly known: false; readonly reason: Reason } {
  return { known: false, reason };
}

/** A reading becomes a fact by the response it was taken from. */
export function factFrom<T>(reading: Reading<T>, page: Page): Fact<T> {
  return { ...reading, page };
}

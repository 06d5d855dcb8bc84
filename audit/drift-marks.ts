import type { ColumnFacts, ItemFacts, Page } from "../domain/snapshot.ts";

const MOST_MARK = 600;

/** What a column shows, as far as it should be its own. The same words alone show nothing: units copy them. */
export function columnMark(facts: ColumnFacts, page: Page): string {
  const items = shownNow(facts);
  // Links that lead elsewhere from each address make lists of the same bytes different ones.
  return items.length === 0
    ? pageMark(page.sha256)
    : `list ${shortened(items.map(({ url }) => url).join(" "))}`;
}

export function itemMarks(item: ItemFacts): string[] {
  const { title, body } = item;
  const { page } = title;
  if (page === null || page.status >= 300 || bearsTitle(item)) return [];
  const words = title.known && body.known ? [`words ${title.value}\n${shortened(body.value)}`] : [];
  return [pageMark(page.sha256), ...words];
}

/** An article bears its own title, whatever else it shares with others. */
export function bearsTitle({ listTitle, title }: ItemFacts): boolean {
  return title.known && isLike(title.value, listTitle);
}

/** Items that its list showed in this patrol. */
export function shownNow({ listing }: ColumnFacts): readonly ItemFacts[] {
  return listing.known ? listing.value.items.filter(({ carriedFrom }) => carriedFrom === null) : [];
}

/** Enough of a text to tell it from others. */
function shortened(text: string): string {
  return text.length <= MOST_MARK ? text : `${text.slice(0, MOST_MARK)} ${text.length}`;
}

export function pageMark(sha256: string): string {
  return `page ${sha256}`;
}

/** A page that several units showed for their own, and columns besides. */
export function unitMark(sha256: string): string {
  return `unit ${sha256}`;
}

function isLike(title: string, listTitle: string): boolean {
  const [a, b] = [squeezed(title), squeezed(listTitle)];
  return a !== "" && b !== "" && (a.includes(b) || b.includes(a));
}

function squeezed(title: string): string {
  return title.replace(/[\s…．.]/g, "");
}

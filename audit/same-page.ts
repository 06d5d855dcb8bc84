import type { Page } from "../domain/snapshot.ts";

/** So many addresses of more than one kind show no page of their own … */
const ALIKE = 5;
/** … and so many do where one is an item of the very list that they show: no list is its own item. */
const ALIKE_WITH_ITEM = 3;

/** A column's page, a unit's own, or an item's. */
export type PageKind = "column" | "unit" | "item";

interface Place {
  readonly kind: PageKind;
  /** Where the answer came from, redirects followed. */
  readonly from: string;
}

/**
 * Pages of a portal by what they show, byte for byte. A column, its unit's own page and an item never show the very
 * same: where they do, it is a server that answers everything with one page, be it ever so few times. The share of
 * a host's columns plays no part in it.
 */
export class SamePages {
  /** Digest → addresses that were answered so. Of items' pages only those that did not bear their titles. */
  readonly #columns = new Map<string, Map<string, Place>>();
  /** Digest → items' addresses, or the one; up to as many as matter. */
  readonly #items = new Map<string, string | Set<string>>();

  add(kind: PageKind, asked: string, { url, sha256, status }: Page): void {
    if (status >= 300) return;
    const [at, from] = [addressOf(asked), addressOf(url)];
    if (kind === "item") {
      // A lost item that is sent on to its list, or to the home page, says nothing of those.
      if (at === from) this.#addItem(sha256, at);
      return;
    }
    const places = this.#columns.get(sha256) ?? new Map<string, Place>();
    this.#columns.set(sha256, places);
    // A unit whose one column is its own page is no two pages.
    if (places.get(at)?.kind !== "column") places.set(at, { kind, from });
  }

  /** Whether the page that answered for a column is everybody's. `showsItems`: something may rest on its list. */
  isEverybodys(column: string, { sha256 }: Page, showsItems: boolean): boolean {
    const at = addressOf(column);
    const shown = this.#columns.get(sha256) ?? new Map<string, Place>();
    // What is lost and led to this column says nothing of it.
    const places = [...shown].filter(([other, { from }]) => other === at || from !== at);
    const items = this.#itemsShowing(sha256, shown).length;
    const columns = places.filter(([, { kind }]) => kind === "column").length;
    // Shells of pages that scripts fill are alike in all units: one lost column that leads there is no outage.
    const units = Math.min(places.length - columns, columns);
    const total = columns + units + items;
    if (showsItems && items > 0 && total >= ALIKE_WITH_ITEM) return true;
    return total > columns && total >= ALIKE;
  }

  /** Digests of pages that items showed in place of their own: a column's or a unit's. */
  ofItems(): string[] {
    return [...this.#columns].flatMap(([sha256, shown]) =>
      this.#itemsShowing(sha256, shown).length > 0 ? [sha256] : [],
    );
  }

  /** Whether the own pages of several units showed it. */
  isOfUnits(sha256: string): boolean {
    const places = [...(this.#columns.get(sha256)?.values() ?? [])];
    return places.filter(({ kind }) => kind === "unit").length > 1;
  }

  #addItem(sha256: string, at: string): void {
    const known = this.#items.get(sha256);
    // Nearly every page is like no other: a set for each would weigh more than all else.
    if (known === undefined) this.#items.set(sha256, at);
    else if (typeof known === "string") this.#items.set(sha256, new Set([known, at]));
    else if (known.size < ALIKE) known.add(at);
  }

  /** Items that are no columns themselves, as those of an overview are. */
  #itemsShowing(sha256: string, shown: ReadonlyMap<string, Place>): string[] {
    const known = this.#items.get(sha256) ?? [];
    return [...(typeof known === "string" ? [known] : known)].filter((at) => !shown.has(at));
  }
}

/** An address by which a page is told from others, whatever ways of writing it there are. */
function addressOf(url: string): string {
  return url
    .replace(/#.*$/s, "")
    .replace(/^https?:/i, "")
    .replace(/\/(?:(?:index|default)\.[a-z]{2,5})?$/i, "");
}

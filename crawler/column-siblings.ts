import type { Column } from "../domain/portal.ts";
import type { ColumnFacts, Fact, ItemFacts, Listing } from "../domain/snapshot.ts";
import { columnPlaceOf } from "./column-place.ts";
import type { PageDocument } from "./page-document.ts";
import type { ArrivedPage } from "./page-furniture.ts";
import { SiblingTemplate } from "./sibling-template.ts";
import { squeeze } from "./text-of.ts";
import { yearTabsOf } from "./year-tabs.ts";

/** A text of so many characters shows where the template puts text. */
const LEAST_TEXT = 20;
/** A column's facts, and its own page as it was read; null where it was not. */
export interface GatheredColumn {
  readonly facts: ColumnFacts;
  /** Items that its list showed now, carried ones left out. */
  readonly shown: readonly ItemFacts[];
  readonly opening: ArrivedPage | null;
}

/**
 * What a site's template shows of pages that could not be understood alone: where the same place that other
 * columns fill with their list, or with their text, stands empty, the column is empty.
 */
export function withSiblings(gathered: readonly GatheredColumn[]): ColumnFacts[] {
  const lists = new SiblingTemplate();
  const texts = new SiblingTemplate();
  for (const { facts, shown, opening } of gathered) {
    const { listing, text } = facts;
    if (!opening) continue;
    if (listing.known && shown.length >= 2) {
      const own = shown.filter(({ listDate }) => listDate.page?.url === opening.page.url);
      lists.learn(
        opening.document,
        own.map(({ listTitle }) => listTitle),
      );
    } else if (!listing.known && text.known && text.value.length >= LEAST_TEXT) {
      const lines = text.value.split("\n");
      texts.learn(opening.document, [lines[0] ?? "", lines.at(-1) ?? ""]);
    }
  }
  return gathered.map(({ facts, opening }) => {
    if (!opening || facts.listing.known || facts.listing.reason !== "unreadable") return facts;
    const { page } = opening;
    const names = new Set([...columnPlaceOf(opening.document.outline).names, squeeze(facts.column.name)]);
    const isMute =
      !facts.text.known && facts.text.reason === "unreadable" && texts.isEmpty(opening.document, names);
    const text: Fact<string> = isMute ? { known: true, value: "", page, excerpt: "" } : facts.text;
    const isEmpty =
      lists.isEmpty(opening.document, names) && yearTabsOf(opening.document.outline, NO_RECORDS).size === 0;
    if (!isEmpty) return { ...facts, text };
    const value: Listing = {
      items: [],
      readFrom: "start",
      readNowFrom: "start",
      fullReadAgo: 0,
      emptyNotice: null,
      bearsName: bearsName(opening.document, facts.column),
    };
    return { ...facts, text, listing: { known: true, value, page, excerpt: "" } };
  });
}

const NO_RECORDS: ReadonlySet<string> = new Set();

/** Whether a page calls the column by its name: in its title, its breadcrumb or its tag. */
export function bearsName({ outline }: PageDocument, { name }: Column): boolean {
  return columnPlaceOf(outline).names.has(squeeze(name));
}

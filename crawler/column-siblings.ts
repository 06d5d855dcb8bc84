import type { Column } from "../domain/portal.ts";
import type { ColumnFacts, Fact, ItemFacts, Listing } from "../domain/snapshot.ts";
import { columnPlaceOf } from "./column-place.ts";
import { isUnderWay } from "./empty-notice.ts";
import type { PageDocument } from "./page-document.ts";
import type { ArrivedPage } from "./page-furniture.ts";
import { type Frame, SiblingTemplate } from "./sibling-template.ts";
import { squeeze } from "./text-of.ts";
import { yearTabsOf } from "./year-tabs.ts";

/** A text of so many characters shows where the template puts text; of fewer its own page alone does not tell. */
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
 * columns fill with their list, or with their text, stands empty, the column is empty; what little stands in place
 * of a text is all that it says.
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
    const { listing } = facts;
    const isBare = listing.known ? listing.value.items.length === 0 : listing.reason === "unreadable";
    if (!opening || !isBare) return facts;
    const { page, document } = opening;
    const frame = frameOf(document, facts.column);
    const isOpen = !facts.text.known && facts.text.reason === "unreadable";
    const said = isOpen ? texts.wordsIn(document, frame) : null;
    const text: Fact<string> =
      said !== null && said.length < LEAST_TEXT
        ? { known: true, value: said, page, excerpt: said }
        : facts.text;
    if (listing.known) return { ...facts, text };
    const instead = lists.wordsIn(document, frame);
    const isNote = instead !== null && NONE.test(instead);
    const isEmpty =
      instead !== null &&
      (instead === "" || isNote || isUnderWay(instead)) &&
      yearTabsOf(document.outline, NO_RECORDS).size === 0;
    if (!isEmpty) return { ...facts, text };
    const value: Listing = {
      items: [],
      readFrom: "start",
      readNowFrom: "start",
      fullReadAgo: 0,
      emptyNotice: isNote ? instead : null,
      bearsName: bearsName(opening.document, facts.column),
    };
    return { ...facts, text, listing: { known: true, value, page, excerpt: instead } };
  });
}

function frameOf({ outline }: PageDocument, column: Column): Frame {
  const { names, crumb } = columnPlaceOf(outline);
  const [around = null] = [...outline.spans].find(([, span]) => span === crumb) ?? [];
  return { names: new Set([...names, squeeze(column.name)]), crumb: around };
}

/** In the very place of rows one word says it; anywhere else it may be the value of a label. */
const NONE = /^(?:暂时?)?(?:无|没有)[。.！!]?$/;
const NO_RECORDS: ReadonlySet<string> = new Set();

/** Whether a page calls the column by its name: in its title, its breadcrumb or its tag. */
export function bearsName({ outline }: PageDocument, { name }: Column): boolean {
  return columnPlaceOf(outline).names.has(squeeze(name));
}

import type { Element } from "../domain/catalogue.ts";
import type { ElementFacts, ItemFacts } from "../domain/snapshot.ts";
import { elementFact, elementFacts, isAbsent } from "./elements.ts";
import { Tally } from "./tally.ts";

/** What lacks on so large a share of so many pages is the template's. */
const TEMPLATE_SHARE = 0.9;
const TEMPLATE_PAGES = 30;

/** Counts on how many of the pages that should have it each element lacks. */
export class ElementTally {
  readonly #asked = new Tally<Element>();
  readonly #lacking = new Tally<Element>();
  readonly #sureOf = new Tally<Element>();
  readonly #absent = new Tally<Element>();

  /** Items of a column whose category requires these elements. */
  add(items: readonly ItemFacts[], required: readonly Element[]): void {
    for (const element of required) {
      for (const item of items) {
        const fact = elementFact(item, element);
        if (!fact.known) continue;
        this.#asked.add(element);
        if (fact.value === null || fact.value === "") this.#lacking.add(element);
        if (!elementFacts(item, element).every(({ known }) => known)) continue;
        this.#sureOf.add(element);
        if (isAbsent(item, element)) this.#absent.add(element);
      }
    }
  }

  /** Those that the pages' own words lack, whatever else they carry: no unit is held to them. */
  templateLacks(): readonly Element[] {
    const lacks = (e: Element) => this.#lacking.of(e) >= TEMPLATE_SHARE * this.#asked.of(e);
    return this.#lacking
      .keys()
      .filter((e) => this.#asked.of(e) >= TEMPLATE_PAGES && lacks(e))
      .sort();
  }

  found(): ElementFacts {
    const lacks = (e: Element) => this.#absent.of(e) >= TEMPLATE_SHARE * this.#sureOf.of(e);
    const elements = this.#sureOf.keys().sort();
    return {
      lacking: elements.filter((e) => this.#sureOf.of(e) >= TEMPLATE_PAGES && lacks(e)),
      shown: elements.filter((e) => !lacks(e)),
    };
  }
}

import type { Element } from "../domain/catalogue.ts";
import type { ElementFacts, ItemFacts } from "../domain/snapshot.ts";
import { elementFact, elementFacts, isAbsent } from "./elements.ts";
import { Tally } from "./tally.ts";
import { isTemplates, TEMPLATE_SHARE } from "./template-share.ts";

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
    return this.#lacking
      .keys()
      .filter((e) => isTemplates(this.#lacking.of(e), this.#asked.of(e)))
      .sort();
  }

  found(): ElementFacts {
    const elements = this.#sureOf.keys().sort();
    return {
      lacking: elements.filter((e) => isTemplates(this.#absent.of(e), this.#sureOf.of(e))),
      shown: elements.filter((e) => this.#absent.of(e) < TEMPLATE_SHARE * this.#sureOf.of(e)),
    };
  }
}

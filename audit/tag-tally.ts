import type { Unit } from "../domain/portal.ts";
import { type ItemFacts, TAG_NAMES, type TagFacts, type TagName } from "../domain/snapshot.ts";
import { Tally } from "./tally.ts";
import { isTemplates, TEMPLATE_PAGES } from "./template-share.ts";

/** What stands on so large a share of them is usual. */
const USUAL_SHARE = 0.5;

interface UnitPages {
  readonly pages: number;
  readonly lacking: Tally<TagName>;
}

/** Counts on how many pages each tag lacks or is out of order, of the portal and of each unit. */
export class TagTally {
  readonly #units = new Map<string, UnitPages>();
  #keeper: string | null = null;

  add({ id, kind }: Unit, items: readonly ItemFacts[]): void {
    if (kind === "government") this.#keeper ??= id;
    const lacking = new Tally<TagName>();
    let pages = 0;
    for (const { title, tags } of items) {
      // What an older version of the program has left knows of no tags.
      if (!title.known || !tags) continue;
      pages += 1;
      const odd = TAG_NAMES.filter((name) => tags.odd[name] !== undefined);
      for (const name of [...tags.missing, ...tags.empty, ...odd]) lacking.add(name);
    }
    this.#units.set(id, { pages, lacking });
  }

  found(): TagFacts {
    const units = [...this.#units];
    const pages = units.reduce((sum, [, unit]) => sum + unit.pages, 0);
    if (pages < TEMPLATE_PAGES) return { usual: [], templateLacks: [], unitLacks: {}, keeper: this.#keeper };
    const lacking = (name: TagName) => units.reduce((sum, [, unit]) => sum + unit.lacking.of(name), 0);
    const usual = TAG_NAMES.filter((name) => lacking(name) <= (1 - USUAL_SHARE) * pages);
    const unitLacks = units.flatMap(([id, unit]) => {
      const lacks = usual.filter((name) => isTemplates(unit.lacking.of(name), unit.pages));
      return lacks.length > 0 ? [[id, lacks] as const] : [];
    });
    return {
      usual,
      templateLacks: TAG_NAMES.filter((name) => isTemplates(lacking(name), pages)),
      unitLacks: Object.fromEntries(unitLacks),
      keeper: this.#keeper,
    };
  }
}

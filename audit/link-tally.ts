import { isGone } from "../domain/gone.ts";
import { hostOf } from "../domain/host.ts";
import type { ColumnFacts, Fact, ItemFacts, LinkFacts, UnitLink, UnitLinks } from "../domain/snapshot.ts";
import { Tally } from "./tally.ts";

/** A dead link that so many units show … */
const TEMPLATE_UNITS = 3;
/** … and this share of all, or so many on this share of their pages, is the template's. */
const TEMPLATE_SHARE = 0.5;
/** Pages of a unit of which that share is more than chance. */
const FRAME_PAGES = 3;
/** A host that answers so large a share of what it is asked for, of so many addresses, with 404 or 410 is in trouble itself. */
const TROUBLE_SHARE = 0.25;
const TROUBLE_LINKS = 5;

/** Counts what hosts of the portal answer, and which dead links units share. */
export class LinkTally {
  readonly #answering = new Tally<string>();
  readonly #gone = new Map<string, Set<string>>();
  readonly #showing = new Tally<string>();
  readonly #framing = new Tally<string>();
  #units = 0;

  /** What an older version of the program has left knows of no links. */
  add(links: UnitLinks | undefined, columns: readonly ColumnFacts[], items: readonly ItemFacts[]): void {
    for (const { listing, text } of columns) this.#answered(listing.known ? listing : text);
    for (const { title, carriedFrom } of items) if (carriedFrom === null) this.#answered(title);
    if (!links || links.pages === 0) return;
    this.#units += 1;
    for (const { url, answer, pages } of links.asked) {
      if (!answer.known) continue;
      if (!isGone(answer)) {
        this.#answered(answer);
        continue;
      }
      const host = hostOf(url);
      this.#gone.set(host, (this.#gone.get(host) ?? new Set()).add(url));
      this.#showing.add(url);
      if (links.pages >= FRAME_PAGES && pages > TEMPLATE_SHARE * links.pages) this.#framing.add(url);
    }
  }

  found(): LinkFacts {
    const isAlive = (host: string) => {
      const gone = this.#gone.get(host)?.size ?? 0;
      const all = gone + this.#answering.of(host);
      return gone < TROUBLE_LINKS || gone <= TROUBLE_SHARE * all;
    };
    const shared = (url: string) =>
      this.#showing.of(url) >= Math.max(TEMPLATE_UNITS, TEMPLATE_SHARE * this.#units) ||
      this.#framing.of(url) >= TEMPLATE_UNITS;
    return {
      hosts: this.#answering.keys().filter(isAlive).sort(),
      templates: this.#showing.keys().filter(shared).sort(),
    };
  }

  #answered({ known, page }: Fact<unknown>): void {
    if (known && page && page.status < 400) this.#answering.add(hostOf(page.url));
  }
}

/** Whether it said so twice, in both passes of a patrol. */
export function isDead({ answer, again }: UnitLink): boolean {
  return isGone(answer) && isGone(again);
}

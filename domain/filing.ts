import type { CategoryCode } from "./catalogue.ts";

/**
 * How a portal's units file what they publish: what all of them together teach of the catalogue's categories.
 * Counts, from which a unit's own can be taken again. Derived anew by every patrol of all units, never stored.
 */
export interface FilingModel {
  /** Ids of the units that taught. */
  readonly taughtBy: ReadonlySet<string>;
  /** Those that lists are kept for, in catalogue order. What follows is by their number in it. */
  readonly categories: readonly CategoryCode[];
  /** Units that have items there. */
  readonly units: readonly number[];
  /** Items that taught. */
  readonly lessons: readonly number[];
  /** Words of their titles and of their texts, each once an item. */
  readonly titleWords: readonly number[];
  readonly textWords: readonly number[];
  /** By a word and a category's number, the items that hold it. */
  readonly counts: WordCounts;
  /** Id of a form → items that show it. */
  readonly forms: Readonly<Record<string, readonly number[]>>;
  /** By how much what titles and texts say is flattened, so that it is right as often as it says. */
  readonly temperatures: Temperatures;
}

export interface Temperatures {
  readonly title: number;
  readonly text: number;
}

/** Words are told apart by so many numbers. Two words seldom share one; then both weigh less. */
export const WORD_NUMBERS = 2 ** 16;

/** How often each word stands under each category, in memory that depends on neither units nor items. */
export class WordCounts {
  readonly #categories: number;
  readonly #counts: Uint32Array;
  readonly #seen = new Uint8Array(WORD_NUMBERS);
  #size = 0;

  constructor(categories: number) {
    this.#categories = categories;
    this.#counts = new Uint32Array(WORD_NUMBERS * categories);
  }

  /** Words that any category holds. */
  get size(): number {
    return this.#size;
  }

  of(word: number, category: number): number {
    return this.#counts[word * this.#categories + category] ?? 0;
  }

  add(word: number, category: number, items: number): void {
    if (this.#seen[word] === 0) this.#size += 1;
    this.#seen[word] = 1;
    this.#counts[word * this.#categories + category] = this.of(word, category) + items;
  }
}

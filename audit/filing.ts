import type { Catalogue, CategoryCode } from "../domain/catalogue.ts";
import type { FilingModel, Temperatures } from "../domain/filing.ts";
import type { ItemFacts, UnitSnapshot } from "../domain/snapshot.ts";
import { formsOf } from "./filing-form.ts";
import { type Words, wordsOf } from "./filing-words.ts";
import { perSnapshot } from "./rule.ts";

/** One item under one category: what a unit's way of filing teaches. */
export interface Lesson {
  readonly category: CategoryCode;
  readonly words: Words;
  /** Ids of the forms that it shows. */
  readonly forms: readonly string[];
}

/** So many items of a unit teach one category: no unit outvotes the others, and time stays linear. */
const LESSONS = 24;

/**
 * What a unit teaches about its categories. Items that stand under several teach none: both may be right.
 * The same snapshot gives the same lessons, so that its own can be taken out of a model again.
 */
export const lessonsOf = perSnapshot((snapshot): readonly Lesson[] => {
  const categories = new Map<string, Set<CategoryCode>>();
  const byCategory = new Map<CategoryCode, Map<string, ItemFacts>>();
  for (const { column, listing } of snapshot.columns) {
    const code = column.category;
    if (code === null || !listing.known) continue;
    const items = byCategory.get(code) ?? new Map<string, ItemFacts>();
    byCategory.set(code, items);
    for (const item of listing.value.items) {
      items.set(item.url, item);
      categories.set(item.url, (categories.get(item.url) ?? new Set()).add(code));
    }
  }
  return [...byCategory].flatMap(([category, items]) => {
    const own = [...items.values()].filter(({ url }) => categories.get(url)?.size === 1);
    return evenly(own, LESSONS).map((item) => lessonFrom(category, item));
  });
});

function lessonFrom(category: CategoryCode, { title, listTitle, body, documentNumber }: ItemFacts): Lesson {
  const called = (title.known && title.value) || listTitle;
  const number = documentNumber.known ? documentNumber.value : null;
  return {
    category,
    words: wordsOf(called, body.known ? body.value : ""),
    forms: formsOf(called, number).map(({ id }) => id),
  };
}

/** At most `most` of them, from all along the list. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  const length = Math.min(most, all.length);
  return Array.from({ length }, (_, n) => all[Math.floor((n * all.length) / length)] as T);
}

/** What others than one unit teach: a model without that unit's own lessons. */
export class Others {
  readonly #model: FilingModel;
  readonly #own: Tally;

  constructor(model: FilingModel, unitId: string, own: readonly Lesson[]) {
    this.#model = model;
    this.#own = new Tally(model.categories);
    if (model.taughtBy.has(unitId)) for (const lesson of own) this.#own.add(lesson);
  }

  /** Lessons of others under `category`. */
  lessons(category: CategoryCode): number {
    return this.#at(category, (model, at) => model.lessons[at], this.#own.lessons);
  }

  /** Units other than this that teach `category`. */
  units(category: CategoryCode): number {
    const at = this.#model.categories.indexOf(category);
    return (this.#model.units[at] ?? 0) - ((this.#own.lessons[at] ?? 0) > 0 ? 1 : 0);
  }

  /** Lessons of others under `category` that show a form. */
  ofForm(form: string, category: CategoryCode): number {
    const all = this.#model.forms[form];
    return all ? this.#at(category, (_, at) => all[at], this.#own.forms.get(form) ?? []) : 0;
  }

  /** How likely each of `among` is to hold an item with these words, by what others file there. */
  probabilities(words: Words, among: readonly CategoryCode[]): ReadonlyMap<CategoryCode, number> {
    const at = among.map((code) => this.#model.categories.indexOf(code));
    const scores = scoresOf(this.#model, this.#own, words, at);
    const shares = sharesOf(scores, this.#model.temperatures);
    return new Map(among.map((code, n) => [code, shares[n] ?? 0]));
  }

  #at(
    category: CategoryCode,
    all: (model: FilingModel, at: number) => number | undefined,
    own: readonly number[],
  ): number {
    const at = this.#model.categories.indexOf(category);
    return at < 0 ? 0 : (all(this.#model, at) ?? 0) - (own[at] ?? 0);
  }
}

const known = new WeakMap<FilingModel, WeakMap<UnitSnapshot, Others>>();

/** What others teach than the unit of `snapshot`, worked out once. */
export function othersThan(snapshot: UnitSnapshot, model: FilingModel): Others {
  const ofModel = known.get(model) ?? new WeakMap<UnitSnapshot, Others>();
  known.set(model, ofModel);
  const others = ofModel.get(snapshot) ?? new Others(model, snapshot.unit.id, lessonsOf(snapshot));
  ofModel.set(snapshot, others);
  return others;
}

/** Counts of one unit's lessons, by the model's numbers of categories. */
export class Tally {
  readonly lessons: number[];
  /** Words, each once a lesson. */
  readonly titleWords: number[];
  readonly textWords: number[];
  /** Lessons that hold a word under a category, by a number for both: one flat map is far cheaper than many. */
  readonly #counts = new Map<number, number>();
  readonly forms = new Map<string, number[]>();
  readonly #categories: readonly CategoryCode[];
  readonly #numbers: ReadonlyMap<CategoryCode, number>;

  constructor(categories: readonly CategoryCode[]) {
    this.#categories = categories;
    const zeros = () => new Array<number>(categories.length).fill(0);
    this.lessons = zeros();
    this.titleWords = zeros();
    this.textWords = zeros();
    this.#numbers = new Map(categories.map((code, n) => [code, n]));
  }

  add({ category, words, forms }: Lesson): void {
    const at = this.#numbers.get(category);
    if (at === undefined) return;
    this.lessons[at] = (this.lessons[at] ?? 0) + 1;
    this.titleWords[at] = (this.titleWords[at] ?? 0) + words.title.length;
    this.textWords[at] = (this.textWords[at] ?? 0) + words.text.length;
    for (const word of words.title) this.#count(word, at);
    for (const word of words.text) this.#count(word, at);
    for (const form of forms) {
      const counts = this.forms.get(form) ?? this.lessons.map(() => 0);
      this.forms.set(form, counts);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }

  of(word: number, at: number): number {
    return this.#counts.get(word * this.lessons.length + at) ?? 0;
  }

  /** Every word that a category shows, with its number of lessons. */
  *counted(): Generator<readonly [word: number, at: number, count: number]> {
    const size = this.lessons.length;
    for (const [key, count] of this.#counts) yield [Math.floor(key / size), key % size, count];
  }

  /** Only what is known of these words. */
  about({ title, text }: Words): Tally {
    const some = new Tally(this.#categories);
    for (const [at, lessons] of this.lessons.entries()) {
      if (lessons === 0) continue;
      some.lessons[at] = lessons;
      some.titleWords[at] = this.titleWords[at] ?? 0;
      some.textWords[at] = this.textWords[at] ?? 0;
      for (const word of [...title, ...text]) {
        const count = this.of(word, at);
        if (count > 0) some.#counts.set(word * this.lessons.length + at, count);
      }
    }
    return some;
  }

  #count(word: number, at: number): void {
    const key = word * this.lessons.length + at;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
}

/** A word that a category has not shown counts as so much of a lesson. */
const UNSEEN = 0.5;

type Counted = Pick<FilingModel, "lessons" | "titleWords" | "textWords" | "counts">;

/** For each category the logarithm of how likely it is before anything is read, and what title and text say. */
export interface Scores {
  readonly prior: readonly number[];
  readonly title: readonly number[];
  readonly text: readonly number[];
}

/** Naive Bayes over what others teach, for categories by their numbers. */
export function scoresOf(all: Counted, own: Tally, words: Words, among: readonly number[]): Scores {
  const left = (of: readonly number[], ours: readonly number[], at: number) =>
    (of[at] ?? 0) - (ours[at] ?? 0);
  return {
    prior: among.map((at) => Math.log(left(all.lessons, own.lessons, at) + 1)),
    title: likelihoods(all, own, words.title, among, (at) => left(all.titleWords, own.titleWords, at)),
    text: likelihoods(all, own, words.text, among, (at) => left(all.textWords, own.textWords, at)),
  };
}

function likelihoods(
  { counts }: Counted,
  own: Tally,
  words: readonly number[],
  among: readonly number[],
  total: (at: number) => number,
): readonly number[] {
  const scores = among.map(() => 0);
  const totals = among.map((at) => Math.log(total(at) + UNSEEN * counts.size));
  for (const word of words) {
    const others = among.map((at) => counts.of(word, at) - own.of(word, at));
    // A word that only this unit uses says nothing.
    if (others.every((count) => count === 0)) continue;
    for (const [n, count] of others.entries())
      scores[n] = (scores[n] ?? 0) + Math.log(count + UNSEEN) - (totals[n] ?? 0);
  }
  return scores;
}

/** Scores as shares of one, the flatter the higher the temperatures. */
export function sharesOf({ prior, title, text }: Scores, temperatures: Temperatures): readonly number[] {
  const scores = prior.map(
    (score, n) => score + (title[n] ?? 0) / temperatures.title + (text[n] ?? 0) / temperatures.text,
  );
  const top = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = scores.map((score) => Math.exp(score - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** Categories whose columns are lists of items, and may thus be taught. */
export function taughtIn({ categories }: Catalogue): readonly CategoryCode[] {
  return categories.filter(({ content }) => content !== "static").map(({ code }) => code);
}

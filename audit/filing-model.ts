import type { Catalogue } from "../domain/catalogue.ts";
import { type FilingModel, type Temperatures, WordCounts } from "../domain/filing.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { type Lesson, lessonsOf, scoresOf, sharesOf, Tally, taughtIn } from "./filing.ts";

/** Fewer units than that say nothing of how a portal files. */
const UNITS = 3;
/** Items that the temperature is fitted to, from all units. */
const TRIALS = 1500;
const TRIALS_A_UNIT = 20;
/** Fewer of them fit nothing. */
const LEAST_TRIALS = 30;
/** So many of them may stand in a wrong place themselves: what is surely wrong must not make all else unsure. */
const MISTAKEN = 0.05;
const TEMPERATURES = [1, 1.4, 2, 2.8, 4, 5.6, 8, 11.2, 16, 32, 64];

/** An item that the model is tried on, with what its own unit taught of its words. */
interface Trial {
  readonly at: number;
  readonly words: Lesson["words"];
  readonly own: Tally;
}

/**
 * Learns from one snapshot at a time how units file what they publish. Counts alone are kept, in memory that
 * grows with the words of the language, not with the items.
 */
export class FilingTeacher {
  readonly #categories: FilingModel["categories"];
  readonly #lessons: number[];
  readonly #titleWords: number[];
  readonly #textWords: number[];
  readonly #units: number[];
  readonly #counts: WordCounts;
  readonly #forms: Record<string, number[]> = {};
  #trials: Trial[] = [];
  /** Every so many units are tried. */
  #stride = 1;
  readonly #taughtBy = new Set<string>();

  constructor(catalogue: Catalogue) {
    this.#categories = taughtIn(catalogue);
    this.#lessons = this.#zeros();
    this.#titleWords = this.#zeros();
    this.#textWords = this.#zeros();
    this.#units = this.#zeros();
    this.#counts = new WordCounts(this.#categories.length);
  }

  add(snapshot: UnitSnapshot): void {
    this.teach(snapshot.unit.id, lessonsOf(snapshot));
  }

  teach(unitId: string, lessons: readonly Lesson[]): void {
    const own = new Tally(this.#categories);
    for (const lesson of lessons) own.add(lesson);
    this.#take(own);
    if (this.#taughtBy.size % this.#stride === 0) this.#keepTrials(lessons, own);
    if (lessons.length > 0) this.#taughtBy.add(unitId);
  }

  /** null where too few units teach anything, or nothing can be tried. */
  model(): FilingModel | null {
    if (this.#taughtBy.size < UNITS) return null;
    const counted = {
      taughtBy: this.#taughtBy,
      categories: this.#categories,
      units: this.#units,
      lessons: this.#lessons,
      titleWords: this.#titleWords,
      textWords: this.#textWords,
      counts: this.#counts,
      forms: this.#forms,
    };
    const among = this.#categories.flatMap((_, at) => ((this.#units[at] ?? 0) >= 2 ? [at] : []));
    const trials = this.#trials.filter(({ at, own }) => (this.#lessons[at] ?? 0) > (own.lessons[at] ?? 0));
    if (trials.length < LEAST_TRIALS) return null;
    const scored = trials.map(({ at, words, own }) => ({
      right: among.indexOf(at),
      scores: scoresOf(counted, own, words, among),
    }));
    return { ...counted, temperatures: coolest(scored) };
  }

  #zeros(): number[] {
    return new Array<number>(this.#categories.length).fill(0);
  }

  #take(own: Tally): void {
    const { lessons, titleWords, textWords, forms } = own;
    for (const at of this.#categories.keys()) {
      this.#lessons[at] = (this.#lessons[at] ?? 0) + (lessons[at] ?? 0);
      this.#titleWords[at] = (this.#titleWords[at] ?? 0) + (titleWords[at] ?? 0);
      this.#textWords[at] = (this.#textWords[at] ?? 0) + (textWords[at] ?? 0);
      if ((lessons[at] ?? 0) > 0) this.#units[at] = (this.#units[at] ?? 0) + 1;
    }
    for (const [word, at, count] of own.counted()) this.#counts.add(word, at, count);
    for (const [form, items] of forms) {
      const all = this.#forms[form] ?? this.#zeros();
      this.#forms[form] = all;
      for (const [at, count] of items.entries()) all[at] = (all[at] ?? 0) + count;
    }
  }

  #keepTrials(lessons: readonly Lesson[], own: Tally): void {
    const every = Math.ceil(lessons.length / TRIALS_A_UNIT);
    for (const [n, { category, words }] of lessons.entries()) {
      if (n % every !== 0) continue;
      // What is of no category that is taught has no lessons of others, and is never tried.
      const at = this.#categories.indexOf(category);
      this.#trials.push({ at, words, own: own.about(words) });
    }
    if (this.#trials.length <= TRIALS) return;
    this.#trials = this.#trials.filter((_, n) => n % 2 === 0);
    this.#stride *= 2;
  }
}

type Tried = readonly { readonly right: number; readonly scores: ReturnType<typeof scoresOf> }[];

/** The temperatures at which the items tried are best foretold by what other units teach. */
function coolest(tried: Tried): Temperatures {
  let best: Temperatures = { title: 1, text: 1 };
  let least = Number.POSITIVE_INFINITY;
  for (const title of TEMPERATURES)
    for (const text of TEMPERATURES) {
      const loss = lossAt({ title, text }, tried, least);
      if (loss >= least) continue;
      least = loss;
      best = { title, text };
    }
  return best;
}

/** How badly they foretell; or `most`, or something more, where it is so much. */
function lossAt(temperatures: Temperatures, tried: Tried, most: number): number {
  let loss = 0;
  for (const { right, scores } of tried) {
    loss -= Math.log((1 - MISTAKEN) * (sharesOf(scores, temperatures)[right] ?? 0) + MISTAKEN / 100);
    // It only grows: most temperatures need not be tried on everything.
    if (loss >= most) break;
  }
  return loss;
}

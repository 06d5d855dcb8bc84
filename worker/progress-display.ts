import type { Instant } from "../domain/time.ts";

/** How far a patrol is. */
export interface Progress {
  readonly unitsDone: number;
  readonly units: number;
  readonly pages: number;
  /** The unit that was read last; null before the first. */
  readonly unit: string | null;
  /** What failed is asked once more. */
  readonly again: boolean;
  /** Quiet hours last until then; null: there are none now. */
  readonly quietUntil: Instant | null;
}

/** Pages between two tellings. */
const TOLD_EVERY = 20;

/** Gathers what is told of a patrol on its way. */
export class Display {
  #progress: Progress;
  readonly #tell: (progress: Progress) => void;

  constructor(units: number, tell: (progress: Progress) => void = () => {}) {
    this.#progress = { unitsDone: 0, units, pages: 0, unit: null, again: false, quietUntil: null };
    this.#tell = tell;
  }

  page(): void {
    const pages = this.#progress.pages + 1;
    // Whatever is read ends the quiet.
    this.#progress = { ...this.#progress, pages, quietUntil: null };
    if (pages % TOLD_EVERY === 0) this.#tell(this.#progress);
  }

  /** A unit was read: null, before the first. */
  unit(name: string | null, unitsDone: number): void {
    this.#set({ unit: name, unitsDone });
  }

  again(): void {
    this.#set({ again: true });
  }

  /** No request may begin until then, ms since 1970. */
  quiet(untilMs: number): void {
    this.#set({ quietUntil: new Date(untilMs).toISOString() as Instant }); // toISOString writes this form
  }

  #set(changed: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...changed };
    this.#tell(this.#progress);
  }
}

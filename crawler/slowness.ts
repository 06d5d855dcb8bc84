/** So many answers tell how fast a host is when nobody presses it. */
const EARLY = 10;
/** A host whose recent answers take so many times as long is slowing down … */
const TIMES = 4;
/** … if they take long at all, ms. */
const LONG_MS = 1000;
/** Pauses grow to no more than this many times the portal file's. */
const MOST = 8;

/**
 * How many times longer the pauses between requests to one host must be than usual. They double when its
 * answers take far longer than its first ones did, or when it says that it is asked too much, and halve again
 * when as many answers have come in good time.
 */
export class Slowness {
  #factor = 1;
  #early: number | null = null;
  #recent: number[] = [];

  /** 1, 2, 4 or 8. */
  get factor(): number {
    return this.#factor;
  }

  /** The host answered after so long. */
  answered(ms: number): void {
    this.#recent.push(ms);
    if (this.#recent.length < EARLY) return;
    const median = medianOf(this.#recent);
    this.#recent = [];
    if (this.#early === null) this.#early = median;
    else if (median > LONG_MS && median > TIMES * this.#early) this.#slower();
    else this.#factor = Math.max(1, this.#factor / 2);
  }

  /** The host said that it is asked too much (429), or that it cannot just now (503). */
  refused(): void {
    this.#recent = [];
    this.#slower();
  }

  #slower(): void {
    this.#factor = Math.min(MOST, this.#factor * 2);
  }
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

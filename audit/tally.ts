/** Counts by key. */
export class Tally<K> {
  readonly #counts = new Map<K, number>();

  add(key: K): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  of(key: K): number {
    return this.#counts.get(key) ?? 0;
  }

  keys(): K[] {
    return [...this.#counts.keys()];
  }

  atLeast(least: number): K[] {
    return this.keys().filter((key) => this.of(key) >= least);
  }

  /** The median count of all keys but one; 0 where there is no other. */
  medianWithout(key: K): number {
    const others = this.keys().filter((other) => other !== key);
    const sorted = others.map((other) => this.of(other)).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }
}

interface Waiting<T> {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** So many at once: what is being written is held in memory. */
const MOST_AT_ONCE = 64;

/**
 * Writes what is given to it in order, one write after another: what comes while one is under way goes into the next
 * together. After a write that failed nothing is written any more.
 */
export class WriteQueue<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  /** null: nothing is being written. */
  #writing: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(write: (items: readonly T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the item is written. */
  add(item: T): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure.error);
    const written = new Promise<void>((done, failed) => {
      this.#waiting.push({ item, done, failed });
    });
    this.#writing ??= this.#writeAll();
    return written;
  }

  /** Resolves when nothing waits. @throws what a write has failed with. */
  async idle(): Promise<void> {
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        await this.#write(batch.map(({ item }) => item));
        for (const { done } of batch) done();
      } catch (error) {
        this.#failure = { error };
        for (const { failed } of [...batch, ...this.#waiting.splice(0)]) failed(error);
      }
    }
    this.#writing = null;
  }
}

import { setTimeout as sleep } from "node:timers/promises";

/** How one host may be asked. */
export interface PaceLimits {
  readonly requestsPerSecond: number;
  /** Requests open at once. */
  readonly concurrency: number;
}

/**
 * Takes the next turn of a host among all processes that patrol it.
 * @returns How long to wait for it, ms.
 */
export type SharedTurn = (host: string, intervalMs: number) => Promise<number>;

/** One clock for each host, shared by all units on it: no more requests a second, and open at once, than allowed. */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #sharedTurn: SharedTurn | null;
  readonly #hosts = new Map<string, Host>();

  /** @param sharedTurn null: this process alone asks. */
  constructor(limits: PaceLimits, sharedTurn: SharedTurn | null = null) {
    this.#limits = limits;
    this.#sharedTurn = sharedTurn;
  }

  /** Runs `request` when the host's turn comes. Rejects with the signal's reason where it is aborted before. */
  async run<T>(host: string, signal: AbortSignal, request: () => Promise<T>): Promise<T> {
    const state = this.#host(host);
    await this.#turn(state, signal);
    try {
      const waitMs = (await this.#sharedTurn?.(host, state.intervalMs)) ?? 0;
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      return await request();
    } finally {
      state.open -= 1;
      this.#next(state);
    }
  }

  /** At least so long between two requests to the host: its robots.txt asks for it. */
  slowDown(host: string, intervalMs: number): void {
    const state = this.#host(host);
    state.intervalMs = Math.max(state.intervalMs, intervalMs);
  }

  #host(host: string): Host {
    let state = this.#hosts.get(host);
    if (!state) {
      state = {
        open: 0,
        freeAt: 0,
        intervalMs: 1000 / this.#limits.requestsPerSecond,
        waiting: [],
        timer: null,
      };
      this.#hosts.set(host, state);
    }
    return state;
  }

  #turn(state: Host, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = () => {
        state.waiting = state.waiting.filter((entry) => entry !== start);
        reject(signal.reason);
      };
      const start = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      signal.addEventListener("abort", abort, { once: true });
      state.waiting.push(start);
      this.#next(state);
    });
  }

  #next(state: Host): void {
    if (state.timer !== null) return;
    while (state.waiting.length > 0 && state.open < this.#limits.concurrency) {
      const wait = state.freeAt - performance.now();
      // Timers are no finer than a millisecond: a shorter wait is made up by the next one.
      if (wait >= 1) {
        state.timer = setTimeout(() => {
          state.timer = null;
          this.#next(state);
        }, wait);
        return;
      }
      state.freeAt = Math.max(state.freeAt, performance.now()) + state.intervalMs;
      state.open += 1;
      state.waiting.shift()?.();
    }
  }
}

interface Host {
  open: number;
  /** By the monotonic clock, in ms: no request before. */
  freeAt: number;
  intervalMs: number;
  waiting: (() => void)[];
  timer: NodeJS.Timeout | null;
}

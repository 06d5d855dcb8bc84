import { setTimeout as sleep } from "node:timers/promises";
import { onAbort } from "./on-abort.ts";
import { Slowness } from "./slowness.ts";

/** How one host may be asked. */
export interface PaceLimits {
  readonly requestsPerSecond: number;
  /** Requests open at once. */
  readonly concurrency: number;
  /** How long no request may begin at `nowMs` (since 1970), ms; 0: it may. */
  readonly quietMs: (nowMs: number) => number;
  /** Told once when requests have to wait for quiet hours to end, at that moment (ms since 1970). */
  readonly onQuiet: (untilMs: number) => void;
}

/** What all processes that patrol the same hosts keep together. */
export interface SharedPace {
  /**
   * Takes the next turn of a host.
   * @returns How long to wait for it, ms.
   */
  takeTurn(host: string, intervalMs: number): Promise<number>;
  /**
   * Takes one of `most` places for requests that are open at a host. It is free again after `forMs`, so that no process
   * that ends without a word keeps it.
   * @returns What to keep and to give back; null where no place is free.
   */
  takePlace(host: string, most: number, forMs: number): Promise<string | null>;
  /** From now on for so long. */
  keepPlace(host: string, place: string, forMs: number): Promise<void>;
  givePlaceBack(host: string, place: string): Promise<void>;
}

/** A process that has ended has its places taken away after so long. */
const PLACE_MS = 15_000;
/** How often a free place is looked for. */
const PLACE_WAIT_MS = 100;

/** One clock for each host, shared by all units on it: no more requests a second, and open at once, than allowed. */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #shared: SharedPace | null;
  readonly #hosts = new Map<string, Host>();
  #quietUntil = 0;

  /** @param shared null: this process alone asks. */
  constructor(limits: PaceLimits, shared: SharedPace | null = null) {
    this.#limits = limits;
    this.#shared = shared;
  }

  /**
   * Runs `request` when the host's turn comes. Rejects with the signal's reason where it is aborted before.
   * null: it was dismissed before its turn came.
   * @param place `next`: before all others that wait.
   */
  async run<T>(
    host: string,
    signal: AbortSignal,
    request: () => Promise<T>,
    place: "next" | "last" = "last",
  ): Promise<T | null> {
    const state = this.#host(host);
    if (!(await this.#turn(state, signal, place))) return null;
    let giveBack = () => {};
    try {
      if (this.#shared) giveBack = await this.#sharedPlace(this.#shared, host, signal);
      const waitMs = (await this.#shared?.takeTurn(host, intervalOf(state))) ?? 0;
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      // Quiet hours may have begun meanwhile.
      for (let quiet = this.#quiet(); quiet > 0; quiet = this.#quiet())
        await sleep(quiet, undefined, { signal });
      return await request();
    } finally {
      giveBack();
      state.open -= 1;
      this.#next(state);
    }
  }

  /** Waits for a place among all processes, and keeps it until it is given back. */
  async #sharedPlace(shared: SharedPace, host: string, signal: AbortSignal): Promise<() => void> {
    let place: string | null = null;
    while (place === null) {
      place = await shared.takePlace(host, this.#limits.concurrency, PLACE_MS);
      if (place === null) await sleep(PLACE_WAIT_MS, undefined, { signal });
    }
    const taken = place;
    // Where the others cannot be told, the place is free again by itself.
    const keeping = setInterval(
      () => void shared.keepPlace(host, taken, PLACE_MS).catch(() => {}),
      PLACE_MS / 3,
    );
    return () => {
      clearInterval(keeping);
      void shared.givePlaceBack(host, taken).catch(() => {});
    };
  }

  /** At least so long between two requests to the host: its robots.txt asks for it. */
  slowDown(host: string, intervalMs: number): void {
    const state = this.#host(host);
    state.intervalMs = Math.max(state.intervalMs, intervalMs);
  }

  /** No request to the host before so long has passed: it has asked for a pause. */
  async pause(host: string, ms: number): Promise<void> {
    const state = this.#host(host);
    state.freeAt = Math.max(state.freeAt, performance.now() + ms);
    // Whoever reserves a turn so long makes the others wait, too.
    await this.#shared?.takeTurn(host, ms);
  }

  /** How the host bears what it is asked. */
  slownessOf(host: string): Slowness {
    return this.#host(host).slowness;
  }

  /** Lets all go that wait for a turn at the host: it is left alone. */
  dismiss(host: string): void {
    const state = this.#host(host);
    for (const { go } of state.waiting.splice(0)) go(false);
  }

  #host(host: string): Host {
    let state = this.#hosts.get(host);
    if (!state) {
      state = {
        open: 0,
        freeAt: 0,
        intervalMs: 1000 / this.#limits.requestsPerSecond,
        slowness: new Slowness(),
        waiting: [],
        timer: null,
      };
      this.#hosts.set(host, state);
    }
    return state;
  }

  /** True when the turn has come, false where it is no longer wanted. */
  #turn(state: Host, signal: AbortSignal, place: "next" | "last"): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiting: Waiting = {
        go: (itsTurn) => {
          forget();
          resolve(itsTurn);
        },
      };
      const forget = onAbort(signal, (reason) => {
        state.waiting = state.waiting.filter((entry) => entry !== waiting);
        reject(reason);
      });
      if (place === "next") state.waiting.unshift(waiting);
      else state.waiting.push(waiting);
      this.#next(state);
    });
  }

  #next(state: Host): void {
    if (state.timer !== null) return;
    while (state.waiting.length > 0 && state.open < this.#limits.concurrency) {
      const wait = Math.max(state.freeAt - performance.now(), this.#quiet());
      // Timers are no finer than a millisecond: a shorter wait is made up by the next one.
      if (wait >= 1) {
        state.timer = setTimeout(() => {
          state.timer = null;
          this.#next(state);
        }, wait);
        return;
      }
      state.freeAt = Math.max(state.freeAt, performance.now()) + intervalOf(state);
      state.open += 1;
      state.waiting.shift()?.go(true);
    }
  }

  /** What is left of the quiet hours, ms. */
  #quiet(): number {
    const nowMs = Date.now();
    const left = this.#limits.quietMs(nowMs);
    if (left > 0 && nowMs >= this.#quietUntil) {
      this.#quietUntil = nowMs + left;
      this.#limits.onQuiet(this.#quietUntil);
    }
    return left;
  }
}

function intervalOf({ intervalMs, slowness }: Host): number {
  return intervalMs * slowness.factor;
}

interface Waiting {
  go(itsTurn: boolean): void;
}

interface Host {
  open: number;
  /** By the monotonic clock, in ms: no request before. */
  freeAt: number;
  intervalMs: number;
  readonly slowness: Slowness;
  waiting: Waiting[];
  timer: NodeJS.Timeout | null;
}

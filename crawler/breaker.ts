import type { Reason } from "../domain/snapshot.ts";
import { folderOf, hostOf } from "./site.ts";

/** A host is left alone when so many different addresses of it failed, with no answer of any other between … */
const MOST_FAILURES = 5;
/** … and where it did answer, but with errors, only when they lie in so many folders: one broken module is no outage. */
const LEAST_FOLDERS = 3;

export interface BreakerSettings {
  /** After so long one address is asked, to see whether the host is back, ms. */
  readonly coolDownMs: number;
  /** A clock that only goes forward, ms. */
  readonly clock: () => number;
}

/** One request that was let through. What comes of it must be told, whatever it is. */
export interface Trial {
  /** The host answered; that it has no such page is an answer too. */
  answered(): void;
  /** Nothing came, or an error of the server (`server-error`). True: the host is left alone from now on. */
  failed(reason: Reason): boolean;
  /** The request was given up, or not made: it says nothing of the host. */
  dropped(): void;
}

/**
 * Leaves a host alone that keeps failing, and asks once in a while whether it is back: the circuit breaker of
 * M. Nygard's "Release It!". A failure counts only where the host answered nothing since that request began,
 * so that a slow page among good ones never counts; each address counts once.
 */
export class Breaker {
  readonly #settings: BreakerSettings;
  readonly #hosts = new Map<string, Host>();

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  /** Why the address is not asked now; null where it may be. */
  refusal(url: string): Reason | null {
    const { open } = this.#host(url);
    return open && (open.probing || this.#settings.clock() < open.until) ? open.reason : null;
  }

  /** Lets a request to the address through, or says why not. The first after the cool-down is the probe. */
  admit(url: string): Trial | Reason {
    const host = this.#host(url);
    const refusal = this.refusal(url);
    if (refusal) return refusal;
    const probe = host.open;
    if (probe) probe.probing = true;
    const { answers } = host;
    return {
      answered: () => {
        host.answers += 1;
        host.failing.clear();
        host.open = null;
      },
      failed: (reason) => {
        if (probe && host.open === probe) return this.#open(host, reason, this.#settings.coolDownMs);
        if (host.answers > answers || host.open) return false;
        host.failing.set(url, reason);
        return isDown(host.failing) && this.#open(host, reason, this.#settings.coolDownMs);
      },
      dropped: () => {
        if (probe) probe.probing = false;
      },
    };
  }

  /** Leaves the address's host alone for so long: it has asked for that itself. */
  leaveAlone(url: string, reason: Reason, ms: number): void {
    this.#open(this.#host(url), reason, ms);
  }

  #open(host: Host, reason: Reason, ms: number): true {
    host.open = { reason, until: this.#settings.clock() + ms, probing: false };
    host.failing.clear();
    return true;
  }

  #host(url: string): Host {
    const key = hostOf(url);
    let host = this.#hosts.get(key);
    if (!host) {
      host = { answers: 0, failing: new Map(), open: null };
      this.#hosts.set(key, host);
    }
    return host;
  }
}

interface Host {
  /** How often it answered. */
  answers: number;
  /** Addresses that failed since it last answered, and why. */
  readonly failing: Map<string, Reason>;
  /** null: it is asked. */
  open: { readonly reason: Reason; readonly until: number; probing: boolean } | null;
}

const DATED = /\/(?:(?:19|20)\d\d(?:[-_]?\d\d){0,2}|\d{1,2})(?:-\d{1,2})?(?=\/)/g;

function isDown(failing: ReadonlyMap<string, Reason>): boolean {
  if (failing.size < MOST_FAILURES) return false;
  if (![...failing.values()].includes("server-error")) return true;
  // Folders that differ by year, month or day alone are one.
  const folders = new Set([...failing.keys()].map((url) => folderOf(url).replace(DATED, "/")));
  return folders.size >= LEAST_FOLDERS;
}

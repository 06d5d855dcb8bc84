import { setTimeout as sleep } from "node:timers/promises";
import type { CDPSession, Page } from "playwright-core";
import type { Reason } from "../domain/snapshot.ts";
import type { OpenPage } from "./browser.ts";
import type { PageTraffic } from "./browser-requests.ts";
import { domExpression, SHAPE, TO_THE_END, TO_THE_TOP } from "./render-dom.ts";
import { clickExpression } from "./render-pager.ts";
import { paint } from "./render-view.ts";

/** A page as the browser shows it. */
export interface ShownPage {
  readonly html: string;
  /** PNG; null where none could be taken. */
  readonly view: Uint8Array | null;
  /** It came to rest: nothing is loaded any more, and nothing grows. */
  readonly settled: boolean;
  /** It grows as one scrolls down. */
  readonly grows: boolean;
  /** Frames that could not be looked into. */
  readonly lostFrames: number;
}

export type Shown = ({ readonly ok: true } & ShownPage) | { readonly ok: false; readonly reason: Reason };

/** What a page may spend by itself, ms. While it waits for our answers, which keep the host's pace, this does not run. */
const OWN_TIME_MS = 20_000;
/** Whatever it waits for, ms. */
const WHOLE_TIME_MS = 120_000;
/** At rest for so long, ms, it has come to rest. */
const QUIET_MS = 500;
const LOOK_MS = 100;
const STEP_MS = 10_000;
const LARGEST_DOM = 16 * 1024 * 1024;

/** Drives one page: until it has come to rest, and then takes what it shows. */
export class PageDriver {
  readonly #page: Page;
  readonly #traffic: PageTraffic;
  readonly #signal: AbortSignal;
  readonly #crashed: Promise<never>;
  #world: { readonly session: CDPSession; readonly contextId: number } | null = null;
  #errors = 0;

  constructor({ page }: OpenPage, traffic: PageTraffic, signal: AbortSignal) {
    this.#page = page;
    this.#traffic = traffic;
    this.#signal = signal;
    this.#crashed = new Promise((_, reject) => {
      page.once("crash", () => reject(new Error("the page crashed")));
      page.once("close", () => reject(new Error("the page was closed")));
    });
    this.#crashed.catch(() => {});
    page.on("pageerror", () => {
      this.#errors += 1;
    });
  }

  /** Errors of the page's scripts that nothing caught. */
  get errors(): number {
    return this.#errors;
  }

  /** Opens the address, lets its scripts run, and takes what it shows. Rejects only where the signal is aborted. */
  async open(url: string): Promise<Shown> {
    return this.#guarded(async () => {
      const opening = this.#page.goto(url, { waitUntil: "commit", timeout: WHOLE_TIME_MS });
      await this.#within(opening, OWN_TIME_MS);
      return this.take();
    });
  }

  /** Takes what the page shows once it has come to rest. */
  async take(): Promise<Shown> {
    return this.#guarded(async () => {
      const rested = await this.#settle();
      const links = await this.#evaluate(TO_THE_END);
      const settled = (await this.#settle()) && rested;
      const grows = Number(await this.#evaluate(TO_THE_TOP)) > Number(links);
      const dom = (await this.#evaluate(domExpression(LARGEST_DOM))) as DomAnswer | null;
      if (dom === null) return { ok: false, reason: "too-large" };
      return { ok: true, html: dom.html, lostFrames: dom.lost, settled, grows, view: await this.#view() };
    });
  }

  /** Clicks what leads to the list's page `number`, where a script alone turns to it; false where nothing does. */
  async clickOn(number: number): Promise<boolean> {
    try {
      return (await this.#evaluate(clickExpression(number))) === true;
    } catch {
      this.#signal.throwIfAborted();
      return false;
    }
  }

  /** Whatever happens to a page, it could not be shown. */
  async #guarded(work: () => Promise<Shown>): Promise<Shown> {
    try {
      return await work();
    } catch (error) {
      this.#signal.throwIfAborted();
      return { ok: false, reason: error instanceof LateError ? "timeout" : "needs-browser" };
    }
  }

  /** Whether the page came to rest before its time was up. */
  async #settle(): Promise<boolean> {
    let ownMs = 0;
    let quietMs = 0;
    let stillMs = 0;
    let shape: unknown = null;
    const started = performance.now();
    for (let last = started; ; ) {
      await this.#within(sleep(LOOK_MS, undefined, { signal: this.#signal }), STEP_MS);
      const now = performance.now();
      const waits = this.#traffic.pending > 0;
      if (!waits) ownMs += now - last;
      last = now;
      // A page that works without a pause does not answer: what it shows cannot be had.
      const seen = await this.#evaluate(SHAPE);
      const isQuiet =
        !waits &&
        seen === shape &&
        String(seen).startsWith("complete") &&
        this.#traffic.lastAt < now - LOOK_MS;
      stillMs = seen === shape ? stillMs + LOOK_MS : 0;
      shape = seen;
      quietMs = isQuiet ? quietMs + LOOK_MS : 0;
      if (quietMs >= QUIET_MS) return true;
      if (this.#traffic.endless && stillMs >= QUIET_MS) return false;
      if (ownMs > OWN_TIME_MS || now - started > WHOLE_TIME_MS) return false;
    }
  }

  async #evaluate(expression: string): Promise<unknown> {
    const { session, contextId } = await this.#ownWorld();
    const { result, exceptionDetails } = await this.#within(
      session.send("Runtime.evaluate", { contextId, expression, returnByValue: true, timeout: STEP_MS }),
      2 * STEP_MS,
    );
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }

  /** The page's scripts may have replaced what we would call; they do not reach into a world of our own. */
  async #ownWorld() {
    if (this.#world) return this.#world;
    const session = await this.#within(this.#page.context().newCDPSession(this.#page), STEP_MS);
    const { frameTree } = await this.#within(session.send("Page.getFrameTree"), STEP_MS);
    const { executionContextId } = await this.#within(
      session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "xuncha" }),
      STEP_MS,
    );
    this.#world = { session, contextId: executionContextId };
    return this.#world;
  }

  /** What the page looks like; null where it does not let itself be painted. */
  async #view(): Promise<Uint8Array | null> {
    try {
      return await this.#within(paint(this.#page), 3 * STEP_MS);
    } catch {
      this.#signal.throwIfAborted();
      return null;
    }
  }

  async #within<T>(work: Promise<T>, limitMs: number): Promise<T> {
    const limit = new AbortController();
    const late = sleep(limitMs, undefined, {
      signal: AbortSignal.any([limit.signal, this.#signal]),
      ref: false,
    });
    try {
      return await Promise.race([
        work,
        this.#crashed,
        late.then(() => {
          throw new LateError();
        }),
      ]);
    } finally {
      limit.abort();
      late.catch(() => {});
      work.catch(() => {});
    }
  }
}

interface DomAnswer {
  readonly html: string;
  readonly lost: number;
}

class LateError extends Error {}

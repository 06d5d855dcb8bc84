import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { Slots } from "./slots.ts";

export interface BrowserSettings {
  /** Path of the browser; null: the one that Playwright keeps, if it keeps one. */
  readonly program: string | null;
  /** Pages open at once. */
  readonly pages: number;
  /** A browser grows with every page: after so many it is started anew. */
  readonly pagesPerStart: number;
  /** Told why no page could be opened; default: nobody. */
  readonly onTrouble?: (error: unknown) => void;
}

export const BROWSER_DEFAULTS: Omit<BrowserSettings, "program"> = { pages: 2, pagesPerStart: 100 };

/** A page of its own world: no cookies, no storage, nothing of the pages before it. */
export interface OpenPage {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** How a page sees the world. */
export interface PageWorld {
  /** IANA name. Pages print dates by it. */
  readonly timezone: string;
  readonly scripts: boolean;
}

/** Width of a page, CSS pixels: of the screens that these offices have. */
export const VIEW = { width: 1366, height: 768 } as const;

/** A browser that fails to start so often is not asked again. */
const MOST_FAILED_STARTS = 3;
const CONTAINER_MARKS = ["/.dockerenv", "/run/.containerenv"];
const START_MS = 60_000;
const CLOSE_MS = 5_000;

// The browser has no way out. What a page asks for is answered from outside; whatever gets past that finds
// neither a name nor an address: preconnections, beacons of an ending page, WebRTC, features yet to come.
const NO_WAY_OUT = [
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--proxy-bypass-list=<-loopback>",
  "--disable-quic",
  "--no-pings",
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--webrtc-ip-handling-policy=disable_non_proxied_udp",
];
const NO_PROXY = { server: "http://closed.invalid:1", bypass: "<-loopback>" };

/**
 * The one browser of a process: headless, started when the first page is wanted, closed at the end. A browser
 * that crashes is started anew for the next page.
 */
export class HeadlessBrowser {
  readonly #settings: BrowserSettings;
  readonly #slots: Slots;
  #running: Promise<Running> | null = null;
  #failedStarts = 0;
  #closed = false;

  constructor(settings: BrowserSettings) {
    this.#settings = settings;
    this.#slots = new Slots(settings.pages);
  }

  /**
   * Hands a new page to `use`, and closes it afterwards. null where no page could be opened: no browser, or one
   * that does not start. Waits for a free page. Rejects with what `use` rejects with.
   */
  async withPage<T>(world: PageWorld, use: (open: OpenPage) => Promise<T>): Promise<T | null> {
    return this.#slots.run(async () => {
      const opened = await this.#open(world);
      if (!opened) return null;
      try {
        return await use(opened.open);
      } finally {
        await this.#leave(opened);
      }
    });
  }

  /** Closes the browser. Pages that are still open are lost; none is opened any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = await this.#running?.catch(() => null);
    this.#running = null;
    await running?.browser.close().catch(() => {});
  }

  async #open(world: PageWorld): Promise<{ readonly open: OpenPage; readonly running: Running } | null> {
    // A browser that has just crashed may not know yet.
    for (let attempt = 0; attempt < 2 && !this.#closed; attempt += 1) {
      const running = await this.#start();
      if (!running) return null;
      try {
        running.pages += 1;
        running.open += 1;
        const context = await running.browser.newContext({
          viewport: VIEW,
          locale: "zh-CN",
          timezoneId: world.timezone,
          javaScriptEnabled: world.scripts,
          serviceWorkers: "block",
          acceptDownloads: false,
          userAgent: running.userAgent,
        });
        return { running, open: { context, page: await context.newPage() } };
      } catch (error) {
        running.open -= 1;
        this.#settings.onTrouble?.(error);
        await this.#stop(running);
      }
    }
    return null;
  }

  async #leave({ open: { context }, running }: { readonly open: OpenPage; readonly running: Running }) {
    running.open -= 1;
    const late = Symbol("late");
    const closed = await Promise.race([
      context.close().catch(() => late),
      sleep(CLOSE_MS, late, { ref: false }),
    ]);
    const spent = running.pages >= this.#settings.pagesPerStart && running.open === 0;
    // A page that does not let itself be closed takes its browser with it.
    if (closed === late || spent || !running.browser.isConnected()) await this.#stop(running);
  }

  async #start(): Promise<Running | null> {
    if (this.#closed || this.#failedStarts >= MOST_FAILED_STARTS) return null;
    this.#running ??= this.#launch();
    try {
      const running = await this.#running;
      this.#failedStarts = 0;
      return running;
    } catch (error) {
      // All who waited for this start see it fail; it counts once.
      if (this.#running !== null) {
        this.#running = null;
        this.#failedStarts += 1;
        this.#settings.onTrouble?.(error);
      }
      return null;
    }
  }

  async #stop(running: Running): Promise<void> {
    if ((await this.#running?.catch(() => null)) === running) this.#running = null;
    await running.browser.close().catch(() => {});
  }

  async #launch(): Promise<Running> {
    // Loaded with the first page: a patrol that renders nothing starts without it.
    const { chromium } = await import("playwright-core");
    const program = this.#settings.program ?? chromium.executablePath();
    if (!existsSync(program)) throw new Error(`no browser at ${program}`);
    // Chromium's sandbox does not start under root, nor in most containers, which are one themselves.
    const isShutIn = process.getuid?.() === 0 || CONTAINER_MARKS.some((mark) => existsSync(mark));
    const browser = await chromium.launch({
      executablePath: program,
      chromiumSandbox: !isShutIn,
      // The shared memory of a container is too small for a page.
      args: ["--disable-dev-shm-usage", "--disable-gpu", ...NO_WAY_OUT],
      proxy: NO_PROXY,
      timeout: START_MS,
      // The patrol ends by its own signal; Playwright's handlers would end the process in its midst.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const [major] = browser.version().split(".");
    const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
    const running: Running = { browser, userAgent, pages: 0, open: 0 };
    browser.on("disconnected", () => {
      this.#running?.then(
        (current) => {
          if (current === running) this.#running = null;
        },
        () => {},
      );
    });
    if (this.#closed) await browser.close();
    return running;
  }
}

interface Running {
  readonly browser: Browser;
  readonly userAgent: string;
  /** Opened since its start. */
  pages: number;
  open: number;
}

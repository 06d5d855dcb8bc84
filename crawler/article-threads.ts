import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { type ArticleReading, readArticle } from "./article-page.ts";
import { inOwnStrings } from "./own-strings.ts";
import { type Came, type PageView, viewOf } from "./page-view.ts";

/** Pages sent to a thread at once. */
export interface ArticlesAsked {
  readonly pages: readonly Came[];
}

/** What a thread made of them, in their order. */
export interface ArticlesRead {
  readonly views: readonly PageView<ArticleReading>[];
}

/** With so many pages waiting for it, or so many bytes, a thread is busy enough. What is too much is read here, while nothing more is asked for. */
const MOST_WAITING = 100;
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
const MOST_THREADS = 4;
/** How busy this process is is asked after each so many pages. */
const PAGES_BETWEEN = 100;
/** Share of its time in which this thread works. Below it another would gain nothing: the sites are slower than we. */
const BUSY = 0.8;
/** After so many threads that ended by themselves pages are read here alone. */
const MOST_ENDED = 3;

/**
 * Reads articles, the greater part of gathering's work, on further cores once this one has its hands full: threads are
 * started when they are needed, and read nothing but bytes into facts. The same page gives the same reading wherever it
 * is read.
 */
export class ArticleThreads {
  readonly #most: number;
  readonly #isBusy: () => boolean;
  readonly #threads = new Set<Thread>();
  readonly #script: URL;
  #read = 0;
  #readInThreads = 0;
  #ended = 0;

  /**
   * @param most Threads besides the process's own.
   * @param isBusy Whether the process has its hands full.
   * @param script What a thread runs.
   */
  constructor(
    most = Math.min(availableParallelism() - 1, MOST_THREADS),
    isBusy = busyness(),
    script = threadScript(),
  ) {
    this.#most = most;
    this.#isBusy = isBusy;
    this.#script = script;
  }

  /** How many run. */
  get threads(): number {
    return this.#threads.size;
  }

  /** Pages that were read elsewhere than here. */
  get readInThreads(): number {
    return this.#readInThreads;
  }

  /** What the page says. Never rejects. */
  async read(came: Came): Promise<PageView<ArticleReading>> {
    this.#read += 1;
    if (this.#read % PAGES_BETWEEN === 0 && this.#threads.size < this.#most && this.#isBusy()) this.#start();
    let idlest: Thread | null = null;
    for (const thread of this.#threads)
      if (thread.takes(came) && thread.waitingBytes <= (idlest?.waitingBytes ?? MOST_WAITING_BYTES))
        idlest = thread;
    const view = await idlest?.read(came);
    if (!view) return readHere(came);
    this.#readInThreads += 1;
    return view;
  }

  #start(): void {
    if (this.#ended >= MOST_ENDED) return;
    const thread = new Thread(this.#script, () => {
      this.#threads.delete(thread);
      this.#ended += 1;
    });
    this.#threads.add(thread);
  }
}

/** Those of this process. */
export const articleThreads = new ArticleThreads();

/** Beside this file: compiled, or what runs the source in a checkout. */
function threadScript(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? "./article-thread-source.mjs" : "./article-thread.js", import.meta.url);
}

function readHere(came: Came): PageView<ArticleReading> {
  return inOwnStrings(viewOf(came, readArticle));
}

function busyness(): () => boolean {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization > BUSY;
  };
}

/** A page that a thread was given. */
interface Waiting {
  readonly came: Came;
  /** null where the thread leaves it unread because it ended. */
  readonly resolve: (view: PageView<ArticleReading> | null) => void;
}

class Thread {
  readonly #worker: Worker;
  #unsent: Waiting[] = [];
  /** In their order. */
  readonly #sent: Waiting[] = [];
  /** Content of all pages that wait. */
  waitingBytes = 0;
  #isOver = false;

  constructor(script: URL, onEnd: () => void) {
    const end = () => {
      if (this.#isOver) return;
      this.#isOver = true;
      onEnd();
      for (const { resolve } of [...this.#sent, ...this.#unsent]) resolve(null);
    };
    this.#worker = new Worker(script, {
      resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 12 },
    });
    this.#worker.on("message", ({ views }: ArticlesRead) => {
      for (const view of views) {
        const page = this.#sent.shift();
        this.waitingBytes -= page?.came.body.length ?? 0;
        page?.resolve(view);
      }
      this.#holdWhileWaiting();
    });
    this.#worker.on("error", end);
    this.#worker.on("exit", end);
    this.#worker.unref();
  }

  get waiting(): number {
    return this.#sent.length + this.#unsent.length;
  }

  /** Whether it is not busy enough without this page. */
  takes({ body }: Came): boolean {
    const { waiting, waitingBytes } = this;
    return waiting === 0 || (waiting < MOST_WAITING && waitingBytes + body.length <= MOST_WAITING_BYTES);
  }

  read(came: Came): Promise<PageView<ArticleReading> | null> {
    return new Promise((resolve) => {
      this.waitingBytes += came.body.length;
      if (this.#unsent.push({ came, resolve }) === 1) setImmediate(() => this.#send());
      this.#holdWhileWaiting();
    });
  }

  /** What arrives in one turn of the loop goes in one message. */
  #send(): void {
    if (this.#isOver) return;
    const sent = this.#unsent;
    this.#unsent = [];
    this.#sent.push(...sent);
    this.#worker.postMessage({ pages: sent.map(({ came }) => came) } satisfies ArticlesAsked);
  }

  /** Nobody must wait for a process that ends before its pages are read; an idle thread keeps none from ending. */
  #holdWhileWaiting(): void {
    if (this.waiting > 0) this.#worker.ref();
    else this.#worker.unref();
  }
}

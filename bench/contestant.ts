import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** What a contestant is given, as JSON in a file named by its first argument. */
export interface Task {
  readonly origin: string;
  /** Addresses of the units' home pages. */
  readonly units: readonly { readonly id: string; readonly name: string; readonly url: string }[];
  /** Every page, for a contestant that finds none itself. */
  readonly pagesFile: string;
  readonly connections: number;
  /** What was read is written here, one `ReadPage` a line. */
  readonly outFile: string;
  /** A folder of the contestant's own. */
  readonly scratch: string;
}

/** What a contestant took from one article. */
export interface ReadPage {
  readonly url: string;
  readonly title: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  readonly body: string | null;
}

/** How a run went. */
export interface Measured {
  readonly pages: number;
  readonly links: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the whole process, threads included; its start too. */
  readonly peakRssMb: number;
  /** At the end of each tenth of the pages. */
  readonly rssMb: readonly number[];
}

/** Collects what is read and writes it in pieces, the same way for every contestant. */
export class Results {
  links = 0;
  readonly #file: number;
  #waiting: string[] = [];

  constructor(file: string) {
    this.#file = openSync(file, "w");
  }

  add(page: ReadPage): void {
    this.#waiting.push(JSON.stringify(page));
    if (this.#waiting.length >= 500) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#waiting.length > 0) writeSync(this.#file, `${this.#waiting.join("\n")}\n`);
    this.#waiting = [];
  }
}

/** Counts pages, and remembers the memory on the way. */
export class Progress {
  pages = 0;
  readonly rssMb: number[] = [];
  readonly #step: number;

  constructor(expected: number) {
    this.#step = Math.max(1, Math.floor(expected / 10));
  }

  page(): void {
    this.pages += 1;
    if (this.pages % this.#step === 0) this.rssMb.push(Math.round(process.memoryUsage.rss() / 1024 / 1024));
  }
}

/** Runs a contestant in this process: what it costs from its first request on is measured and printed as JSON. */
export async function compete(
  run: (task: Task, results: Results, progress: Progress) => Promise<void>,
): Promise<void> {
  const [file = ""] = process.argv.slice(2);
  const task = JSON.parse(readFileSync(file, "utf8")) as Task; // written by crawl.ts alone
  const results = new Results(task.outFile);
  const progress = new Progress(pagesIn(task).length);
  const before = process.resourceUsage();
  const started = performance.now();
  await run(task, results, progress);
  const seconds = (performance.now() - started) / 1000;
  const after = process.resourceUsage();
  results.close();
  const cpu = (usage: NodeJS.ResourceUsage) => (usage.userCPUTime + usage.systemCPUTime) / 1e6;
  const measured: Measured = {
    pages: progress.pages,
    links: results.links,
    seconds,
    cpuSeconds: cpu(after) - cpu(before),
    peakRssMb: after.maxRSS / 1024,
    rssMb: progress.rssMb,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

/** Paths of all pages. */
export function pagesIn({ pagesFile }: Pick<Task, "pagesFile">): readonly string[] {
  return readFileSync(pagesFile, "utf8").trimEnd().split("\n");
}

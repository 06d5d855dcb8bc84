/**
 * Gathers a generated site with xuncha, with Crawlee and with bare undici, side by side in one run:
 * `npm run bench:crawl -- [--pages 100000] [--connections 16] [--only NAME]`. See README.md.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Measured, ReadPage, Task } from "./contestant.ts";
import { hasNginx, serve } from "./nginx.ts";
import { generateSite, type PageTruth } from "./site.ts";

interface Contestant {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Its values are compared with what the site says. */
  readonly reads: boolean;
}

const CONTESTANTS: readonly Contestant[] = [
  { name: "undici", file: "plain-undici.ts", args: [], reads: false },
  { name: "fetch", file: "plain-undici.ts", args: ["--fetch"], reads: false },
  { name: "tokens", file: "plain-undici.ts", args: ["--parse"], reads: false },
  { name: "xuncha", file: "xuncha.ts", args: [], reads: true },
  { name: "xuncha+warc", file: "xuncha.ts", args: ["--evidence"], reads: true },
  { name: "crawlee", file: "crawlee/crawl.ts", args: [], reads: true },
];

const { values } = parseArgs({
  options: {
    pages: { type: "string", default: "100000" },
    connections: { type: "string", default: "16" },
    only: { type: "string", multiple: true },
  },
});
process.exitCode = await main();

async function main(): Promise<number> {
  if (!hasNginx())
    return fail("bench:crawl needs nginx: apt-get install nginx-light (or put it on the PATH)");
  const contestants = CONTESTANTS.filter(({ name }) => values.only?.includes(name) ?? true);
  if (!build()) return fail("tsc has failed");
  if (contestants.some(({ name }) => name === "crawlee") && !installCrawlee())
    return fail("Crawlee could not be installed");
  const folder = mkdtempSync(path.join(tmpdir(), "xuncha-bench-"));
  try {
    const root = path.join(folder, "site");
    mkdirSync(root);
    const site = generateSite(root, Number(values.pages));
    const kb = site.bytes / site.pages.length / 1024;
    console.log(
      `${site.pages.length} pages of ${kb.toFixed(1)} kB on average, ${site.units.length} units, ${availableParallelism()} cores, Node ${process.version}`,
    );
    const served = await serve(root, path.join(folder, "nginx"));
    try {
      const pagesFile = path.join(folder, "pages.txt");
      writeFileSync(pagesFile, `${site.pages.map((page) => page.path).join("\n")}\n`);
      const measured = new Map<string, Measured>();
      for (const contestant of contestants) {
        const scratch = path.join(folder, contestant.name);
        mkdirSync(scratch);
        const task: Task = {
          origin: served.origin,
          units: site.units.map(({ path: own, name }, at) => ({
            id: `u${at}`,
            name,
            url: `${served.origin}${own}`,
          })),
          pagesFile,
          connections: Number(values.connections),
          outFile: path.join(scratch, "read.jsonl"),
          scratch,
        };
        const result = await run(contestant, task);
        measured.set(contestant.name, result);
        console.log(line(contestant.name, result));
        if (contestant.reads) console.log(`    ${compared(task, site.pages)}`);
        console.log(`    memory on the way, MB: ${result.rssMb.join(" ")}`);
      }
      for (const ratio of ratios(measured)) console.log(ratio);
    } finally {
      await served.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

async function run({ name, file, args }: Contestant, task: Task): Promise<Measured> {
  const taskFile = path.join(task.scratch, "task.json");
  writeFileSync(taskFile, JSON.stringify(task));
  const child = spawn(process.execPath, [...scriptOf(file), taskFile, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    // Crawlee would take a quarter of the machine's memory to be all that it may use.
    env: { ...process.env, CRAWLEE_AVAILABLE_MEMORY_RATIO: "0.9" },
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Measured; // printed by compete()
}

/** Built, as users run it; Crawlee's is found beside its packages alone, and goes through tsx. */
function scriptOf(file: string): readonly string[] {
  if (file.includes("/")) return ["--import", "tsx", path.join(import.meta.dirname, file)];
  return [path.join(import.meta.dirname, ".build", "bench", file.replace(/\.ts$/, ".js"))];
}

function build(): boolean {
  const tsc = path.join(import.meta.dirname, "..", "node_modules", "typescript", "bin", "tsc");
  const project = path.join(import.meta.dirname, "tsconfig.json");
  return spawnSync(process.execPath, [tsc, "-p", project], { stdio: "inherit" }).status === 0;
}

function line(name: string, { pages, links, seconds, cpuSeconds, peakRssMb }: Measured): string {
  return [
    name.padEnd(12),
    `${String(pages).padStart(7)} pages`,
    `${(pages / seconds).toFixed(0).padStart(6)} pages/s`,
    `${((cpuSeconds / pages) * 1000).toFixed(2).padStart(6)} CPU s per 1,000`,
    `${peakRssMb.toFixed(0).padStart(5)} MB at most`,
    `${links} links in lists`,
  ].join("  ");
}

/** How many articles were read as the site says. */
function compared({ origin, outFile }: Task, pages: readonly PageTruth[]): string {
  const read = new Map<string, ReadPage>();
  for (const text of readFileSync(outFile, "utf8").split("\n")) {
    if (text === "") continue;
    const page = JSON.parse(text) as ReadPage; // written by Results
    read.set(page.url, page);
  }
  const right = { title: 0, date: 0, body: 0 };
  let articles = 0;
  let first: string | null = null;
  for (const { path: own, article } of pages) {
    if (!article) continue;
    articles += 1;
    const page = read.get(`${origin}${own}`);
    const same = {
      title: page?.title === article.title,
      date: page?.date === article.date,
      body: squeezed(page?.body ?? "") === squeezed(article.paragraphs.join("")),
    };
    for (const field of ["title", "date", "body"] as const) right[field] += Number(same[field]);
    if (!(same.title && same.date && same.body)) first ??= `; first of those that differ: ${own}`;
  }
  return `as the site says: title ${right.title}, date ${right.date}, body ${right.body} of ${articles} articles${first ?? ""}`;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}

function ratios(measured: ReadonlyMap<string, Measured>): readonly string[] {
  const speed = (name: string) => {
    const one = measured.get(name);
    return one ? one.pages / one.seconds : null;
  };
  const cpu = (name: string) => {
    const one = measured.get(name);
    return one ? one.cpuSeconds / one.pages : null;
  };
  const told = (text: string, a: number | null, b: number | null, goal: string | null) =>
    a === null || b === null
      ? []
      : [`${text.padEnd(44)} ${(a / b).toFixed(2).padStart(6)}${goal === null ? "" : `  (goal ${goal})`}`];
  return [
    ...told("xuncha / Crawlee, pages/s", speed("xuncha"), speed("crawlee"), "5 or more"),
    ...told("xuncha / Crawlee, CPU a page", cpu("xuncha"), cpu("crawlee"), "0.25 or less"),
    ...told("xuncha with WARC / Crawlee, pages/s", speed("xuncha+warc"), speed("crawlee"), "3 or more"),
    ...told("xuncha / plain undici, pages/s", speed("xuncha"), speed("undici"), "0.4 or more"),
    ...told("xuncha / undici's fetch, pages/s", speed("xuncha"), speed("fetch"), null),
    ...told("undici with htmlparser2's tokens / plain undici", speed("tokens"), speed("undici"), null),
  ];
}

/** Crawlee is no dependency of xuncha: it has a folder, and a lock, of its own. */
function installCrawlee(): boolean {
  const folder = path.join(import.meta.dirname, "crawlee");
  if (existsSync(path.join(folder, "node_modules", "@crawlee"))) return true;
  console.log("installing Crawlee into bench/crawlee");
  return (
    spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" })
      .status === 0
  );
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

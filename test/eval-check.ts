/**
 * Checks every saved page of a folder as `xuncha check` does, and prints what it finds, for a person to look at:
 * `npm run eval:check -- DIR [--as-of DAY] [--verdicts FILE]`. DIR holds pages, or `articles.jsonl`, whose `file` and `url` name them.
 * FILE (default `verdicts.jsonl` in DIR) holds what a careful reader says of each finding, one object a line with
 * `file`, `rule` and `upheld`. Then the share of the findings that are upheld is printed, and those that nobody has judged.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { loadCatalogue } from "../catalogue/load.ts";
import { ANY, outcomesOf } from "../cli/check-item.ts";
import { tell } from "../cli/check-words.ts";
import { fromBytes } from "../cli/checked.ts";
import { placesIn } from "../cli/places.ts";
import type { Instant } from "../domain/time.ts";

interface Verdict {
  readonly file: string;
  readonly rule: string;
  readonly upheld: boolean;
}

process.exitCode = await main(process.argv.slice(2));

async function main([folder, ...options]: readonly string[]): Promise<number> {
  if (!folder) {
    console.error("usage: npm run eval:check -- DIR [--as-of DAY] [--verdicts FILE]");
    return 2;
  }
  const day = optionOf(options, "--as-of");
  const asOf = (day ? `${day}T15:59:59.000Z` : new Date().toISOString()) as Instant;
  const catalogue = await loadCatalogue("regulation-2019", null, "zh");
  const verdicts = linesOf<Verdict>(optionOf(options, "--verdicts") ?? path.join(folder, "verdicts.jsonl"));
  const counts = { pages: 0, findings: 0, undecided: 0, upheld: 0, judged: 0 };
  for (const { file, url } of pagesOf(folder)) {
    const checked = fromBytes(readFileSync(path.join(folder, file)), file);
    const page = checked.kind === "page" ? { ...checked, url: url ?? file, base: url } : checked;
    const lineOf = placesIn(page);
    counts.pages += 1;
    for (const outcome of outcomesOf(page, catalogue, ANY, asOf)) {
      const told = tell(outcome, lineOf, "zh");
      if (told.outcome === "cantTell") counts.undecided += 1;
      if (!("message" in told)) continue;
      const verdict = verdicts.find((given) => given.file === file && given.rule === told.rule);
      counts.findings += 1;
      if (verdict) counts.judged += 1;
      if (verdict?.upheld) counts.upheld += 1;
      const said = verdict ? (verdict.upheld ? "upheld" : "wrong") : "not judged";
      console.log(
        `${file}:${told.line ?? "-"}  ${told.rule}  ${told.confidence}  [${said}]\n  ${told.message}`,
      );
      for (const excerpt of told.excerpts.slice(0, 2)) console.log(`  “${excerpt.slice(0, 160)}”`);
    }
  }
  console.log(`\n${counts.pages} pages, ${counts.findings} findings, ${counts.undecided} undecided`);
  if (counts.judged > 0)
    console.log(
      `upheld: ${(counts.upheld / counts.judged).toFixed(3)}  (${counts.upheld} of ${counts.judged} judged)`,
    );
  return 0;
}

function optionOf(options: readonly string[], name: string): string | null {
  const at = options.indexOf(name);
  return at < 0 ? null : (options[at + 1] ?? null);
}

interface SavedPage {
  readonly file: string;
  readonly url: string | null;
}

function pagesOf(folder: string): readonly SavedPage[] {
  const labelled = linesOf<SavedPage>(path.join(folder, "articles.jsonl"));
  if (labelled.length > 0) return labelled;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:html?|txt|docx)$/i.test(name))
    .sort()
    .map((file) => ({ file, url: null }));
}

function linesOf<T>(file: string): readonly T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as T); // written by a person
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readList } from "../crawler/list-page.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { printedDateIn } from "../crawler/printed-date.ts";

/** One row of `lists.jsonl`: what a person saw on the page. */
interface Label {
  readonly file: string;
  readonly url: string | null;
  readonly itemCount: number;
  readonly first: LabelledRow | null;
  readonly last: LabelledRow | null;
  readonly nextPage: string | null;
}

interface LabelledRow {
  readonly title: string;
  readonly href: string;
  readonly date: string | null;
}

const NOWHERE = "http://page.invalid/";
const [dir] = process.argv.slice(2);
if (!dir) {
  console.error("usage: npm run eval:lists -- DIR   (DIR holds lists.jsonl and the pages it names)");
  process.exit(2);
}
const labels = readFileSync(join(dir, "lists.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => JSON.parse(line) as Label);

const scores = new Map<string, { right: number; of: number }>();
const misses: string[] = [];

for (const label of labels) {
  const file = join(dir, label.file);
  if (!existsSync(file)) {
    misses.push(`${label.file}: no such file`);
    continue;
  }
  const reading = readList(new PageDocument(await textOf(file), label.url));
  const rows = reading.items.known ? reading.items.value : [];
  const got = (row: (typeof rows)[number] | undefined) => ({
    title: row?.title ?? null,
    href: row?.url ?? null,
    date: row?.date?.day ?? null,
  });
  judge(label, "count", label.itemCount, rows.length);
  if (label.first) judgeRow(label, "first", label.first, got(rows[0]));
  if (label.last) judgeRow(label, "last", label.last, got(rows.at(-1)));
  // A label with blanks describes a dead link or a call; it is no address to compare with.
  if (!/\s/.test(label.nextPage ?? ""))
    judge(label, "next", address(label.nextPage, label.url), address(reading.next?.url ?? null, label.url));
}

for (const [name, { right, of }] of scores)
  console.log(`${name.padEnd(12)} ${String(right).padStart(4)}/${of}  ${(right / of).toFixed(3)}`);
for (const miss of misses) console.log(miss);

function judgeRow(
  label: Label,
  which: string,
  expected: LabelledRow,
  got: { readonly title: string | null; readonly href: string | null; readonly date: string | null },
): void {
  judge(label, `${which} title`, folded(expected.title), folded(got.title ?? ""));
  judge(label, `${which} href`, address(expected.href, label.url), address(got.href, label.url));
  const day = expected.date === null ? null : (printedDateIn(expected.date)?.day ?? null);
  if (expected.date === null || day !== null) judge(label, `${which} date`, day, got.date);
}

function judge(label: Label, name: string, expected: unknown, got: unknown): void {
  const score = scores.get(name) ?? { right: 0, of: 0 };
  scores.set(name, score);
  score.of++;
  if (expected === got) score.right++;
  else
    misses.push(
      `${label.file}  ${name}\n  expected ${JSON.stringify(expected)}\n  got      ${JSON.stringify(got)}`,
    );
}

function folded(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function address(href: string | null, base: string | null): string | null {
  if (href === null) return null;
  try {
    return new URL(href, base ?? NOWHERE).href;
  } catch {
    return href;
  }
}

async function textOf(file: string): Promise<string> {
  const bytes = readFileSync(file);
  try {
    const decoder = (await import("../crawler/decode.ts" as string)) as {
      readonly decodePage: (bytes: Uint8Array, contentType: string | null) => { readonly text: string };
    };
    return decoder.decodePage(bytes, null).text;
  } catch {
    return new TextDecoder("utf-8").decode(bytes);
  }
}

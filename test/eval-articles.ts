/**
 * Compares what the reader takes from saved article pages with what a person read there:
 * `npm run eval:articles -- DIR`. DIR holds `articles.jsonl`, one object a line with `file` (relative to DIR),
 * `url`, `title`, `publishDate`, `source`, `docNumber` and `body50`; null or "" where the page prints none.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ArticleReading, readArticle } from "../crawler/article-page.ts";
import { decodePage } from "../crawler/decode.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { printedDateIn } from "../crawler/printed-date.ts";
import type { Reading } from "../crawler/reading.ts";
import { squeeze } from "../crawler/text-of.ts";

interface Label {
  readonly file: string;
  readonly url: string | null;
  readonly title: string;
  readonly publishDate: string | null;
  readonly source: string | null;
  readonly docNumber: string | null;
  readonly body50: string;
}

const FIELDS: Readonly<Record<string, (label: Label, article: ArticleReading) => Compared>> = {
  title: (label, { title }) => compared(label.title.trim(), title, (value) => value),
  date: (label, { publishedOn }) =>
    compared(dayIn(label.publishDate), publishedOn, (date) => (date ? date.day : null)),
  source: (label, { source }) => compared(label.source, source, (value) => value),
  docNumber: (label, { documentNumber }) => compared(label.docNumber, documentNumber, (value) => value),
  body: (label, { body }) =>
    compared([...squeeze(label.body50)].slice(0, 50).join(""), body, (value) =>
      [...squeeze(value)].slice(0, 50).join(""),
    ),
};

interface Compared {
  readonly expected: string | null;
  readonly got: string | null;
  readonly right: boolean;
}

process.exitCode = main(process.argv[2]);

function main(directory: string | undefined): number {
  if (!directory) return fail("usage: npm run eval:articles -- DIR");
  const right = new Map<string, number>();
  const misses: string[] = [];
  let pages = 0;
  try {
    for (const label of labelsIn(directory)) {
      const { text } = decodePage(readFileSync(join(directory, label.file)), null);
      const article = readArticle(new PageDocument(text, label.url ?? null));
      pages++;
      for (const [field, compare] of Object.entries(FIELDS)) {
        const result = compare(label, article);
        if (result.right) right.set(field, (right.get(field) ?? 0) + 1);
        else
          misses.push(
            `${label.file}  ${field}\n  expected ${shown(result.expected)}\n  got      ${shown(result.got)}`,
          );
      }
    }
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  for (const miss of misses) console.log(miss);
  console.log(`\n${pages} pages`);
  for (const field of Object.keys(FIELDS)) {
    const count = right.get(field) ?? 0;
    console.log(
      `${field.padEnd(10)} ${(pages === 0 ? 0 : count / pages).toFixed(3)}  (${count} of ${pages})`,
    );
  }
  return 0;
}

function labelsIn(directory: string): readonly Label[] {
  const path = join(directory, "articles.jsonl");
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.flatMap((line, at) => {
    if (line.trim() === "") return [];
    const label = parsed(line, `${path}:${at + 1}`);
    if (typeof label.file !== "string" || typeof label.title !== "string")
      throw new Error(`${path}:${at + 1}: expected an object with "file" and "title"`);
    return [{ ...label, body50: label.body50 ?? "" }];
  });
}

function parsed(line: string, place: string): Label {
  try {
    return JSON.parse(line) as Label; // its fields are checked by the caller
  } catch {
    throw new Error(`${place}: not JSON`);
  }
}

function compared<T>(
  expected: string | null,
  reading: Reading<T>,
  shape: (value: T) => string | null,
): Compared {
  if (!reading.known) return { expected, got: `(${reading.reason})`, right: false };
  const got = shape(reading.value);
  return { expected, got, right: (expected ?? null) === got };
}

function dayIn(text: string | null): string | null {
  return text ? (printedDateIn(text)?.day ?? null) : null;
}

function shown(value: string | null): string {
  return value === null ? "null" : JSON.stringify(value);
}

function fail(message: string): number {
  console.error(message);
  return 2;
}

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { articleJson, readArticle } from "./article-page.ts";
import { decodePage } from "./decode.ts";
import { PageDocument } from "./page-document.ts";

const FOLDER = new URL("../fixtures/pages/articles/", import.meta.url);

/** What stands beside a sample page in its `.json`. */
interface Expected {
  readonly url: string;
  readonly encoding?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly bodyStarts?: string;
  readonly bodyEnds?: string;
  readonly bodyLacks?: readonly string[];
  readonly carriers?: number;
}

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".html"))
  .map((file) => file.replace(/\.html$/, ""));

describe("sample pages of the publishing systems", () => {
  it.each(names)("%s", (name) => {
    const expected = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")) as Expected;
    const { text, encoding } = decodePage(readFileSync(new URL(`${name}.html`, FOLDER)), null);
    const article = articleJson(text, expected.url);
    expect(article).toMatchObject(expected.facts);
    expect(encoding).toBe(expected.encoding ?? "utf-8");
    const body = article.body ?? "";
    expect(body.slice(0, expected.bodyStarts?.length ?? 0)).toBe(expected.bodyStarts ?? "");
    if (expected.bodyEnds) expect(body.slice(-expected.bodyEnds.length)).toBe(expected.bodyEnds);
    for (const phrase of expected.bodyLacks ?? []) expect(body).not.toContain(phrase);
    const { carriers } = readArticle(new PageDocument(text, expected.url));
    if (expected.carriers !== undefined)
      expect(carriers.known && carriers.value.length).toBe(expected.carriers);
  });
});

import { describe, expect, test } from "vitest";
import { unfitness } from "./page-limits.ts";

describe("a page that came is not read", () => {
  test.each<[string, string, string | null]>([
    ["where its document opens and never closes", "<html><body><ul><li>一", "incomplete"],
    ["not so where only its root closes", "<html><body><p>一</p></html>", null],
    ["not so where only its body closes", "<HTML><BODY><p>一</p></BODY >", null],
    ["not so where it is a fragment that opens no document", "<ul><li>一</li></ul>", null],
    ["not so where nothing stands in it", "", null],
    ["where it has more elements than a tree can hold", "<i>一</i>".repeat(150_000), "too-large"],
    ["where it nests without end", "<div>".repeat(3000), "too-large"],
    ["not so where some hundred tags were never closed", `<html>${"<font>".repeat(500)}</html>`, null],
  ])("%s", (_why, html, reason) => expect(unfitness(html)).toBe(reason));
});

import { describe, expect, test } from "vitest";
import { robotRules } from "./robots.ts";

const rules = (text: string, status = 200) => robotRules("http://portal.test/robots.txt", status, text);
const allows = (text: string, path: string) => rules(text).allows(`http://portal.test${path}`);

describe("robots.txt", () => {
  test("a group of its own outranks that of all robots, whatever names stand beside it", () => {
    const text =
      "User-agent: a\nUser-agent: Xuncha/1.0\nUser-agent: b\nDisallow: /own/\n\nUser-agent: *\nDisallow: /\n";
    expect([allows(text, "/own/"), allows(text, "/open/")]).toEqual([false, true]);
  });

  test("groups of other robots concern nobody else", () => {
    expect(allows("User-agent: other\nDisallow: /\n", "/a")).toBe(true);
  });

  test("thousands of names above thousands of rules are read at once", () => {
    const text = `${"User-agent: a\n".repeat(15_000)}User-agent: *\n${"Disallow: /closed/\n".repeat(15_000)}`;
    expect([allows(text, "/closed/"), allows(text, "/")]).toEqual([false, true]);
  });

  test.each(["<!-- 404 -->\nUser-agent: *\nDisallow: /", "\uFEFF  <div>Disallow: /</div>", "<html>"])(
    "markup holds no rules",
    (text) => expect(allows(text, "/a")).toBe(true),
  );

  test.each<[string, number | null]>([
    ["5", 5],
    ["0", null],
    ["-3", null],
    ["soon", null],
    ["86400", 30],
  ])("a delay of %s is one of %s seconds", (delay, seconds) =>
    expect(rules(`User-agent: *\nCrawl-delay: ${delay}\n`).crawlDelay).toBe(seconds),
  );
});

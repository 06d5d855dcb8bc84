import { describe, expect, test } from "vitest";
import { MOST_ROBOTS_BYTES, robotRules } from "./robots.ts";

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

  test("a sitemap between names and rules ends no group; groups of one name are one", () => {
    const text =
      "User-agent: a\nUser-agent: *\nSitemap: /map.xml\nDisallow: /closed/\n\nUser-agent: b\nDisallow: /\n\nUser-agent: *\nDisallow: /later/\n";
    expect(["/closed/", "/later/", "/open/"].map((path) => allows(text, path))).toEqual([false, false, true]);
  });

  test("a group of its own without a rule allows everything", () => {
    expect(allows("User-agent: *\nDisallow: /\n\nUser-agent: xuncha\n", "/a")).toBe(true);
  });

  test("the longest match decides, and of two as long the one that allows", () => {
    const text =
      "User-agent: *\nDisallow: /a/\nAllow: /a/b/\nDisallow: /a/b/c\nAllow: /same\nDisallow: /same\n";
    expect(["/a/x", "/a/b/x", "/a/b/c", "/same"].map((path) => allows(text, path))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test.each<[rule: string, path: string, matches: boolean]>([
    ["/*.doc$", "/a/b.doc", true],
    ["/*.doc$", "/a/b.docx", false],
    ["/*?page=", "/list?page=2", true],
    ["/a*/", "/abc", false],
    ["/%7Ejoe/", "/~joe/", true],
    ["/~joe/", "/%7ejoe/", true],
    ["/a%3cd", "/a%3Cd", true],
    ["/通知/", "/%E9%80%9A%E7%9F%A5/", true],
    ["/%e9%80%9a", "/通知", true],
    ["/a%2fb", "/a/b", false],
    ["/star-%2A", "/star-*", true],
    ["/money-%24", "/money-$", true],
    ["/a[1]", "/a[1]", true],
    ["/a b", "/a%20b", true],
    ["admin", "/admin", false],
  ])("rule %s and address %s", (rule, path, matches) =>
    expect(allows(`User-agent: *\nDisallow: ${rule}\n`, path)).toBe(!matches),
  );

  test("names and fields as people write them are understood", () => {
    expect(allows("useragent : XunCha patrol\nDissalow : /a # closed\n", "/a")).toBe(false);
  });

  test("thousands of names above thousands of rules are read at once", () => {
    const text = `${"User-agent: a\n".repeat(15_000)}User-agent: *\n${"Disallow: /closed/\n".repeat(15_000)}`;
    expect([allows(text, "/closed/"), allows(text, "/")]).toEqual([false, true]);
  });

  test("a file longer than the limit is cut at a whole line", () => {
    const line = "Disallow: /closed/long/\n";
    const text = `User-agent: *\n${line.repeat(MOST_ROBOTS_BYTES / line.length)}Disallow: /late/\n`;
    expect(["/closed/", "/closed/long/", "/late/"].map((path) => allows(text, path))).toEqual([
      true,
      false,
      true,
    ]);
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

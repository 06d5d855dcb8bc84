import { describe, expect, test } from "vitest";
import { bearsTitle, columnMark, itemMarks, pageMark, unitMark } from "./drift-marks.ts";
import { column, item, known, unknown } from "./example.ts";

test.each([
  ["关于做好防汛工作的通知", "关于做好防汛工作的通知", true],
  ["关于做好防汛工作的通知", "关于做好防汛…", true],
  ["关于做好防汛工作的通知", "关于做好防汛......", true],
  ["防汛工作的通知", "【通知】防汛工作的通知", true],
  ["关于做好 防汛\n工作的通知", "关于做好防汛工作的通知", true],
  ["系统繁忙", "关于做好防汛工作的通知", false],
  ["", "关于做好防汛工作的通知", false],
  ["关于做好防汛工作的通知", "…", false],
])("an article %j under %j in its list bears its title: %j", (title, listTitle, bears) => {
  expect(bearsTitle(item({ title: known(title), listTitle }))).toBe(bears);
});

test("an article whose title was not read bears none", () => {
  expect(bearsTitle(item({ title: unknown("unreadable") }))).toBe(false);
});

describe("what a column shows", () => {
  const page = item().title.page as NonNullable<ReturnType<typeof item>["title"]["page"]>;
  const rows = (count: number, rest: Parameters<typeof item>[0] = {}) =>
    Array.from({ length: count }, (_, n) => item({ url: `http://portal.test/${n}.html`, ...rest }));
  const markOf = (items: readonly ReturnType<typeof item>[]) => columnMark(column("05.01", items), page);

  test("is its list, however long; the last address makes a difference", () => {
    expect(markOf(rows(3))).toBe(markOf(rows(3)));
    expect(markOf(rows(3))).not.toBe(markOf(rows(4)));
    expect(markOf(rows(300))).not.toBe(markOf(rows(301)));
    expect(markOf(rows(3000)).length).toBeLessThan(700);
  });

  test("is its page where it shows no list now", () => {
    const carried = rows(3, { carriedFrom: "2016-12-20T00:00:00.000Z" });
    expect(markOf([])).toBe(pageMark(page.sha256));
    expect(markOf(carried)).toBe(pageMark(page.sha256));
    expect(columnMark(column("05.01", "timeout"), page)).toBe(pageMark(page.sha256));
  });

  test("is told from a page that units show for their own", () => {
    expect(unitMark("a")).not.toBe(pageMark("a"));
    expect(unitMark("a")).not.toBe(unitMark("b"));
  });
});

describe("what an item's page shows that does not bear its title", () => {
  const busy = { listTitle: "关于放假的通知", title: known("系统繁忙"), body: known("请稍后再试") };
  const page = pageMark("0".repeat(64));
  const answered = (status: number) => {
    const { title } = item(busy);
    return title.known ? { ...title, page: { ...title.page, status } } : title;
  };

  test("is its bytes, and its words as far as they were read", () => {
    expect(itemMarks(item(busy))).toEqual([page, expect.stringContaining("系统繁忙\n请稍后再试")]);
    expect(itemMarks(item({ ...busy, body: unknown("unreadable") }))).toEqual([page]);
    const unread = { ...unknown("unreadable"), page: busy.title.page } as ReturnType<typeof known<string>>;
    expect(itemMarks(item({ ...busy, title: unread }))).toEqual([page]);
  });

  test.each<[string, Parameters<typeof item>[0]]>([
    ["it bears it", { ...busy, title: known(busy.listTitle) }],
    ["nothing answered", { ...busy, title: unknown("timeout") }],
    ["it answers 300", { ...busy, title: answered(300) }],
    ["it answers 404", { ...busy, title: answered(404) }],
  ])("is nothing where %s", (_why, facts) => expect(itemMarks(item(facts))).toEqual([]));
});

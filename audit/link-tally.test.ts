import { describe, expect, test } from "vitest";
import type { ColumnFacts, Fact, ItemFacts, Page, UnitLink, UnitLinks } from "../domain/snapshot.ts";
import { column, item, known, unknown } from "./example.ts";
import { isDead, LinkTally } from "./link-tally.ts";

/** What an address answered: its status, known by its page. */
function answered(url: string, status: number): Fact<number> {
  const page: Page = { url, fetchedAt: "2016-12-31T04:00:00.000Z", status, sha256: "0" };
  return { known: true, value: status, page, excerpt: "" };
}

function link(url: string, status: number, pages = 1): UnitLink {
  const answer = answered(url, status);
  return { url, name: "某栏目", column: null, pages, answer, again: answer };
}

interface Unit {
  readonly links?: UnitLinks | undefined;
  readonly columns?: readonly ColumnFacts[];
  readonly items?: readonly ItemFacts[];
}

function found(units: readonly Unit[]) {
  const tally = new LinkTally();
  for (const { links, columns = [], items = [] } of units) tally.add(links, columns, items);
  return tally.found();
}

const showing = (...asked: readonly UnitLink[]): Unit => ({ links: { pages: 2, asked, unasked: [] } });
const plain = (): Unit => showing();
const DEAD = "http://a.test/gone.html";
const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));

describe("a dead link is the template's", () => {
  const templates = (units: readonly Unit[]) => found(units).templates;

  test("where three units show it that are half of all", () => {
    expect(templates(many(3, () => showing(link(DEAD, 404))))).toEqual([DEAD]);
    expect(templates([...many(3, () => showing(link(DEAD, 410))), ...many(3, plain)])).toEqual([DEAD]);
    expect(templates([...many(3, () => showing(link(DEAD, 404))), ...many(4, plain)])).toEqual([]);
    expect(templates(many(2, () => showing(link(DEAD, 404))))).toEqual([]);
  });

  test("where three units show it on most of their pages, however few they are", () => {
    const framed = (pages: number, shown: number): Unit => ({
      links: { pages, asked: [link(DEAD, 404, shown)], unasked: [] },
    });
    const others = many(20, plain);
    expect(templates([...many(3, () => framed(10, 6)), ...others])).toEqual([DEAD]);
    expect(templates([...many(3, () => framed(3, 2)), ...others])).toEqual([DEAD]);
    expect(templates([...many(3, () => framed(10, 5)), ...others])).toEqual([]);
    // Of two pages one is no custom.
    expect(templates([...many(3, () => framed(2, 2)), ...others])).toEqual([]);
    expect(templates([...many(2, () => framed(10, 10)), ...others])).toEqual([]);
  });

  test("not where it answers, or where nothing answered", () => {
    expect(templates(many(3, () => showing(link(DEAD, 200))))).toEqual([]);
    const silent = { ...link(DEAD, 404), answer: unknown("timeout") };
    expect(templates(many(3, () => showing(silent)))).toEqual([]);
  });

  test("units of which no page was looked through say nothing of it", () => {
    const unseen: Unit = { links: { pages: 0, asked: [], unasked: [] } };
    expect(templates([...many(3, () => showing(link(DEAD, 404))), ...many(9, () => unseen)])).toEqual([DEAD]);
    // Evidence of an earlier version knows of no links.
    expect(templates([...many(3, () => showing(link(DEAD, 404))), ...many(9, () => ({}))])).toEqual([DEAD]);
  });

  test("several come in order of their addresses", () => {
    const [b, a] = ["http://a.test/b.html", "http://a.test/a.html"];
    expect(templates(many(3, () => showing(link(b, 404), link(a, 404))))).toEqual([a, b]);
  });
});

describe("a host is the portal's own and well", () => {
  const hosts = (...units: readonly Unit[]) => found(units).hosts;
  const at = (url: string, status = 200): Fact<string> => {
    const page: Page = { url, fetchedAt: "2016-12-31T04:00:00.000Z", status, sha256: "0" };
    return { known: true, value: "题", page, excerpt: "题" };
  };

  test("where a list, a text or an article of a unit answered", () => {
    const list = column("05.01", []);
    expect(hosts({ columns: [list] })).toEqual(["portal.test"]);
    const text = column("02.01", "no-dates", { text: at("http://text.test/jg.html") });
    expect(hosts({ columns: [text] })).toEqual(["text.test"]);
    expect(hosts({ items: [item({ title: at("http://b.test/1.html") })] })).toEqual(["b.test"]);
    expect(hosts({ items: [item({ title: at("http://b.test/1.html", 404) })] })).toEqual([]);
    expect(hosts({ items: [item({ title: unknown("timeout") })] })).toEqual([]);
    expect(
      hosts({ items: [item({ title: known("题") })] }, { columns: [column("05.01", "timeout")] }),
    ).toEqual(["portal.test"]);
  });

  test("not by what an earlier patrol read", () => {
    const carried = item({
      title: at("http://b.test/1.html"),
      carriedFrom: "2016-12-01T00:00:00.000Z",
    });
    expect(hosts({ items: [carried] })).toEqual([]);
  });

  test("where a link that was asked for answered", () => {
    expect(hosts(showing(link("http://c.test/1.html", 200), link("http://a.test/1.html", 302)))).toEqual([
      "a.test",
      "c.test",
    ]);
    expect(hosts(showing(link("http://c.test/1.html", 403)))).toEqual([]);
    expect(hosts(showing(link(DEAD, 404)))).toEqual([]);
  });

  test("not where more than a quarter of what was asked for is gone, five addresses or more", () => {
    const asked = (gone: number, there: number) =>
      showing(
        ...many(gone, (n) => link(`http://a.test/gone${n}.html`, 404)),
        ...many(there, (n) => link(`http://a.test/${n}.html`, 200)),
      );
    expect(hosts(asked(5, 15))).toEqual(["a.test"]);
    expect(hosts(asked(5, 14))).toEqual([]);
    expect(hosts(asked(4, 1))).toEqual(["a.test"]);
    // The same dead address at many units is one.
    expect(hosts(...many(9, () => showing(link(DEAD, 404), link("http://a.test/1.html", 200))))).toEqual([
      "a.test",
    ]);
    // Another host's trouble is its own.
    expect(hosts(asked(5, 14), showing(link("http://b.test/1.html", 200)))).toEqual(["b.test"]);
  });
});

test("a link is dead that said so twice", () => {
  const once = (answer: number, again: number) =>
    isDead({ ...link(DEAD, answer), again: answered(DEAD, again) });
  expect(once(404, 404)).toBe(true);
  expect(once(410, 404)).toBe(true);
  expect(once(404, 200)).toBe(false);
  expect(once(200, 404)).toBe(false);
  expect(isDead({ ...link(DEAD, 404), again: unknown("timeout") })).toBe(false);
});

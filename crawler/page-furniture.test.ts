import { expect, test } from "vitest";
import type { ItemFacts } from "../domain/snapshot.ts";
import type { GatheredColumn } from "./gather-column.ts";
import { itemFrom, unreadPage } from "./gather-item.ts";
import { furnitureColumns } from "./page-furniture.ts";

const ROOT = "http://portal.test";
const BESIDE = ["/xw/1.html", "/xw/2.html"];

/** A column whose page links its own entries and what stands beside them, and whose list was read as `listed`. */
function column(slug: string, own: readonly string[], listed: readonly string[]): GatheredColumn {
  const page = {
    url: `${ROOT}/${slug}/`,
    fetchedAt: "2016-12-31T04:00:00.000Z",
    status: 200,
    sha256: "0",
  } as const;
  const html = [...own, ...BESIDE].map((href) => `<a href="${href}">${href}</a>`).join("");
  const items = listed.map(
    (href): ItemFacts =>
      itemFrom(
        { url: `${ROOT}${href}`, title: href, date: null, listPage: page },
        unreadPage("not-patrolled", null),
      ),
  );
  return {
    opening: { html, page },
    facts: {
      column: { name: slug, url: page.url, path: [], category: null, origin: "discovered" },
      listing: { known: true, value: { items, readFrom: "start", emptyNotice: null }, page, excerpt: "" },
      text: { known: true, value: "", page, excerpt: "" },
    },
  };
}

const FULL = ["a", "b", "c"].map((slug) => column(slug, [`/${slug}/1.html`], [`/${slug}/1.html`]));

test("a list that every page shows is not the column's", () => {
  const empty = column("d", [], BESIDE);
  expect([...furnitureColumns([...FULL, empty])]).toEqual([empty]);
});

test("a column whose entries stand beside every other's keeps them", () => {
  const news = column("xw", BESIDE, BESIDE);
  expect(furnitureColumns([...FULL, news]).size).toBe(0);
});

test("two pages alone do not tell what all pages share", () => {
  expect(furnitureColumns([...FULL.slice(0, 2), column("d", [], BESIDE)]).size).toBe(0);
});

import { expect, test } from "vitest";
import { readList } from "./list-page.ts";
import { PageDocument } from "./page-document.ts";
import { type ArrivedPage, furnitureOf, isOverview } from "./page-furniture.ts";

const ROOT = "http://portal.test";
const BESIDE = [
  ["/xw/t20161230_1.html", "我市召开年度经济工作会议"],
  ["/xw/t20161229_2.html", "市领导走访慰问困难企业"],
  ["/xw/t20161228_3.html", "全市重点项目集中开工建设"],
] as const;
type Rows = readonly (readonly [href: string, title: string])[];

const rowsOf = (rows: Rows) =>
  rows.map(([href, title]) => `<li><a href="${href}">${title}</a><span>2016-12-01</span></li>`).join("");

function arrived(html: string, url: string): ArrivedPage {
  return {
    document: new PageDocument(html, url),
    page: { url, fetchedAt: "2016-12-31T04:00:00.000Z", status: 200, sha256: "0" },
  };
}

/** A column's page: its own list, and beside it what every page of the site shows. */
function column(slug: string, own: Rows): ArrivedPage {
  return arrived(
    `<title>${slug}</title><div class="main"><ul>${rowsOf(own)}</ul></div><div class="box"><ul>${rowsOf(BESIDE)}</ul></div>`,
    `${ROOT}/${slug}/`,
  );
}

const one = (slug: string): Rows => [[`/${slug}/t20161201_1.html`, `${slug}类事项有关情况的公告`]];
const FULL = ["a", "b", "c"].map((slug) => column(slug, one(slug)));

const read = (arrived: ArrivedPage, all: readonly ArrivedPage[]) => {
  const { items } = readList(arrived.document, furnitureOf(all)(arrived));
  return items.known ? items.value.map(({ url }) => url.replace(ROOT, "")) : items.reason;
};

test("a list that every page shows is not the column's, which has none", () => {
  const empty = column("d", []);
  expect(read(empty, [...FULL, empty])).toBe("unreadable");
});

test("nor where the column's own is shorter", () => {
  const [first] = FULL;
  expect(first && read(first, [...FULL, column("d", [])])).toEqual(["/a/t20161201_1.html"]);
});

test("a column whose entries stand beside every other's keeps them", () => {
  const news = column("xw", BESIDE);
  expect(read(news, [...FULL, news])).toEqual(BESIDE.map(([href]) => href));
});

test("a menu that a layout by tables runs into a list of one record is left out", () => {
  const menu = ["a", "b", "c", "d", "e", "f", "g"]
    .map((slug) => `<tr><td><a href="/list.asp?id=${slug}1">${slug}类事项</a></td></tr>`)
    .join("");
  const tables = (slug: string) =>
    arrived(
      `<table><tr><td><table>${menu}</table></td><td><table><tr><td><a href="/show.asp?id=9${slug}">${slug}类事项有关情况的公告</a></td><td>(2016-12-01)</td></tr></table><p>共1条信息 第1页/共1页</p></td></tr></table>`,
      `${ROOT}/list.asp?id=${slug}1`,
    );
  const pages = ["a", "b", "c", "d"].map(tables);
  expect(pages.map((page) => read(page, pages))).toEqual(
    ["a", "b", "c", "d"].map((slug) => [`/show.asp?id=9${slug}`]),
  );
});

test("two pages alone do not tell what all pages share", () => {
  const { page } = column("d", []);
  const arrived = column("d", BESIDE);
  const isFurniture = furnitureOf([...FULL.slice(0, 2), arrived])({ ...arrived, page });
  expect(isFurniture(`${ROOT}/xw/t20161230_1.html`)).toBe(false);
});

test("an overview links columns, some of them below it, and nothing else; a page without links of its own is none", () => {
  const isColumn = (url: string) => /^http:\/\/portal\.test\/[a-d]\/$/.test(url);
  const isBelow = (url: string) => /^http:\/\/portal\.test\/[a-c]\/$/.test(url);
  const is = (own: Rows) => {
    const arrived = column("e", own);
    return isOverview(arrived, furnitureOf([...FULL, arrived])(arrived), isColumn, isBelow);
  };
  const columns: Rows = [
    ["/a/", "甲类事项"],
    ["/b/", "乙类事项"],
  ];
  expect(is(columns)).toBe(true);
  expect(is([...columns, ...one("e")])).toBe(false);
  expect(is([])).toBe(false);
  expect(is([...columns, ["/d/", "丁类事项"]])).toBe(true);
  expect(is([["/d/", "丁类事项"]])).toBe(false);
});

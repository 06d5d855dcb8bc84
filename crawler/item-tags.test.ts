import { expect, test } from "vitest";
import { TAG_NAMES } from "../domain/snapshot.ts";
import { readArticle } from "./article-page.ts";
import { itemTagsOf } from "./item-tags.ts";
import { PageDocument } from "./page-document.ts";

const ORDINARY = {
  SiteName: "青澜市人民政府",
  SiteDomain: "www.qinglan.example.gov.cn",
  SiteIDCode: "4299020001",
  ColumnName: "工作动态",
  ColumnType: "政务公开",
  ArticleTitle: "市民政局召开养老服务工作会议",
  PubDate: "2016-12-28 09:30",
  ContentSource: "市民政局",
};

test.each([
  ["all are there and true", {}, {}],
  [
    "the site's name is added to the title",
    { ArticleTitle: "市民政局召开养老服务工作会议-青澜市人民政府" },
    {},
  ],
  ["the date is written otherwise", { PubDate: "2016年12月28日" }, {}],
  ["a ministry's code", { SiteIDCode: "bm64130001" }, {}],
  ["one is not there", { SiteIDCode: null }, { missing: ["SiteIDCode"] }],
  ["one is empty", { ColumnName: " " }, { empty: ["ColumnName"] }],
  ["one says null", { ColumnType: "null" }, { empty: ["ColumnType"] }],
  ["the template's variable", { ContentSource: "$" + "{doc.source}" }, { empty: ["ContentSource"] }],
  [
    "another article's title",
    { ArticleTitle: "市民政局走访福利院" },
    { odd: { ArticleTitle: "市民政局走访福利院" } },
  ],
  ["a variable in other signs", { ArticleTitle: "{{ doc.title }}" }, { empty: ["ArticleTitle"] }],
  ["a variable before which stands a mark", { ContentSource: "$!{source}" }, { empty: ["ContentSource"] }],
  ["a variable without brackets", { ColumnName: "$channel.name" }, { empty: ["ColumnName"] }],
  ["a variable of a page's comment", { ColumnName: "<$[栏目名称]>begin" }, { empty: ["ColumnName"] }],
  ["the template's own element", { ColumnType: "<TRS_CHANNEL FIELD='X'/>" }, { empty: ["ColumnType"] }],
  ["the title escaped twice", { ArticleTitle: "市民政局召开&amp;ldquo;养老服务&amp;rdquo;工作会议" }, {}],
  ["an instant of the evening before, universal time", { PubDate: "2016-12-27T16:30:00Z" }, {}],
  [
    "an instant of the same day, universal time",
    { PubDate: "2016-12-28T16:30:00Z" },
    { odd: { PubDate: "2016-12-28T16:30:00Z" } },
  ],
  ["another day", { PubDate: "2015-01-05" }, { odd: { PubDate: "2015-01-05" } }],
  ["no day", { PubDate: "今天" }, { odd: { PubDate: "今天" } }],
  ["a code that is none", { SiteIDCode: "政府网站标识码" }, { odd: { SiteIDCode: "政府网站标识码" } }],
])("tags of an article: %s", (_, changed, expected) => {
  expect(tagsOf(changed)).toEqual({ missing: [], empty: [], odd: {}, ...expected });
});

test("a page without tags lacks all of them", () => {
  const none = Object.fromEntries(TAG_NAMES.map((name) => [name, null]));
  expect(tagsOf(none)).toEqual({ missing: TAG_NAMES, empty: [], odd: {} });
});

function tagsOf(changed: Readonly<Record<string, string | null>>) {
  const tags = Object.entries({ ...ORDINARY, ...changed }).flatMap(([name, content]) =>
    content === null ? [] : [`<meta name="${name}" content="${content}">`],
  );
  const html = `<html><head><title>市民政局召开养老服务工作会议</title>${tags.join("")}</head><body>
<h1>市民政局召开养老服务工作会议</h1><div>发布时间：2016-12-28　来源：市民政局</div>
<div class="content"><p>12月28日，市民政局召开会议，部署全市养老服务工作，各科室和局属单位负责人参加。</p><p>会议要求，各单位对照任务清单抓好落实。</p></div></body></html>`;
  return itemTagsOf(readArticle(new PageDocument(html, "http://portal.test/1.html")));
}

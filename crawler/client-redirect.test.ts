import { expect, test } from "vitest";
import { clientRedirectOf } from "./client-redirect.ts";
import { PageDocument } from "./page-document.ts";

const PAGE = "http://www.example.gov.cn/zwgk/index.html";
const TARGET = "http://www.example.gov.cn/zwgk/gsgg/";

test.each([
  `<html><head><meta http-equiv="Refresh" content="0;URL=./gsgg/"></head></html>`,
  `<script>var lm="公开"; if(lm=="公开"){ document.write('<meta http-equiv="Refresh" content="0;URL=/zwgk/gsgg/" />'); }</script>`,
  `<script>window.location.href='gsgg/';</script>`,
  `<script>location.replace("/zwgk/gsgg/")</script>`,
  `<body onload="window.location='/zwgk/gsgg/'"></body>`,
  `<frameset rows="100%"><frame src="/zwgk/gsgg/" name="main"></frameset>`,
])("%s", (html) => {
  expect(clientRedirectOf(new PageDocument(html, PAGE))).toBe(TARGET);
});

test.each([
  [
    "a page with content of its own",
    `<p>${"县林业局负责全县林业工作。".repeat(20)}</p><script>location.href="/m/";</script>`,
  ],
  ["a function that waits for a click", `<script>function go(u){ location.href = u; }</script>`],
  ["a refresh of the page itself", `<meta http-equiv="refresh" content="0;url=${PAGE}">`],
  ["a commented refresh", `<!-- <meta http-equiv="refresh" content="0;url=/a/"> -->`],
  ["a slow refresh", `<meta http-equiv="refresh" content="300;url=/a/">`],
])("not %s", (_, html) => {
  expect(clientRedirectOf(new PageDocument(html, PAGE))).toBeNull();
});

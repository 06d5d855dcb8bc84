import { expect, test } from "vitest";
import { readArticle } from "./article-page.ts";
import { ArticleThreads } from "./article-threads.ts";
import { type Came, viewOf } from "./page-view.ts";

test("a page reads the same in a thread as here", async () => {
  const busy = new ArticleThreads(1, () => true);
  const pages = Array.from({ length: 240 }, (_, at) => cameOf(at));
  // Beside the first hundred there is no thread yet.
  for (const came of pages.slice(0, 100)) await busy.read(came);
  const read = await Promise.all(pages.map((came) => busy.read(came)));
  expect(busy.threads).toBe(1);
  expect(busy.readInThreads).toBeGreaterThan(0);
  expect(read).toEqual(pages.map((came) => viewOf(came, readArticle)));
});

test("a process that is not busy starts no thread", async () => {
  const idle = new ArticleThreads(1, () => false);
  for (let at = 0; at < 120; at++) await idle.read(cameOf(at));
  expect(idle.threads).toBe(0);
});

test("what a thread leaves unread because it ended is read here", async () => {
  const failing = new ArticleThreads(1, () => true, new URL("data:text/javascript,process.exit(1)"));
  for (let at = 0; at < 100; at++) await failing.read(cameOf(at));
  const pages = Array.from({ length: 40 }, (_, at) => cameOf(at));
  const read = await Promise.all(pages.map((came) => failing.read(came)));
  expect(read).toEqual(pages.map((came) => viewOf(came, readArticle)));
});

/** An article, a page that leads on, and one that was cut short. */
function cameOf(at: number): Came {
  const url = `http://www.example.gov.cn/zwgk/t20260401_${at}.html`;
  const text = `关于第${at}次会议的通知`;
  const article = `<html><head><title>${text}</title></head><body><h1>${text}</h1><p>发布时间：2026-04-01 来源：市政府办公室</p><div id="zoom">${"<p>各单位：现将有关事项通知如下，请认真贯彻执行。</p>".repeat(9)}</div></body></html>`;
  const kinds = [
    article,
    '<html><head><meta http-equiv="refresh" content="0;url=/b.html"></head><body></body></html>',
    article.slice(0, 300),
  ];
  return { url, form: null, body: Buffer.from(kinds[at % kinds.length] ?? ""), contentType: "text/html" };
}

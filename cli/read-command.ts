import { articleJson } from "../crawler/article-page.ts";
import { listJson, readList } from "../crawler/list-page.ts";
import { navigationJson } from "../crawler/navigation.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { type BrowserWish, browserFrom } from "./browser.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { onePage } from "./one-page.ts";
import type { Output } from "./output.ts";
import type { PageKind } from "./page-kinds.ts";

/** `xuncha read`: what the crawler reads from one page, without judging it. */
export async function readCommand(
  target: string,
  {
    as,
    base,
    json,
    browser: wish,
  }: {
    readonly as: PageKind | null;
    readonly base: string | null;
    readonly json: boolean;
    /** null: the page is read as it came. */
    readonly browser: BrowserWish | null;
  },
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const browser = wish && browserFrom(wish, output.log);
  const page = await onePage(target, base, signal, browser).finally(() => browser?.close());
  const reading: object = page.ok
    ? readingOf(page.text, page.url, as)
    : { kind: as ?? "article", url: page.url, unknown: { page: page.reason } };
  output.result(json ? JSON.stringify(reading, null, 2) : linesOf(reading));
  return EXIT.complete;
}

function readingOf(html: string, url: string | null, as: PageKind | null): object {
  switch (as ?? guess(html, url)) {
    case "article":
      return articleJson(html, url);
    case "list":
      return listJson(html, url);
    case "navigation":
      return navigationJson(html, url);
  }
}

/** Without being told: a page that shows dated records and no article of its own is a list. */
function guess(html: string, url: string | null): PageKind {
  const { items } = readList(new PageDocument(html, url));
  const dated = items.known ? items.value.filter(({ date }) => date !== null).length : 0;
  return dated >= 3 && articleJson(html, url).publishedOn === null ? "list" : "article";
}

function linesOf(reading: object): string {
  return Object.entries(reading)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value, null, 2)}`)
    .join("\n");
}

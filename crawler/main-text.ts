import { headingOf } from "./article-title.ts";
import { carriersOf } from "./attachments.ts";
import { bodyLinesOf } from "./body-lines.ts";
import { bodyRegionOf, isFrame, type Region } from "./body-region.ts";
import { guarded } from "./guarded.ts";
import { isOtherPage, noArticleReason } from "./no-article.ts";
import type { PageDocument } from "./page-document.ts";
import { isTemplate, type Line, type PageLines } from "./page-lines.ts";
import { type Reading, read, unread } from "./reading.ts";
import { squeeze } from "./text-of.ts";

/** Less text than this may be a caption beside what carries the content. */
const LITTLE_TEXT = 20;
/** A call for data, or an application that draws the page. */
const FILLS =
  /\$\.(?:ajax|get|post|getJSON)\s{0,9}\(|\bfetch\s{0,9}\(|XMLHttpRequest|axios|\bnew\s{1,9}Vue\b|createApp\s{0,9}\(|\.load\s{0,9}\(|loadPageData|buildstatic|dataproxy/;
const APPLICATION =
  /<script[^>]{0,200}src=["'][^"']{0,200}(?:chunk-vendors|\/app\.[\da-f]{6,}|webpack|umi\.)/i;

/**
 * The text of a column's own page, as 机构职能 has it: without menus, breadcrumbs, footers and friend links.
 * Known only where the page says it in text, or where its place for text is empty beyond doubt; a place that
 * pictures, frames or a script fill is unknown.
 */
export function mainTextOf(document: PageDocument): Reading<string> {
  return guarded(
    () => textIn(document),
    () => unread("unreadable"),
  );
}

function textIn(document: PageDocument): Reading<string> {
  const { html, lines: page, labels } = document;
  const reason = noArticleReason(document);
  if (reason) return unread(reason);
  const heading = headingOf(page, labels, document.tags, "column");
  const region = bodyRegionOf(page, labels, heading) ?? bodyRegionOf(page, labels, null);
  if (!region) return unread(isFilledByScript(html, page) ? "needs-browser" : "unreadable");
  const lines = bodyLinesOf(page, region, labels, heading);
  const text = lines.join("\n");
  if (lines.length > 0 && lines.every(isTemplate)) return unread("needs-browser");
  if (squeeze(text).length >= LITTLE_TEXT) return read(text, text.slice(0, 80));
  if (carriersOf(page, region, null).length > 0) return unread("unreadable");
  if (waits(page, region) || page.withheld || isFilledByScript(html, page)) return unread("needs-browser");
  // A main place that holds links to other pages, as 领导分工 does, says what they say.
  const links = linkedLines(page, region).join("\n");
  if (squeeze(links).length >= LITTLE_TEXT && region.certain) return read(links, links.slice(0, 80));
  if (links !== "" || isOtherPage(page, labels, heading, region, lines)) return unread("unreadable");
  return region.certain ? read(text) : unread("unreadable");
}

function waits(page: PageLines, region: Region): boolean {
  return page.lines.slice(region.first, region.end).some((line) => line.text === "" && !line.block.hidden);
}

function isFilledByScript(html: string, page: PageLines): boolean {
  return page.scripts.some(({ code }) => FILLS.test(code)) || APPLICATION.test(html);
}

function linkedLines(page: PageLines, region: Region): readonly string[] {
  const shown = (line: Line) => line.linkChars > 0 && !line.block.hidden && !isFrame(line);
  return page.lines
    .slice(region.first, region.end)
    .filter(shown)
    .map(({ text }) => text);
}

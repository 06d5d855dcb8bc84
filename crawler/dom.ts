import type { AnyNode, Document, Element } from "domhandler";
import { parseDocument } from "htmlparser2";
import { quickTree } from "./quick-parse.ts";

/** A page as a tree. Never throws: whatever is broken is read as far as it goes. */
export function parseHtml(html: string): Document {
  const within = nestedWithin(html);
  return quickTree(within) ?? parseDocument(within);
}

/** Pages of text nest some fifteen; broken ones, whose tags are never closed, some hundreds. */
const DEEPEST = 2_000;
/** Elements that nothing but their own end tag closes. */
const NESTING = /<(\/?)(?:div|span|font|b|i|u|em|strong|center|table|ul|ol|section|article|blockquote)\b/gi;

/** Whether `parseHtml` leaves off before the page's end, because its elements nest too deep. */
export function nestsTooDeep(html: string): boolean {
  return nestedWithin(html).length < html.length;
}

/** Whether a page has more than so many tags, of any kind. */
export function hasMoreTagsThan(most: number, html: string): boolean {
  if (html.length <= most) return false;
  let count = 0;
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}

/** The page that was asked for last, and as far as it is read: it is asked for before it is parsed, and then. */
let checked = { html: "", within: "" };

/** The page up to where its elements nest so deep that reading on would take a parser minutes. No page of text does. */
function nestedWithin(html: string): string {
  if (checked.html !== html) checked = { html, within: upToDeepest(html) };
  return checked.within;
}

function upToDeepest(html: string): string {
  // With no more tags than that nothing can nest so deep.
  if (!hasMoreTagsThan(DEEPEST, html)) return html;
  let depth = 0;
  for (const tag of html.matchAll(NESTING)) {
    depth += tag[1] ? -1 : 1;
    if (depth > DEEPEST) return html.slice(0, tag.index);
    if (depth < 0) depth = 0;
  }
  return html;
}

/** A page whose `#…` tells which of its categories it shows. */
const ROUTED = /\/gkmlpt\/index$/;

/** `href` made absolute against `base`; null where it is no http(s) address (script, mail, fragment only). */
export function absolute(href: string, base: string | null): string | null {
  const trimmed = href.trim();
  if (trimmed === "" || trimmed.startsWith("#") || /^(?:javascript|mailto|tel|data|about):/i.test(trimmed))
    return null;
  // Without a base an address stays as written.
  if (base === null) return trimmed;
  try {
    const url = new URL(trimmed, base);
    if (!ROUTED.test(url.pathname)) url.hash = "";
    // A servlet's session stands in every address of a page, another one on each visit.
    if (url.pathname.includes(";")) url.pathname = url.pathname.replace(/;jsessionid=[^/]*$/i, "");
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** What relative addresses of a page at `url` are relative to: `url`, or the `<base>` that it names. */
export function baseOf(html: string, url: string | null): string | null {
  if (url === null || !/<base\b/i.test(html)) return url;
  const found =
    /<base\b[^>]{0,300}?\shref\s{0,9}=\s{0,9}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))/i.exec(
      html,
    );
  return absolute(found?.[1] ?? found?.[2] ?? found?.[3] ?? "", url) ?? url;
}

export type { AnyNode, Document, Element };

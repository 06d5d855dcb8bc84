import { withoutComments } from "./comments.ts";
import { absolute } from "./dom.ts";
import { guarded } from "./guarded.ts";
import { isDatastore, showsMoreThan } from "./outline.ts";
import type { PageDocument } from "./page-document.ts";

/** A page with more text or links than this has content of its own: a redirect in it is conditional. */
const MOST_TEXT = 120;
const MOST_LINKS = 5;
const LONGEST_PAGE = 100_000;

/**
 * Where a page without content of its own sends the browser: by a meta refresh, also one that a script writes,
 * by `location`, or by its only frame. Absolute; null where it sends nowhere, or back to itself.
 */
export function clientRedirectOf(document: PageDocument): string | null {
  const { html, url } = document;
  if (html.length > LONGEST_PAGE || showsContent(document)) return null;
  const written = refreshIn(html) ?? locationIn(html) ?? frameIn(html);
  if (written === null) return null;
  const target = absolute(decoded(written), url);
  if (
    target === null ||
    target === withoutHash(url ?? "") ||
    guarded(
      () => hasContent(document),
      () => true,
    )
  )
    return null;
  return target;
}

/** Whether content shows before a script was read. Nearly every page has some: asked first, nothing else need be. */
function showsContent(document: PageDocument): boolean {
  return guarded(
    () => !isDatastore(document.html) && showsMoreThan(document.tree, MOST_TEXT, MOST_LINKS),
    () => false,
  );
}

function hasContent(document: PageDocument): boolean {
  const { outline } = document;
  const length = outline.texts.reduce((sum, { text }) => sum + text.length, 0);
  return length > MOST_TEXT || outline.links.length > MOST_LINKS;
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/, "");
}

function refreshIn(html: string): string | null {
  if (!/refresh/i.test(html)) return null;
  const uncommented = withoutComments(html, "stay");
  for (const [tag] of uncommented.matchAll(/<meta\b[^>]{0,600}>/gi)) {
    if (!/http-equiv\s{0,9}=\s{0,9}\\?["']?refresh/i.test(tag)) continue;
    const found =
      /content\s{0,9}=\s{0,9}\\?["']?\s{0,9}(\d{1,4})?[\d.]{0,5}\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?\\?["']?([^"'>\\\s]{1,1000})/i.exec(
        tag,
      );
    if (found && Number(found[1] ?? 0) <= 10) return found[2] ?? null;
  }
  return null;
}

const ASSIGNED =
  /(?:^|[^\w.])(?:(?:window|self|top|parent|document)\s{0,9}\.\s{0,9}){0,2}location(?:\.href)?\s{0,9}=\s{0,9}["']([^"'\n]{1,1000})["']\s{0,9}(?:;|\n|$|\}|<)/;
const CALLED = /location\s{0,9}\.\s{0,9}(?:replace|assign)\s{0,9}\(\s{0,9}["']([^"'\n]{1,1000})["']\s{0,9}\)/;

/** What both of them begin with, and hardly a page has. */
const LEADS_ON = /location(?:\.href)?\s{0,9}=\s{0,9}["']|location\s{0,9}\.\s{0,9}(?:replace|assign)/;

function locationIn(html: string): string | null {
  if (!LEADS_ON.test(html)) return null;
  for (const [, code = ""] of html.matchAll(
    /<script\b[^>]{0,500}>([^<]*(?:<(?!\/script)[^<]*)*)<\/script/gi,
  )) {
    if (!LEADS_ON.test(code)) continue;
    const found = CALLED.exec(code) ?? ASSIGNED.exec(code);
    if (found) return found[1] ?? null;
  }
  const onload = /<body\b[^>]{0,300}\bonload\s{0,9}=\s{0,9}"([^"]{1,1000})"/i.exec(html)?.[1];
  return onload ? ((CALLED.exec(onload) ?? ASSIGNED.exec(onload))?.[1] ?? null) : null;
}

function frameIn(html: string): string | null {
  if (!/<i?frame/i.test(html)) return null;
  const frames = [
    ...html.matchAll(/<(?:frame|iframe)\b[^>]{0,600}?\bsrc\s{0,9}=\s{0,9}["']?([^"'>\s]{1,1000})/gi),
  ];
  return frames.length === 1 ? (frames[0]?.[1] ?? null) : null;
}

function decoded(address: string): string {
  return address.replaceAll("&amp;", "&");
}

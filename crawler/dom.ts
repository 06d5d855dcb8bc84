import type { AnyNode, Document, Element } from "domhandler";
import { parseDocument } from "htmlparser2";

/** A page as a tree. Never throws: whatever is broken is read as far as it goes. */
export function parseHtml(html: string): Document {
  return parseDocument(html, { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true });
}

/** `href` made absolute against `base`; null where it is no http(s) address (script, mail, fragment only). */
export function absolute(href: string, base: string | null): string | null {
  const trimmed = href.trim();
  if (trimmed === "" || trimmed.startsWith("#") || /^(?:javascript|mailto|tel|data|about):/i.test(trimmed))
    return null;
  // Without a base an address stays as written.
  if (base === null) return trimmed;
  try {
    const url = new URL(trimmed, base);
    url.hash = "";
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

export type { AnyNode, Document, Element };

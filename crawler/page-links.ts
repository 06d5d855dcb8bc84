import { Element } from "domhandler";
import { hostOf } from "../domain/host.ts";
import type { PageLink } from "./outline.ts";
import type { PageDocument } from "./page-document.ts";

/** A link that a visitor of a page sees. */
export interface SeenLink {
  readonly url: string;
  readonly name: string;
}

const LONGEST_URL = 1000;
/** Turns the pages of a list: reading it shows whether they are there. */
const PAGER =
  /^[«‹<>›»|\s]*(?:第?\s*\d{1,5}\s*页?|首\s*页|[上下前后][一]?\s*页|尾\s*页|末\s*页|最后[一]?页|prev(?:ious)?|next|first|last)?[«‹<>›»|\s]*$/i;
/** What a script puts something in for before anybody sees it. */
const UNFILLED = /\{\{|\$\{|<%|#\{|\[%|%7B%7B|^(?:undefined|null)$/i;

/** The links of a page to those hosts that a visitor sees as it came, each address once, without those of its own pager. */
export function linksOn(document: PageDocument, hosts: ReadonlySet<string>): readonly SeenLink[] {
  const links = new Map<string, SeenLink>();
  const own = document.url === null ? null : withoutAnchor(document.url);
  for (const link of document.outline.links) {
    if (link.url === null || link.url.length > LONGEST_URL || UNFILLED.test(link.href)) continue;
    const url = withoutAnchor(link.url);
    if (!hosts.has(hostOf(url)) || url === own || links.has(url) || !isSeen(link)) continue;
    links.set(url, { url, name: link.text || link.tooltip });
  }
  return [...links.values()];
}

function withoutAnchor(url: string): string {
  const at = url.indexOf("#");
  return at < 0 ? url : url.slice(0, at);
}

/** A link without words may be a picture. */
function isSeen({ node, text, tooltip }: PageLink): boolean {
  const name = text || tooltip;
  if (name !== "") return !PAGER.test(name);
  return node.name === "area" || node.children.some((child) => child instanceof Element);
}

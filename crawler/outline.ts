import { Element, type ParentNode, type Text } from "domhandler";
import { type AnyNode, absolute, baseOf, type Document, parseHtml } from "./dom.ts";
import { type Datastore, datastoreIn, datastoreMarkup, storedIn } from "./families/jcms.ts";
import { foldSpace, ownText } from "./text-of.ts";
import { writtenMarkup } from "./written-markup.ts";

/** A piece of visible text. */
export interface PageText {
  /** White space folded. */
  readonly text: string;
  /** As it stands in the page, to be joined with its neighbours. */
  readonly raw: string;
  readonly parent: Element | null;
  /** The link it is part of. */
  link: PageLink | null;
  /** Links that start before it. */
  readonly linksBefore: number;
}

/** An `<a>` that leads somewhere, or that would if its address were not dead (`javascript:;`). */
export interface PageLink {
  readonly node: Element;
  /** Address as written; empty where it points at the page itself. */
  readonly href: string;
  /** Absolute where the page's address is known; null for scripts, mail and dead links. */
  readonly url: string | null;
  /** Same target, same key. Each dead link is a target of its own. */
  readonly key: string;
  /** Its text, white space folded. */
  text: string;
  /** Its `title` attribute, white space folded. */
  readonly tooltip: string;
  readonly textFrom: number;
  textTo: number;
}

/** Which texts and links an element holds: half-open ranges of indices. */
export interface Span {
  readonly textFrom: number;
  textTo: number;
  readonly linkFrom: number;
  linkTo: number;
}

/** A script of the page that could not be turned into markup. */
export interface PageScript {
  readonly node: Element;
  readonly code: string;
  readonly textsBefore: number;
}

/** What a reader of lists and menus needs of a page: what a visitor sees, in order, and where it stands. */
export interface Outline {
  readonly root: Document;
  readonly url: string | null;
  /** What its relative addresses are relative to: its own address, or what it names instead. */
  readonly base: string | null;
  readonly texts: readonly PageText[];
  readonly links: readonly PageLink[];
  readonly scripts: readonly PageScript[];
  readonly spans: ReadonlyMap<Element, Span>;
  readonly datastores: readonly Datastore[];
  /** The text of `<title>`. */
  readonly title: string;
}

const UNSEEN = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "select",
  "textarea",
  "iframe",
  "title",
  "object",
]);

/**
 * Reads a page into its outline. `url` is the page's address, null where it has none. With `folded`, what the
 * page keeps out of sight until it is pointed at (`display: none`) is read too, as submenus must be.
 * @param tree The page, where it is parsed already. It is left as it is.
 */
export function outlineOf(
  html: string,
  url: string | null,
  folded: "without" | "with" = "without",
  tree: Document | null = null,
): Outline {
  const whole = isDatastore(html) ? datastoreIn(html) : null;
  const given = whole ? parseHtml(datastoreMarkup(whole)) : (tree ?? parseHtml(html));
  const carried = carriedIn(given);
  // What scripts carry is put into the tree: not into one that others read.
  const root = given === tree && carried.length > 0 ? parseHtml(html) : given;
  const { data, datastores: found } = expanded(root === given ? carried : carriedIn(root));
  const datastores: readonly Datastore[] = whole ? [whole, ...found] : found;
  const texts: PageText[] = [];
  const links: PageLink[] = [];
  const scripts: PageScript[] = [];
  const spans = new Map<Element, Span>();
  let title = "";
  const base = baseOf(html, url);
  const open: PageLink[] = [];

  const enter = (node: AnyNode): boolean => {
    if (node.type === "text") {
      const raw = (node as Text).data;
      const text = foldSpace(raw);
      if (text !== "")
        texts.push({
          text,
          raw,
          parent: elementOr(node.parent),
          link: open.at(-1) ?? null,
          linksBefore: links.length,
        });
      return false;
    }
    if (!(node instanceof Element)) return false;
    if (node.name === "title" && title === "") title = foldSpace(ownText(node));
    if (node.name === "script" && !data.has(node))
      scripts.push({ node, code: ownText(node), textsBefore: texts.length });
    if (UNSEEN.has(node.name) || (folded === "without" && isHidden(node))) return false;
    spans.set(node, { textFrom: texts.length, textTo: 0, linkFrom: links.length, linkTo: 0 });
    if (node.name === "a" || node.name === "area") {
      const link = linkOf(node, base, links.length, texts.length);
      if (link) {
        links.push(link);
        open.push(link);
      }
    }
    return true;
  };
  const leave = (node: ParentNode): void => {
    if (!(node instanceof Element)) return;
    const span = spans.get(node);
    if (!span) return;
    span.textTo = texts.length;
    span.linkTo = links.length;
    if (open.at(-1)?.node === node) closeLink(open, span, texts);
  };

  walk(root, enter, leave);
  return { root, url, base, texts, links, scripts, spans, datastores, title };
}

/** Whether what came is no page but an answer of records alone. */
export function isDatastore(html: string): boolean {
  return /^\s*(?:<\?xml[^>]*>)?\s*(?:<|&lt;)(?:datastore|recordset)/.test(html);
}

/**
 * Whether a page shows more text than `chars`, or more links than `links`. What scripts carry besides is left out: it
 * only adds. Visits no more of the page than it has to.
 */
export function showsMoreThan(tree: Document, chars: number, links: number): boolean {
  let [text, linked] = [0, 0];
  const stack: AnyNode[] = [...tree.children].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === "text") text += foldSpace((node as Text).data).length;
    else if (node instanceof Element && !UNSEEN.has(node.name) && !isHidden(node)) {
      const { href, onclick = "" } = node.attribs;
      if ((node.name === "a" || node.name === "area") && (href !== undefined || onclick !== "")) linked += 1;
      for (let at = node.children.length - 1; at >= 0; at--) {
        const child = node.children[at];
        if (child) stack.push(child);
      }
    }
    if (text > chars || linked > links) return true;
  }
  return false;
}

/** Visits `root`'s tree in page order, without recursion: broken pages nest thousands of elements. */
export function walk(
  root: ParentNode,
  enter: (node: AnyNode) => boolean,
  leave: (node: ParentNode) => void,
): void {
  const stack: { readonly node: ParentNode; next: number }[] = [{ node: root, next: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.node.children[top.next++];
    if (!child) {
      stack.pop();
      leave(top.node);
    } else if (enter(child) && "children" in child) stack.push({ node: child, next: 0 });
  }
}

/** The first element in page order that `is` so; null where none is. */
export function elementWith(outline: Outline, is: (node: Element) => boolean): Element | null {
  let found: Element | null = null;
  walk(
    outline.root,
    (node) => {
      if (found || !(node instanceof Element)) return false;
      if (is(node)) found = node;
      return found === null;
    },
    () => {},
  );
  return found;
}

/** The content of the `meta` element of that name; null where the page has none. */
export function metaOf(outline: Outline, name: string): string | null {
  const meta = elementWith(
    outline,
    (node) => node.name === "meta" && node.attribs.name?.toLowerCase() === name.toLowerCase(),
  );
  return meta?.attribs.content ?? null;
}

/** The element above, or null at the top. */
export function parentOf(node: Element): Element | null {
  return elementOr(node.parent);
}

function elementOr(node: ParentNode | null): Element | null {
  return node instanceof Element ? node : null;
}

function isHidden(node: Element): boolean {
  if (node.attribs.hidden !== undefined && node.attribs.hidden !== "until-found") return true;
  const style = node.attribs.style;
  return style !== undefined && /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}

function linkOf(node: Element, base: string | null, index: number, textFrom: number): PageLink | null {
  const { href: written, onclick = "" } = node.attribs;
  const opened = openedBy(onclick) ?? openedBy(rowClick(node));
  if (written === undefined && onclick === "") return null;
  let href = (written ?? "javascript:;").trim();
  if (opened && /^(?:#|javascript:|$)/i.test(href)) href = opened;
  const url = absolute(href, base);
  return {
    node,
    href,
    url,
    key: url ?? (href === "" ? "" : `dead ${index}`),
    text: "",
    tooltip: foldSpace(node.attribs.title ?? ""),
    textFrom,
    textTo: textFrom,
  };
}

function openedBy(onclick: string): string | undefined {
  return /(?:open\(|location(?:\.href)?\s*=)\s*["']([^"']{1,2000})["']/.exec(onclick)?.[1];
}

/** What a click on the row does that the link stands in. */
function rowClick(node: Element): string {
  for (let at = parentOf(node), up = 0; at && up < 3; at = parentOf(at), up++)
    if (/^(?:li|tr)$/.test(at.name)) return at.attribs.onclick ?? "";
  return "";
}

/** An `<a>` that was never closed swallows what follows: what holds further links is no link itself. */
function closeLink(open: PageLink[], span: Span, texts: readonly PageText[]): void {
  const link = open.pop();
  if (!link) return;
  link.textTo = texts.length;
  const own = texts.slice(link.textFrom).filter((text) => text.link === link);
  if (link.node.name === "area") link.text = foldSpace(link.node.attribs.alt ?? "");
  if (span.linkTo - span.linkFrom > 1) for (const text of own) text.link = open.at(-1) ?? null;
  else if (own.length > 0) link.text = foldSpace(own.map(({ raw }) => raw).join(""));
}

/** An element whose content a browser would turn into markup, and that markup. */
interface Carrier {
  readonly node: Element;
  readonly markup: string;
  /** null where it is written by a script. */
  readonly datastore: Datastore | null;
}

function carriedIn(root: Document): readonly Carrier[] {
  const found: Carrier[] = [];
  walk(
    root,
    (node) => {
      if (!(node instanceof Element)) return false;
      if (node.name !== "script" && node.name !== "textarea") return true;
      const code = ownText(node);
      const datastore = code.includes("recordset")
        ? datastoreIn(code)
        : code.includes("dataStore")
          ? storedIn(code)
          : null;
      const markup = datastore
        ? datastoreMarkup(datastore)
        : node.name === "script"
          ? writtenMarkup(code)
          : null;
      if (markup !== null && (datastore || markup.includes("<a") || markup.includes("<li")))
        found.push({ node, markup, datastore });
      return false;
    },
    () => {},
  );
  return found;
}

/** Puts the markup that scripts carry or write where a browser would show it. `data`: the elements that held data. */
function expanded(carried: readonly Carrier[]): {
  readonly data: ReadonlySet<Element>;
  readonly datastores: readonly Datastore[];
} {
  for (const { node, markup } of carried) insertAfter(node, parseHtml(markup).children);
  const stores = carried.filter((carrier) => carrier.datastore !== null);
  return {
    // One that also calls for what turns its pages is read as a script besides.
    data: new Set(stores.flatMap(({ node }) => (ownText(node).includes(".jpage") ? [] : [node]))),
    datastores: stores.flatMap(({ datastore }) => datastore ?? []),
  };
}

function insertAfter(node: Element, children: readonly AnyNode[]): void {
  const parent = node.parent;
  if (!parent) return;
  for (const child of children) child.parent = parent;
  parent.children.splice(parent.children.indexOf(node) + 1, 0, ...(children as Element[]));
}

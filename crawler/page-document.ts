import type { Document } from "domhandler";
import { absolute, baseOf, parseHtml } from "./dom.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type Labels, labelsOf } from "./page-labels.ts";
import type { PageLines } from "./page-lines.ts";
import { type PageTags, tagsOf } from "./page-tags.ts";
import { linesOf } from "./read-lines.ts";

/** Readers of one page follow each other at once. */
const MOST_PARSED = 1;

/**
 * A page as it came, in every form that its readers ask for: each is made once, when it is first asked for. Parsing a
 * page costs more than reading it, and several readers look at the same one. The forms of the last page alone are kept:
 * a tree takes some twenty times its page, and gathering holds on to hundreds of pages.
 */
export class PageDocument {
  /** Those that were parsed last. */
  static readonly #parsed: PageDocument[] = [];
  readonly html: string;
  /** Its address; null where it has none. */
  readonly url: string | null;
  /** What was posted to that address to get it; null where it was got. */
  readonly form: string | null;
  #base: string | null | undefined;
  #tree: Document | null = null;
  #lines: PageLines | null = null;
  #labels: Labels | null = null;
  #tags: PageTags | null = null;
  #outline: Outline | null = null;
  #unfolded: Outline | null = null;
  #addresses: ReadonlyMap<string, number> | null = null;

  constructor(html: string, url: string | null, form: string | null = null) {
    this.html = html;
    this.url = url;
    this.form = form;
  }

  /** What its relative addresses are relative to; null where it has no address. */
  get base(): string | null {
    if (this.#base === undefined) this.#base = baseOf(this.html, this.url);
    return this.#base;
  }

  /** The markup as it came. Readers leave it as it is. */
  get tree(): Document {
    if (!this.#tree) {
      this.#tree = parseHtml(this.html);
      PageDocument.#parsed.push(this);
      const oldest = PageDocument.#parsed.length > MOST_PARSED ? PageDocument.#parsed.shift() : undefined;
      if (oldest) oldest.#forget();
    }
    return this.#tree;
  }

  #forget(): void {
    this.#tree = null;
    this.#lines = null;
    this.#labels = null;
    this.#tags = null;
    this.#outline = null;
    this.#unfolded = null;
  }

  /** What a reader of articles sees. */
  get lines(): PageLines {
    this.#lines ??= linesOf(this.tree);
    return this.#lines;
  }

  get labels(): Labels {
    this.#labels ??= labelsOf(this.lines);
    return this.#labels;
  }

  get tags(): PageTags {
    this.#tags ??= tagsOf(this.tree);
    return this.#tags;
  }

  /** What a reader of lists sees. */
  get outline(): Outline {
    this.#outline ??= outlineOf(this.html, this.url, "without", this.tree);
    return this.#outline;
  }

  /** The same with what the page keeps out of sight until it is pointed at, as submenus are. */
  get unfolded(): Outline {
    this.#unfolded ??= outlineOf(this.html, this.url, "with", this.tree);
    return this.#unfolded;
  }

  /** How often the page links each address, absolute. */
  get addresses(): ReadonlyMap<string, number> {
    this.#addresses ??= addressesIn(this.html, this.base);
    return this.#addresses;
  }
}

const HREF = /\shref\s{0,9}=\s{0,9}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))/gi;

function addressesIn(html: string, base: string | null): ReadonlyMap<string, number> {
  const addresses = new Map<string, number>();
  for (const [, quoted, single, bare] of html.matchAll(HREF)) {
    const url = absolute((quoted ?? single ?? bare ?? "").trim().replace(/&amp;/g, "&"), base);
    if (url !== null) addresses.set(url, (addresses.get(url) ?? 0) + 1);
  }
  return addresses;
}

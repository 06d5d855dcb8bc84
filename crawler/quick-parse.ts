import { Comment, Document, Element, type ParentNode, ProcessingInstruction, Text } from "domhandler";
import { decodeHTML, decodeHTMLAttribute } from "entities/decode";
import { remembered } from "./remembered.ts";

/** What there is to know of an element by its name. */
interface Tag {
  /** In lower case. */
  readonly name: string;
  /** It has no content and no end tag. */
  readonly isEmpty: boolean;
  /** `raw`: nothing but its own end tag is markup in it; `text`: entities are, too. */
  readonly content: "markup" | "raw" | "text";
  /** Names of elements that it closes where one of them is the innermost open. */
  readonly closes: ReadonlySet<string> | null;
  /** In it the rules of another language hold. */
  readonly isForeign: boolean;
}

const EMPTY = namesOf(
  "area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr",
);
const RAW = namesOf("script style iframe noembed noframes xmp");
const RAW_TEXT = namesOf("title textarea");
const FOREIGN = namesOf("svg math plaintext");
const FORM = namesOf("input option optgroup select button datalist textarea");
const HEADING = namesOf("h1 h2 h3 h4 h5 h6 p");
const P = namesOf("p");
/** Element → what it closes; from htmlparser2. */
const CLOSES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...each("tr", namesOf("tr th td")),
  ...each("th", namesOf("th")),
  ...each("td", namesOf("thead th td")),
  ...each("body", namesOf("head link script")),
  ...each("a", namesOf("a")),
  ...each("li", namesOf("li")),
  ...each("h1 h2 h3 h4 h5 h6", HEADING),
  ...each("select input output button datalist textarea", FORM),
  ...each("option", namesOf("option")),
  ...each("optgroup", namesOf("optgroup option")),
  ...each("dd dt", namesOf("dd dt")),
  ...each("rt rp", namesOf("rt rp")),
  ...each("tbody tfoot", namesOf("thead tbody")),
  ...each("p address article aside blockquote details div dl fieldset figcaption figure footer form", P),
  ...each("header hr main nav ol pre section table ul", P),
]);

/**
 * The tree that htmlparser2 makes of a page, several times faster; null where the page has what only few have (another
 * language's elements, CDATA, a tag that never ends): it is for htmlparser2 to read. Its rules are followed to the letter,
 * also where they are not those of a browser.
 */
export function quickTree(html: string): Document | null {
  return html.includes("--!>") ? null : new QuickParser(html).tree();
}

class QuickParser {
  readonly #html: string;
  readonly #root = new Document([]);
  /** Open elements, the innermost last. */
  readonly #open: Element[] = [];
  #parent: ParentNode = this.#root;
  /** What further text is joined to. */
  #text: Text | null = null;
  #attribs: Record<string, string> = {};
  #at = 0;

  constructor(html: string) {
    this.#html = html;
  }

  tree(): Document | null {
    const html = this.#html;
    const { length } = html;
    while (this.#at < length) {
      const from = this.#at;
      let tag = html.indexOf("<", from);
      // A lone "<" is text.
      while (tag >= 0 && !beginsMarkup(html.charCodeAt(tag + 1))) {
        if (tag + 1 >= length) return null;
        tag = html.indexOf("<", tag + 1);
      }
      const end = tag < 0 ? length : tag;
      if (end > from) this.#addText(decoded(html.slice(from, end)));
      if (tag < 0) break;
      this.#at = tag;
      const next = html.charCodeAt(tag + 1);
      const isRead =
        next === SLASH ? this.#close() : isLetter(next) ? this.#openTag() : this.#declaration(next);
      if (!isRead) return null;
    }
    return this.#root;
  }

  /** `<name …>` with the content that only its end tag ends. */
  #openTag(): boolean {
    const html = this.#html;
    const nameEnd = nameEndFrom(html, this.#at + 1);
    const tag = tagNamed(html.slice(this.#at + 1, nameEnd));
    if (tag.isForeign) return false;
    const end = this.#readAttributes(nameEnd);
    if (end < 0) return false;
    this.#at = end + 1;
    // A form within a form is none.
    if (tag.name !== "form" || !this.#open.some(({ name }) => name === "form")) this.#add(tag, this.#attribs);
    return tag.content === "markup" || this.#content(tag);
  }

  /** Gives the place of the `>` that ends the tag; -1 where nothing does. */
  #readAttributes(from: number): number {
    const html = this.#html;
    const { length } = html;
    const attribs: Record<string, string> = {};
    this.#attribs = attribs;
    let at = from;
    while (at < length) {
      const c = html.charCodeAt(at);
      if (c === GREATER) return at;
      if (c === SLASH || isSpace(c)) {
        at += 1;
        continue;
      }
      let end = at + 1;
      for (; end < length; end += 1) {
        const d = html.charCodeAt(end);
        if (d === EQUALS || d === GREATER || d === SLASH || isSpace(d)) break;
      }
      const name = attributeNamed(html.slice(at, end));
      at = end;
      while (at < length && isSpace(html.charCodeAt(at))) at += 1;
      if (html.charCodeAt(at) !== EQUALS) {
        if (at < length && !Object.hasOwn(attribs, name)) attribs[name] = "";
        continue;
      }
      at += 1;
      while (at < length && isSpace(html.charCodeAt(at))) at += 1;
      const quote = html.charCodeAt(at);
      let value: string;
      if (quote === DOUBLE || quote === SINGLE) {
        const close = html.indexOf(quote === DOUBLE ? '"' : "'", at + 1);
        if (close < 0) return -1;
        value = html.slice(at + 1, close);
        at = close + 1;
      } else {
        const start = at;
        for (; at < length; at += 1) {
          const d = html.charCodeAt(at);
          if (d === GREATER || isSpace(d)) break;
        }
        value = html.slice(start, at);
      }
      if (!Object.hasOwn(attribs, name))
        attribs[name] = value.includes("&") ? decodeHTMLAttribute(value) : value;
    }
    return -1;
  }

  /** What stands between a start tag and its end tag where no other is markup. */
  #content({ name, content }: Tag): boolean {
    const html = this.#html;
    const from = this.#at;
    for (let at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      const end = at + 2 + name.length;
      if (!endsName(html.charCodeAt(end)) || html.slice(at + 2, end).toLowerCase() !== name) continue;
      if (at > from) {
        const text = html.slice(from, at);
        // htmlparser2 overlooks an entity where the end tag might have begun.
        if (content === "text" && text.includes("<") && text.includes("&")) return false;
        this.#addText(content === "text" ? decoded(text) : text);
      }
      this.#at = at;
      return this.#close();
    }
    return false;
  }

  /** `</…` */
  #close(): boolean {
    const html = this.#html;
    const start = this.#at + 2;
    const c = html.charCodeAt(start);
    if (c === GREATER) {
      this.#at = start + 1;
      return true;
    }
    const end = html.indexOf(">", start);
    if (end < 0) return false;
    this.#at = end + 1;
    if (!isLetter(c)) this.#addComment(html.slice(start, end));
    else this.#closeTag(tagNamed(html.slice(start, nameEndFrom(html, start))));
    return true;
  }

  #closeTag(tag: Tag): void {
    if (tag.isEmpty) {
      if (tag.name === "br") this.#add(tag, {});
      return;
    }
    const open = this.#open;
    for (let at = open.length - 1; at >= 0; at -= 1) {
      if (open[at]?.name !== tag.name) continue;
      this.#leave(at);
      return;
    }
    if (tag.name !== "p") return;
    this.#add(tag, {});
    this.#leave(open.length - 1);
  }

  /** `<!…` and `<?…` */
  #declaration(next: number): boolean {
    const html = this.#html;
    const start = this.#at + 2;
    if (next === BANG && html.startsWith("--", start)) return this.#comment(start + 2);
    if (next === BANG && html.startsWith("[CDATA[", start)) return false;
    const end = html.indexOf(">", start);
    if (end < 0) return false;
    this.#at = end + 1;
    if (next === BANG && html.slice(start, start + 7).toLowerCase() === "doctype") {
      this.#append(new ProcessingInstruction("!doctype", html.slice(start - 1, end)));
      this.#text = null;
    } else this.#addComment(html.slice(next === BANG ? start : start - 1, end));
    return true;
  }

  #comment(start: number): boolean {
    const html = this.#html;
    const isNone = html.startsWith(">", start) ? 1 : html.startsWith("->", start) ? 2 : 0;
    const end = isNone > 0 ? start : html.indexOf("-->", start);
    if (end < 0) return false;
    this.#at = isNone > 0 ? start + isNone : end + 3;
    this.#addComment(html.slice(start, end));
    return true;
  }

  #add(tag: Tag, attribs: Record<string, string>): void {
    const open = this.#open;
    if (tag.closes)
      for (let top = open.at(-1); top && tag.closes.has(top.name); top = open.at(-1))
        this.#leave(open.length - 1);
    const element = new Element(tag.name, attribs, []);
    this.#append(element);
    this.#text = null;
    if (tag.isEmpty) return;
    open.push(element);
    this.#parent = element;
  }

  /** Closes all elements from that one inwards. */
  #leave(at: number): void {
    const open = this.#open;
    while (open.length > at) open.pop();
    this.#parent = open[at - 1] ?? this.#root;
    this.#text = null;
  }

  #addText(data: string): void {
    if (this.#text) {
      this.#text.data += data;
      return;
    }
    this.#text = new Text(data);
    this.#append(this.#text);
  }

  #addComment(data: string): void {
    this.#append(new Comment(data));
    this.#text = null;
  }

  #append(node: Element | Text | Comment | ProcessingInstruction): void {
    const parent = this.#parent;
    const { children } = parent;
    const before = children[children.length - 1];
    node.parent = parent;
    if (before) {
      node.prev = before;
      before.next = node;
      children.push(node);
    } else parent.children = [node]; // takes no room for others: most elements have one child
  }
}

const BANG = 33;
const DOUBLE = 34;
const SINGLE = 39;
const SLASH = 47;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;

function isSpace(c: number): boolean {
  return c === 32 || (c <= 13 && c >= 9 && c !== 11);
}

function isLetter(c: number): boolean {
  const lower = c | 32;
  return lower >= 97 && lower <= 122;
}

function beginsMarkup(c: number): boolean {
  return isLetter(c) || c === SLASH || c === BANG || c === QUESTION;
}

function endsName(c: number): boolean {
  return c === GREATER || c === SLASH || isSpace(c);
}

/** Where a tag's name ends; the page's end where nothing ends it. */
function nameEndFrom(html: string, from: number): number {
  let at = from;
  while (at < html.length && !endsName(html.charCodeAt(at))) at += 1;
  return at;
}

function decoded(text: string): string {
  return text.includes("&") ? decodeHTML(text) : text;
}

const tagNamed = remembered((written: string): Tag => {
  const lower = written.toLowerCase();
  const name = lower === "image" ? "img" : lower;
  return {
    name,
    isEmpty: EMPTY.has(name),
    content: RAW.has(lower) ? "raw" : RAW_TEXT.has(lower) ? "text" : "markup",
    closes: CLOSES.get(name) ?? null,
    isForeign: FOREIGN.has(name),
  };
});

const attributeNamed = remembered((written: string) => written.toLowerCase());

function namesOf(names: string): ReadonlySet<string> {
  return new Set(names.split(" "));
}

function each(names: string, closed: ReadonlySet<string>): (readonly [string, ReadonlySet<string>])[] {
  return names.split(" ").map((name) => [name, closed] as const);
}

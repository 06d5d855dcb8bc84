import type { AnyNode, Comment, Document, Element } from "domhandler";
import { isBodyContainer } from "./body-container.ts";
import { parseHtml } from "./dom.ts";
import { isFrameElement, isHiddenElement } from "./element-signs.ts";
import { listNumber } from "./list-number.ts";
import { type Block, cleaned, type Line, type Media, type PageLines, type Run } from "./page-lines.ts";
import { outputOf } from "./script-text.ts";
import { SLOT, UNKNOWN_TEXT } from "./text-marks.ts";
import { BLOCKS, SILENT, textOf, UNFOLDED } from "./text-of.ts";

const MEDIA = new Set(["img", "iframe", "frame", "video", "audio", "embed", "object"]);
const SLOTS = new Set([
  "span",
  "b",
  "em",
  "i",
  "strong",
  "font",
  "label",
  "small",
  "time",
  "td",
  "dd",
  "p",
  "div",
]);

/** Has what scripts know elements by: an id, or data of its own (`data-time`); not the mark of a style (`data-v-…`). */
function isHandled({ attribs }: Element): boolean {
  return (
    Boolean(attribs.id) ||
    Object.keys(attribs).some((key) => key.startsWith("data-") && !/^data-v-/.test(key))
  );
}
/** More text than labels and hints of a page have. */
const LONG_TEXT = 100;
const CHINESE_TEXT = /[\u4e00-\u9fff，。；：、“”（）《》]{60}/;
/** Inline by name, but used around a whole article. */
const BODY_ID = /zoom|content|article|ucap|vsb|editor/i;
const BEGIN_MARK = /<\$\[信息内容\]>begin|content\.begin/i;
const END_MARK = /<\$\[信息内容\]>end|content\.end/i;

/** The page as lines of text, with what its own scripts write into it in plain literals. */
export function linesOf(document: Document): PageLines {
  const { codes, scripted } = inlineScripts(document);
  const output = outputOf([...codes.values()]);
  const written = new Map([...codes.keys()].map((script, at) => [script, output.written[at] ?? ""]));
  const reader = new LineReader(written, output.filled, scripted);
  reader.walk(document);
  return reader.result();
}

/** The code of each inline script in page order, and whether the page has scripts of any kind. */
function inlineScripts(document: Document): { codes: Map<Element, string>; scripted: boolean } {
  const codes = new Map<Element, string>();
  let scripted = false;
  const stack: AnyNode[] = [document];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === "script") {
      const code = node.children[0];
      if (code?.type === "text") codes.set(node, code.data);
      scripted = true;
      continue;
    }
    if (node.type !== "tag" && node.type !== "root") continue;
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at];
      if (child && (child.type === "tag" || child.type === "script")) stack.push(child);
    }
  }
  return { codes, scripted };
}

/** An element's end. */
interface Leaving {
  readonly type: "leave";
  readonly block: Block | null;
  readonly link: boolean;
}

class LineReader {
  private readonly lines: Line[] = [];
  private readonly blocks: Block[] = [];
  private readonly media: Media[] = [];
  private readonly links: Media[] = [];
  private readonly scripts: { code: string; line: number }[] = [];
  private readonly written: ReadonlyMap<Element, string>;
  private readonly filled: ReadonlyMap<string, string>;
  /** Without any script an empty element stays empty. */
  private readonly scripted: boolean;
  private runs: Run[] = [];
  private block: Block;
  /** What a browser puts before the next text: the number of a list's entry. */
  private number: string | null = null;
  private withheld = false;
  private markFirst = -1;
  private markEnd = -1;

  constructor(written: ReadonlyMap<Element, string>, filled: ReadonlyMap<string, string>, scripted: boolean) {
    this.scripted = scripted;
    this.written = written;
    this.filled = filled;
    this.block = { element: null, parent: null, hidden: false, noise: false, first: 0, end: 0 };
    this.blocks.push(this.block);
  }

  walk(root: AnyNode): void {
    // Entries are nodes to enter, or elements to leave: pages nest deeper than calls may.
    const stack: (AnyNode | Leaving)[] = [root];
    let link: Element | null = null;
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const { type } = entry;
      if (type === "text") this.addText(entry.data, entry.parent as Element | null, link);
      else if (type === "leave") {
        if (entry.link) link = null;
        if (entry.block) this.closeBlock(entry.block);
      } else if (type === "comment") this.mark(entry as Comment);
      else if (type === "script" || type === "style") {
        const element = entry as Element;
        const text = this.written.get(element);
        if (text !== undefined) this.addScript(element, text, stack);
      } else if (type === "tag") {
        const element = entry as Element;
        if (SILENT.has(element.name) && element.name !== "object") {
          if (element.name === "textarea" || element.name === "template")
            this.withheld ||= textOf(element).length > LONG_TEXT;
          continue;
        }
        const opened = this.open(element);
        const isLink = element.name === "a" && element.attribs?.href !== undefined && link === null;
        if (isLink) {
          link = element;
          this.links.push({ element, line: this.lines.length, block: this.block });
        }
        if (opened || isLink) stack.push({ type: "leave", block: opened, link: isLink });
        this.pushChildren(element, stack);
      } else if (type === "root" || type === "cdata") stack.push(...[...entry.children].reverse());
    }
  }

  result(): PageLines {
    this.flush();
    const root = this.blocks[0];
    if (root) root.end = this.lines.length;
    const marked =
      this.markFirst >= 0 && this.markEnd >= this.markFirst
        ? { first: this.markFirst, end: this.markEnd }
        : null;
    const { lines, blocks, media, links, scripts } = this;
    const hidden = lines.reduce((sum, { text, block }) => sum + (block.hidden ? text.length : 0), 0);
    const kept = this.withheld || hidden > LONG_TEXT;
    return {
      ...{ lines, blocks, media, links, marked, scripts },
      // Few pages are asked, and scripts are long.
      get withheld() {
        return kept || scripts.some(({ code }) => CHINESE_TEXT.test(code));
      },
    };
  }

  private pushChildren(element: Element, stack: unknown[]): void {
    const filling = element.attribs.id ? this.filled.get(element.attribs.id) : undefined;
    // A script that may or may not run leaves what the page says itself.
    if (filling !== undefined && (element.children.length === 0 || !filling.includes(UNKNOWN_TEXT))) {
      const children = /[<&]/.test(filling) ? parseHtml(filling).children : null;
      if (children) for (const child of [...children].reverse()) stack.push(child);
      else this.runs.push({ text: fold(filling), element, link: null });
      return;
    }
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (child) stack.push(child);
    }
    if (this.scripted && element.children.length === 0 && SLOTS.has(element.name) && isHandled(element))
      this.runs.push({ text: SLOT, element, link: null });
  }

  private addScript(element: Element, text: string, stack: unknown[]): void {
    const code = element.children[0];
    if (code?.type === "text") this.scripts.push({ code: code.data, line: this.lines.length });
    if (text === "") return;
    if (/[<&]/.test(text)) for (const child of [...parseHtml(text).children].reverse()) stack.push(child);
    else this.addText(text, element.parent as Element | null, null);
  }

  private open(element: Element): Block | null {
    if (MEDIA.has(element.name)) this.media.push({ element, line: this.lines.length, block: this.block });
    if (element.name === "br") this.flush();
    // A picture behind a label is its value, which nobody can read here.
    if (element.name === "img" && /[:：]\s*$/.test(this.runs.at(-1)?.text ?? ""))
      this.runs.push({ text: SLOT, element, link: null });
    const { id, name } = element.attribs;
    if (element.name === "meta") this.markMeta(name);
    const hidden = isHiddenElement(element);
    const noise = isFrameElement(element);
    const isBlock = BLOCKS.has(element.name) || (id !== undefined && BODY_ID.test(id));
    // What is hidden or noise stands on lines of its own, inline or not, so that it can be told apart.
    if (!isBlock && !hidden && !noise) return null;
    this.flush();
    const parent = this.block;
    this.block = {
      element,
      parent,
      hidden: hidden || parent.hidden,
      // What a body's own container holds is no frame, whatever the templates around it are called.
      noise: noise || (parent.noise && !isBodyContainer(element)),
      first: this.lines.length,
      end: this.lines.length,
    };
    this.blocks.push(this.block);
    if (element.name === "li") this.number = listNumber(element);
    return this.block;
  }

  private closeBlock(block: Block): void {
    this.flush();
    if (block.element?.name === "li") this.number = null;
    block.end = this.lines.length;
    this.block = block.parent ?? block;
  }

  private addText(data: string, element: Element | null, link: Element | null): void {
    const text = fold(data);
    if (text === "" || (text === " " && this.runs.length === 0)) return;
    if (this.number !== null) this.runs.push({ text: this.number, element, link: null });
    this.number = null;
    this.runs.push({ text, element, link });
  }

  private flush(): void {
    if (this.runs.length === 0) return;
    const runs = this.runs;
    this.runs = [];
    const [first] = runs;
    const text = cleaned(first && runs.length === 1 ? first.text : runs.map((run) => run.text).join(""));
    if (text === "" && !runs.some((run) => run.text === SLOT || run.text.includes(UNKNOWN_TEXT))) return;
    let linkChars = 0;
    for (const run of runs) if (run.link) linkChars += run.text.length;
    this.lines.push({ index: this.lines.length, runs, text, block: this.block, linkChars });
  }

  private mark(comment: Comment): void {
    if (comment.data.length > 80) return;
    if (END_MARK.test(comment.data)) this.endMark();
    else if (BEGIN_MARK.test(comment.data)) this.beginMark();
  }

  private markMeta(name: string | undefined): void {
    if (name === "ContentStart") this.beginMark();
    else if (name === "ContentEnd") this.endMark();
  }

  private beginMark(): void {
    this.flush();
    if (this.markFirst < 0) this.markFirst = this.lines.length;
  }

  private endMark(): void {
    this.flush();
    if (this.markFirst >= 0) this.markEnd = this.lines.length;
  }
}

function fold(data: string): string {
  if (data === "\n") return " ";
  if (!UNFOLDED.test(data)) return data;
  return data
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, "")
    .replace(/[\s\u00a0\u3000\u2000-\u200a\u202f\u205f]+/g, " ");
}

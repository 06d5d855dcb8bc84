import { readFile } from "node:fs/promises";
import { type Document, isAlias, isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { type Fault, InputError } from "../domain/input-error.ts";
import type { Text } from "../domain/outcome.ts";
import { Placed } from "./placed.ts";

/** The languages that messages come in. */
export type Lang = keyof Text;

const MOST_FAULTS = 20;

/**
 * A YAML file that a person wrote. Its values know where they stand; faults are collected while it is read,
 * so that a person sees them all at once, and {@link YamlFile.end} throws them.
 */
export class YamlFile {
  readonly root: Placed;
  private readonly faults: (Fault & { readonly line: number })[] = [];
  private readonly document: Document.Parsed;
  private readonly lines = new LineCounter();

  /**
   * @param name How messages call the file.
   * @throws {@link InputError} where the text is no YAML, or no mapping.
   */
  constructor(
    text: string,
    readonly name: string,
    readonly lang: Lang = "zh",
  ) {
    // Duplicate keys are found by the reader of mappings, which knows their path.
    this.document = parseDocument(text, { lineCounter: this.lines, uniqueKeys: false, prettyErrors: false });
    const node = this.document.contents as Node | null;
    this.root = new Placed(this, node, "", this.lineOf(node) ?? 1);
    for (const { pos, message, code } of this.document.errors)
      this.report(this.lines.linePos(pos[0]).line, "", syntaxFault(code, message));
    this.end();
    if (node === null || (isScalar(node) && node.value === null))
      this.report(1, "", { zh: "文件是空的", en: "the file is empty" });
    else if (!isMap(node))
      this.report(this.root.line, "", { zh: "应为“键: 值”的形式", en: "expected keys with values" });
    this.end();
  }

  report(line: number, key: string, problem: Text): void {
    this.faults.push({ line, key, problem: problem[this.lang] });
  }

  /** Throws what was reported so far, at most twenty faults. */
  end(): void {
    const [first, ...more] = this.faults.slice(0, MOST_FAULTS);
    if (first) throw new InputError(this.name, first.line, first.key, first.problem, more);
  }

  /** The value under a path of names and positions; where there is none, the nearest value above it. */
  at(path: readonly (string | number)[]): Placed {
    let found = this.root;
    for (const step of path) {
      const inner = found.inner(step);
      if (inner === null) break;
      found = inner;
    }
    return found;
  }

  /** 1-based; null for what stands nowhere. */
  lineOf(node: unknown): number | null {
    const range = (node as Node | null)?.range;
    return range ? this.lines.linePos(range[0]).line : null;
  }

  /** The node that an alias stands for; others as they are. */
  resolved(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.document) ?? null) : node;
  }
}

/**
 * The text of a file.
 * @throws {@link InputError} where it is not there, not readable or not UTF-8.
 */
export async function readText(path: string, lang: Lang = "zh"): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new InputError(path, null, "", unreadable((error as NodeJS.ErrnoException).code)[lang]);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const notUtf8: Text = {
      zh: "不是 UTF-8 编码；请以 UTF-8 另存",
      en: "not encoded in UTF-8; save it as UTF-8",
    };
    throw new InputError(path, null, "", notUtf8[lang]);
  }
}

function unreadable(code: string | undefined): Text {
  if (code === "ENOENT" || code === "ENOTDIR") return { zh: "找不到这个文件", en: "no such file" };
  if (code === "EISDIR") return { zh: "是文件夹，应为文件", en: "is a folder, expected a file" };
  if (code === "EACCES" || code === "EPERM") return { zh: "没有读取权限", en: "no permission to read it" };
  return { zh: `无法读取（${code}）`, en: `cannot be read (${code})` };
}

function syntaxFault(code: string, message: string): Text {
  const known: Readonly<Record<string, string>> = {
    TAB_AS_INDENT: "不可用制表符缩进，请用空格",
    BAD_INDENT: "缩进不齐",
    MISSING_CHAR: "缺少引号、冒号、逗号或括号",
    MULTIPLE_DOCS: "一个文件只能有一份内容，不可再有 ---",
    UNEXPECTED_TOKEN: "此处的符号多余或位置不对",
    BLOCK_AS_IMPLICIT_KEY: "此处不可换行缩进；或许上一行多了一个冒号",
  };
  return { zh: `YAML 写法有误：${known[code] ?? message}`, en: `not valid YAML: ${message}` };
}

import { decodePage } from "../crawler/decode.ts";
import { readDocx } from "../crawler/docx.ts";
import type { Reason } from "../domain/snapshot.ts";
import { UsageError } from "./exit.ts";
import { isAddress, localBytes, onePage } from "./one-page.ts";

/** What `xuncha check` was given. `url` names it: its address, or the file. */
export type Checked =
  | { readonly kind: "page"; readonly url: string; readonly html: string; readonly base: string | null }
  | {
      readonly kind: "text";
      readonly url: string;
      /** Empty ones too, so that they can be counted. */
      readonly lines: readonly string[];
      readonly countedIn: "lines" | "paragraphs";
      readonly pictures: number;
    }
  | { readonly kind: "unread"; readonly url: string; readonly reason: Reason };

/** @throws UsageError for a file that cannot be read, is of a kind that is not checked, or holds nothing. */
export async function checkedFrom(target: string, signal: AbortSignal): Promise<Checked> {
  if (isAddress(target)) {
    const page = await onePage(target, null, signal);
    if (!page.ok) return { kind: "unread", url: target, reason: page.reason };
    return fromText(page.text, page.url ?? target, page.url);
  }
  const name = target === "-" ? "标准输入" : target;
  return fromBytes(await localBytes(target), name);
}

/** A file by what it holds; its name says nothing sure. */
export function fromBytes(bytes: Uint8Array, name: string): Checked {
  if (begins(bytes, "PK\u0003\u0004")) {
    const docx = readDocx(bytes);
    if (!docx) throw new UsageError(`${name}：不是 Word 文档（.docx），或者已损坏；${KINDS}`);
    const { lines, pictures } = docx;
    return holding({ kind: "text", url: name, lines, countedIn: "paragraphs", pictures }, name);
  }
  if (begins(bytes, "\u00d0\u00cf\u0011\u00e0"))
    throw new UsageError(`${name}：是旧的 Office 格式（.doc、.wps 等），请另存为 .docx 再检查`);
  if (begins(bytes, "%PDF")) throw new UsageError(`${name}：不检查 PDF；${KINDS}`);
  const { text, encoding } = decodePage(bytes, null);
  if (text.includes("\0")) throw new UsageError(`${name}：不是文本（按 ${encoding} 读）；${KINDS}`);
  return fromText(text, name, null);
}

const KINDS = "请给出网页（HTML）、文本（.txt）或 Word 文档（.docx）";

function begins(bytes: Uint8Array, magic: string): boolean {
  return [...magic].every((sign, at) => bytes[at] === sign.charCodeAt(0));
}

function fromText(text: string, name: string, base: string | null): Checked {
  if (isHtml(text)) return { kind: "page", url: name, html: text, base };
  const lines = text.split(/\r\n|\n|\r/);
  return holding({ kind: "text", url: name, lines, countedIn: "lines", pictures: 0 }, name);
}

function holding(text: Checked & { readonly kind: "text" }, name: string): Checked {
  const isEmpty = text.pictures === 0 && text.lines.every((line) => line.trim() === "");
  if (isEmpty) throw new UsageError(`${name}：没有内容`);
  return text;
}

function isHtml(text: string): boolean {
  return /<(?:!doctype|html|head|body|div|p|table|meta|h[1-6]|article|section|ul|span|br)\b/i.test(
    text.slice(0, 5000),
  );
}

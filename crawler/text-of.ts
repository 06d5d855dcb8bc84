import type { AnyNode, Element, Text } from "domhandler";

const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
const SPACES = /[\s\u00a0\u3000\u2000-\u200a\u202f\u205f]+/g;

/** White space and what cannot be seen. */
const SPACED = /[\s\u00ad\u200b-\u200f\u2060\ufeff]/;
/** The same, but for a single blank. */
export const UNFOLDED =
  / {2}|[\t\n\v\f\r\u00a0\u00ad\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/;

/** `text` on one line: every run of white space (full width too) is one blank, invisible characters are gone. */
export function foldSpace(text: string): string {
  return UNFOLDED.test(text) ? text.replace(INVISIBLE, "").replace(SPACES, " ").trim() : text.trim();
}

/** `text` without any white space or invisible character: for comparing what two places print. */
export function squeeze(text: string): string {
  return SPACED.test(text) ? text.replace(INVISIBLE, "").replace(SPACES, "") : text;
}

/** Elements whose content nobody sees as text. */
export const SILENT: ReadonlySet<string> = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "select",
  "textarea",
  "object",
  "title",
]);

/** The text under `node`, folded, without scripts, styles and comments. Breaks between blocks become blanks. */
export function textOf(node: AnyNode): string {
  const parts: string[] = [];
  // A stack of our own: pages that never close a tag nest deeper than calls may.
  const stack: AnyNode[] = [node];
  for (let current = stack.pop(); current; current = stack.pop()) {
    if (current.type === "text") parts.push(current.data);
    else if ("children" in current) {
      const element = current as Element;
      if (SILENT.has(element.name) && current !== node) continue;
      if (element.name === "br" || BLOCKS.has(element.name)) parts.push(" ");
      for (let at = current.children.length - 1; at >= 0; at--) {
        const child = current.children[at];
        if (child) stack.push(child);
      }
    }
  }
  return foldSpace(parts.join(""));
}

/** Elements that begin and end a line of their own. */
export const BLOCKS: ReadonlySet<string> = new Set(
  (
    "html body p div table tbody thead tfoot tr td th caption ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article " +
    "header footer nav aside main form fieldset center blockquote pre hr figure figcaption address iframe " +
    "ucapcontent ucaptitle"
  ).split(" "),
);

/** What stands in an element itself, as the code of a script. */
export function ownText(node: Element): string {
  let text = "";
  for (const child of node.children) if (child.type === "text") text += (child as Text).data;
  return text;
}

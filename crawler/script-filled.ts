import type { Element } from "domhandler";
import { type Outline, parentOf } from "./outline.ts";

// What a list that a browser must fill leaves in the page: a call that loads it, or a template of its rows.
const LOADS_A_LIST =
  /\bloadPageData\s{0,9}\(|\bparseType\s{0,9}=\s{0,9}["']?buildstatic|\bdataproxy\.jsp|\/queryList\b|\bjpage\s{0,9}\(/i;
const ROW_TEMPLATE =
  /\{\{\s{0,9}#?\s{0,9}(?:each|list|items?|data|rows?)\b|<%\s{0,9}(?:for|each|_\.each)|\{\{\s{0,9}\w{1,30}\.(?:title|url|href|name)/i;
const CALLS =
  /\$\.(?:ajax|get|post|getJSON)\s{0,9}\(|\bfetch\s{0,9}\(|XMLHttpRequest|axios[.(]|\bnew\s{1,9}Vue\b|createApp\s{0,9}\(|\.load\s{0,9}\(\s{0,9}["']|\btemplate\s{0,9}\(\s{0,9}["']|Mustache\.|Handlebars\.|juicer\s{0,9}\(|laytpl\s{0,9}\(/;

/** Whether rows of a list are loaded or rendered by script: the page has a call or a template for them. */
export function hasListScript(outline: Outline): boolean {
  return (
    outline.scripts.some(({ node, code }) => {
      if (/buildstatic/i.test(node.attribs.parsetype ?? "")) return true;
      const type = node.attribs.type ?? "";
      if (/template|tmpl|tpl|html|handlebars|mustache/i.test(type) && /<li|<tr|<a\s/i.test(code)) return true;
      return (
        code.length < 200_000 &&
        (LOADS_A_LIST.test(code) || (ROW_TEMPLATE.test(code) && /<li|<tr|<a\s/i.test(code)))
      );
    }) || hasVisibleTemplate(outline)
  );
}

/** Whether a script calls for data of any kind, a list's or a weather report's. */
export function callsForData(outline: Outline): boolean {
  return outline.scripts.some(({ code }) => code.length < 200_000 && CALLS.test(code));
}

/** Whether a script mentions the element, or one close above it, by its id or class. */
export function isNamedByScript(outline: Outline, node: Element): boolean {
  const names: string[] = [];
  let at: Element | null = node;
  for (let depth = 0; at && depth < 3; depth++, at = parentOf(at)) {
    if (at.attribs.id) names.push(at.attribs.id);
    for (const name of (at.attribs.class ?? "").split(/\s+/)) if (name.length > 2) names.push(`.${name}`);
  }
  return outline.scripts.some(({ code }) => names.some((name) => mentions(code, name)));
}

function mentions(code: string, name: string): boolean {
  if (!name.startsWith("."))
    return code.includes(`"${name}"`) || code.includes(`'${name}'`) || code.includes(`#${name}`);
  const at = code.indexOf(name);
  return at >= 0 && !/[\w-]/.test(code[at + name.length] ?? " ");
}

/** Rows of a template that stand in the page itself: `{{item.title}}`, `v-for`, `ng-repeat`. */
function hasVisibleTemplate(outline: Outline): boolean {
  if (outline.texts.some(({ text }) => /\{\{[^{}]{1,80}\}\}|<%=/.test(text))) return true;
  for (const node of outline.spans.keys())
    if (
      node.attribs["v-for"] !== undefined ||
      node.attribs["ng-repeat"] !== undefined ||
      node.attribs["ms-for"] !== undefined
    )
      return true;
  return outline.links.some(({ href }) => /\{\{|\$\{|<%/.test(href));
}

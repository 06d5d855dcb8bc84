import type { Element } from "domhandler";
import { type Outline, parentOf } from "./outline.ts";

// What a list that a browser must fill leaves in the page: a call that loads it, or a template of its rows.
const LOADS_A_LIST =
  /\bloadPageData\s{0,9}\(|\bparseType\s{0,9}=\s{0,9}["']?b\w{3,6}static|\bdataproxy\.jsp|\/queryList\b|\bjpage\s{0,9}\(|\/(?:common\/search|searchList)\/|[?&]_isJson=true|\/gkmlpt\/api\/|\/site\/label\/\d|\blabelName\b.{0,9}\w{1,40}List\b|\/(?:was5\/web|fjdzapp)\/search\b|\/module\/xxgk\/search\.jsp/i;
const ROW_TEMPLATE =
  /\{\{\s{0,9}#?\s{0,9}(?:each|list|items?|data|rows?)\b|<%\s{0,9}(?:for|each|_\.each)|\{\{\s{0,9}\w{1,30}\.(?:title|url|href|name)/i;
const CALLS =
  /\$\.(?:ajax|get|post|getJSON)\s{0,9}\(|\bfetch\s{0,9}\(|XMLHttpRequest|axios[.(]|\bnew\s{1,9}Vue\b|createApp\s{0,9}\(|\.load\s{0,9}\(\s{0,9}["']|\btemplate\s{0,9}\(\s{0,9}["']|Mustache\.|Handlebars\.|juicer\s{0,9}\(|laytpl\s{0,9}\(/;

/** `loads`: a script loads the rows of a list. `template`: the page has a template for rows of some kind. */
export type ListScript = "loads" | "template" | null;

/** Whether the page needs a script for rows of a list. */
export function listScriptOf(outline: Outline): ListScript {
  // Rows that the page carries as data are there, whatever pages through them.
  if (outline.datastores.some(({ records }) => records.length > 0)) return null;
  let template = hasVisibleTemplate(outline);
  for (const { node, code } of outline.scripts) {
    if (/^b\w{3,6}static$/i.test(node.attribs.parsetype ?? "")) return "loads";
    if (code.length > LONGEST_SCRIPT) continue;
    if (LOADS_A_LIST.test(code)) return "loads";
    const isTemplate = /template|tmpl|tpl|html|handlebars|mustache/i.test(node.attribs.type ?? "");
    if ((isTemplate || ROW_TEMPLATE.test(code)) && /<li|<tr|<a\s/i.test(code)) template = true;
  }
  return template ? "template" : null;
}

const LONGEST_SCRIPT = 200_000;

/** Whether a script calls for data of any kind, a list's or a weather report's. */
export function callsForData(outline: Outline): boolean {
  return outline.scripts.some(({ code }) => code.length <= LONGEST_SCRIPT && CALLS.test(code));
}

/** Elements without content that a script which calls for data knows by their id: what it fetches goes there. */
export function scriptFilled(outline: Outline): readonly Element[] {
  const calling = outline.scripts.filter(({ code }) => code.length <= LONGEST_SCRIPT && CALLS.test(code));
  if (calling.length === 0) return [];
  return [...outline.spans.keys()].filter((node) => {
    const { id } = node.attribs;
    if (id === undefined || id.length < 2 || !/^(?:div|ul|ol|dl|table|tbody|section)$/.test(node.name))
      return false;
    const span = outline.spans.get(node);
    if (!span || span.textFrom !== span.textTo || span.linkFrom !== span.linkTo) return false;
    return calling.some(({ code }) => mentions(code, id));
  });
}

/**
 * Lists without rows that a script writes rows into without asking for any: it has them itself, or is one of their own
 * (`<ul><script src="rows.js">`). Clocks and counters are written as well, and are no lists.
 */
export function writtenLists(outline: Outline): readonly Element[] {
  const writing = outline.scripts.filter(({ code }) => code.length <= LONGEST_SCRIPT && WRITES.test(code));
  return [...outline.spans.keys()].filter((node) => {
    const { id } = node.attribs;
    const isList =
      /^(?:ul|ol|dl|table|tbody)$/.test(node.name) || (node.name === "div" && /list|news/i.test(id ?? ""));
    const span = outline.spans.get(node);
    if (!isList || !span || span.textFrom !== span.textTo || span.linkFrom !== span.linkTo) return false;
    if (node.children.some((child) => child.type === "script")) return true;
    return id !== undefined && id.length >= 2 && writing.some(({ code }) => mentions(code, id));
  });
}

const WRITES = /\binnerHTML\s{0,9}\+?=|insertAdjacentHTML|appendChild|\.(?:html|append|prepend)\s{0,9}\(/;

/** Whether a script mentions the element, or one of the `levels` from it upwards, by its id or class. */
export function isNamedByScript(outline: Outline, node: Element, levels = 3): boolean {
  const names: string[] = [];
  let at: Element | null = node;
  for (let depth = 0; at && depth < levels; depth++, at = parentOf(at)) {
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

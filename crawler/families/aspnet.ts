import { Element } from "domhandler";
import { type Outline, type PageLink, parentOf, walk } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import { NEXT_SIGN, NEXT_WORD, numberedPagers, numberIn, wordOf } from "../pager-links.ts";
import { encoded } from "../turned-page.ts";
import type { PagerClue } from "./pager-clue.ts";

const POSTBACK = /__doPostBack\(\s{0,9}['"]([^'"]{1,200})['"]\s{0,9},\s{0,9}['"]([^'"]{0,200})['"]/;
const WITH_OPTIONS =
  /WebForm_PostBackOptions\(\s{0,9}['"]([^'"]{1,200})['"]\s{0,9},\s{0,9}['"]([^'"]{0,200})['"]/;
/** A form that asks who is there is no pager's alone. */
const GUARDED = /captcha|validat(?:e|ion)?code|verif\w{0,6}code|checkcode|yzm|password/i;

/**
 * Pagers of ASP.NET, whose links post the page's own form back: `javascript:__doPostBack('AspNetPager1','2')`. The
 * next page is that form with its hidden fields, as a click would send it.
 */
export function aspnetPager(outline: Outline): PagerClue | null {
  const link = nextLink(outline);
  const call = link && postbackOf(link);
  if (!link || !call) return null;
  return {
    next: postedBack(outline, link, call),
    moreFollows: true,
    pageCount: null,
    total: null,
    at: link.textFrom,
  };
}

interface Postback {
  readonly target: string;
  readonly argument: string;
}

function nextLink(outline: Outline): PageLink | null {
  const calling = outline.links.filter((link) => link.url === null && postbackOf(link) !== null);
  const worded =
    calling.find((link) => NEXT_WORD.test(wordOf(link))) ?? calling.find(({ text }) => NEXT_SIGN.test(text));
  if (worded) return worded;
  for (const { links, current } of numberedPagers(outline)) {
    const next = links.find((link) => current !== null && numberIn(link.text) === current + 1);
    if (next && calling.includes(next)) return next;
  }
  return null;
}

function postbackOf({ href, node }: PageLink): Postback | null {
  if (node.attribs.disabled !== undefined) return null;
  const code = `${href} ${node.attribs.onclick ?? ""}`;
  const [, target, argument] = POSTBACK.exec(code) ?? WITH_OPTIONS.exec(code) ?? [];
  return target === undefined || argument === undefined ? null : { target, argument };
}

function postedBack(outline: Outline, link: PageLink, { target, argument }: Postback): PageAddress | null {
  const form = formAround(link.node);
  if (!form || !/^post$/i.test(form.attribs.method ?? "")) return null;
  const inputs = inputsOf(form);
  if (inputs.some(({ attribs: { name, id, type } }) => GUARDED.test(`${name} ${id} ${type}`))) return null;
  const fields = inputs
    .filter(({ attribs: { name, type } }) => name && /^hidden$/i.test(type ?? ""))
    .map(({ attribs: { name = "", value = "" } }) => [name, value] as const)
    .filter(([name]) => name !== "__EVENTTARGET" && name !== "__EVENTARGUMENT");
  if (!fields.some(([name]) => name === "__VIEWSTATE")) return null;
  // A form is sent in the page's own encoding; only what is the same in all of them can be sent for it.
  if (fields.some(([, value]) => /[^\x20-\x7e\r\n\t]/.test(value)) && !isUtf8(outline)) return null;
  const own = form.attribs.action?.trim();
  return {
    url: own ? own : (outline.url ?? ""),
    form: encoded([["__EVENTTARGET", target], ["__EVENTARGUMENT", argument], ...fields]),
  };
}

function formAround(node: Element): Element | null {
  for (let at = parentOf(node); at; at = parentOf(at)) if (at.name === "form") return at;
  return null;
}

function inputsOf(form: Element): readonly Element[] {
  const inputs: Element[] = [];
  walk(
    form,
    (node) => {
      if (node instanceof Element && node.name === "input") inputs.push(node);
      return true;
    },
    () => {},
  );
  return inputs;
}

function isUtf8(outline: Outline): boolean {
  let declared = "";
  walk(
    outline.root,
    (node) => {
      if (node instanceof Element && node.name === "meta")
        declared ||=
          node.attribs.charset ??
          /charset\s{0,9}=\s{0,9}([\w-]{1,20})/i.exec(node.attribs.content ?? "")?.[1] ??
          "";
      return declared === "";
    },
    () => {},
  );
  return /^utf-?8$/i.test(declared);
}

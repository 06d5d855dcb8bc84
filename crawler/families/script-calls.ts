import { elementWith, metaOf, type Outline } from "../outline.ts";
import type { PageAddress } from "../page-request.ts";
import {
  argumentsAt,
  isObject,
  type KnownNames,
  type Literal,
  literalAt,
  namesIn,
} from "../script-literals.ts";
import { UNKNOWN_TEXT } from "../text-marks.ts";
import { encoded } from "../turned-page.ts";

const LONGEST_SCRIPT = 200_000;
/** A script of more calls is a library. */
const MOST_CALLS = 200;
const CALL = /(?:\.(?:ajax|get|post|getJSON|load)|\bfetch|\baxios(?:\.(?:get|post))?)\s{0,9}(?=\()/g;

/**
 * The calls that the page's scripts make to an address like `path`, with all their parameters, each once. Where a
 * script puts in the page's number, it is 1; a call with any other part that its source does not say is left out.
 */
export function callsTo(outline: Outline, path: RegExp): readonly PageAddress[] {
  const scripts = outline.scripts.map(({ code }) => code).filter((code) => code.length <= LONGEST_SCRIPT);
  if (!scripts.some((code) => path.test(code))) return [];
  const written = scripts.map((code) => withPageValues(code, outline));
  const known = namesIn(written);
  const calls = new Map<string, PageAddress>();
  for (const code of written.filter((each) => path.test(each)))
    for (const call of [...callsIn(code, known), ...addressesIn(code, path, known)])
      if (path.test(call.url)) calls.set(`${call.url}\n${call.form}`, call);
  return [...calls.values()];
}

const META =
  /(?:\$|jQuery|document\.querySelector)\(\s{0,9}(["'])meta\[name=\\?["']?([\w-]{1,40})\\?["']?\]\1\s{0,9}\)(?:\.attr\(\s{0,9}["']content["']\s{0,9}\)|\.getAttribute\(\s{0,9}["']content["']\s{0,9}\)|\.content\b)/g;
const FIELD =
  /(?:(?:\$|jQuery)\(\s{0,9}["']#([\w-]{1,60})["']\s{0,9}\)\.val\(\s{0,9}\)|document\.getElementById\(\s{0,9}["']([\w-]{1,60})["']\s{0,9}\)\.value\b)/g;

/** The script with what it asks the page for written out: the content of a `meta`, the value of a hidden field. */
function withPageValues(code: string, outline: Outline): string {
  if (!code.includes("meta[") && !code.includes(".val(") && !code.includes(".value")) return code;
  return code
    .replace(META, (whole, _quote, name: string) => {
      const content = metaOf(outline, name);
      return content === null ? whole : JSON.stringify(content);
    })
    .replace(FIELD, (whole, one?: string, other?: string) => {
      const id = one ?? other;
      const field = elementWith(outline, (node) => node.name === "input" && node.attribs.id === id);
      const isHidden = /^hidden$/i.test(field?.attribs.type ?? "");
      return isHidden ? JSON.stringify(field?.attribs.value ?? "") : whole;
    });
}

function callsIn(code: string, known: KnownNames): readonly PageAddress[] {
  return [...code.matchAll(CALL)].slice(0, MOST_CALLS).flatMap((found) => {
    const given = argumentsAt(code, found.index + found[0].length, known);
    const call = calledWith(given, /post/i.test(found[0]));
    return call ? [call] : [];
  });
}

function calledWith([first, second]: readonly Literal[], posts: boolean): PageAddress | null {
  if (isObject(first) && typeof first.url === "string") {
    const method = [first.type, first.method].find((each) => typeof each === "string");
    return addressOf(first.url, first.data ?? first.params, String(method ?? "").toLowerCase() === "post");
  }
  if (typeof first !== "string") return null;
  if (!isObject(second)) return addressOf(first, typeof second === "string" ? second : undefined, posts);
  const wrapped = second.params ?? second.data;
  return addressOf(first, isObject(wrapped) ? wrapped : second, posts);
}

/** Addresses that stand in a script as a text of their own, wherever it calls them. */
function addressesIn(code: string, path: RegExp, known: KnownNames): readonly PageAddress[] {
  const found: PageAddress[] = [];
  const text = /(?<!\+\s{0,9})(["'`])(?=[^"'`\n]{0,300}\?|[^"'`\n]{0,300}["'`]\s{0,9}\+)/g;
  for (const { index } of code.matchAll(text)) {
    if (found.length >= MOST_CALLS || !path.test(code.slice(index, index + 400))) continue;
    const { value } = literalAt(code, index, known);
    const call =
      typeof value === "string" && /[?].*=/.test(value) ? addressOf(value, undefined, false) : null;
    if (call) found.push(call);
  }
  return found;
}

/** null where a parameter is not known. */
function addressOf(url: string, data: Literal, posts: boolean): PageAddress | null {
  const fields = fieldsOf(data);
  if (fields === null) return null;
  const address = settled(url);
  const query = settled(fields);
  if (address === null || query === null) return null;
  if (posts) return { url: address, form: query };
  return {
    url: query === "" ? address : `${address}${address.includes("?") ? "&" : "?"}${query}`,
    form: null,
  };
}

/** Parameters in the form that they are sent in; null where their value cannot be sent as a field. */
export function fieldsOf(data: Literal): string | null {
  if (data === undefined || data === null) return "";
  if (typeof data === "string") return data.replace(/^[?&]/, "");
  if (!isObject(data)) return null;
  const fields: [string, string][] = [];
  for (const [name, value] of Object.entries(data)) {
    const values: readonly Literal[] = Array.isArray(value) ? value : [value];
    // jQuery names the entries of a list so.
    const field = Array.isArray(value) ? `${name}[]` : name;
    for (const each of values) {
      if (isObject(each) || Array.isArray(each)) return null;
      fields.push([field, each === undefined ? UNKNOWN_TEXT : String(each ?? "")]);
    }
  }
  return encoded(fields);
}

/** The number of the page, wherever a script puts it in. */
const PAGE_FIELD =
  /((?:^|[?&])(?:page|page_?no|page_?num|page_?index|page_?number|curr?_?page|current_?page|current|now_?page|pn|p)=)(?:\ufdd2|%EF%B7%92)?(?=&|$)/gi;
/** The window of records that such a call asks for. */
const WINDOW_FIELD = /((?:^|[?&])(?:startrecord|endrecord)=)(?:\ufdd2|%EF%B7%92)(?=&|$)/gi;
/** What scripts add so that no cache answers. */
const NO_CACHE =
  /(?:^|([?&]))(?:_|t|r|rnd|rand|random|time|timestamp|v)=(?:\ufdd2|%EF%B7%92|[^&]*\ufdd2)(?:&|$)/gi;

function settled(address: string): string | null {
  const filled = address
    .replace(PAGE_FIELD, (_, name: string) => `${name}1`)
    .replace(WINDOW_FIELD, (_, name: string) => `${name}1`)
    .replace(NO_CACHE, "$1")
    .replace(/[?&]$/, "");
  return filled.includes(UNKNOWN_TEXT) || /%EF%B7%92/i.test(filled) ? null : filled;
}

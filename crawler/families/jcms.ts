import type { Element } from "domhandler";
import { literalAt } from "../script-literals.ts";

/** A list of the JCMS family: rows as markup inside an XML answer, or inside an island of XML in the page. */
export interface Datastore {
  /** Each record's markup, in order. */
  readonly records: readonly string[];
  /** Address of the call that gives the next records, as written; null where it stands nowhere. */
  readonly nextGroup: string | null;
  readonly total: number | null;
  readonly pageCount: number | null;
}

/** Reads `text` as a datastore, also where its markup is encoded as entities; null where it is none. */
export function datastoreIn(text: string): Datastore | null {
  let xml = text;
  if (!xml.includes("<datastore") && !xml.includes("<recordset")) {
    if (!xml.includes("&lt;datastore") && !xml.includes("&lt;recordset")) return null;
    xml = decoded(xml);
  }
  return {
    records: contents(xml, "record"),
    nextGroup: /href\s*=\s*["']([^"']{1,2000})["']/i.exec(contents(xml, "nextgroup")[0] ?? "")?.[1] ?? null,
    total: numberIn(xml, "totalrecord"),
    pageCount: numberIn(xml, "totalpage"),
  };
}

/**
 * A datastore that a script holds as a list of texts: `var InitData7 = ['<li>…</li>', …]`, given to `jpage` as its
 * `dataStore`; null where it holds none.
 */
export function storedIn(code: string): Datastore | null {
  const name = /\bdataStore\s{0,9}:\s{0,9}([A-Za-z_$][\w$]{0,60})\s{0,9}[,}]/.exec(code)?.[1];
  const start =
    name === undefined ? -1 : code.search(new RegExp(`\\b${name.replace(/\$/g, "\\$")}\\s{0,9}=\\s{0,9}\\[`));
  if (start < 0) return null;
  const { value } = literalAt(code, code.indexOf("[", start), new Map(), LONGEST_STORE);
  if (!Array.isArray(value)) return null;
  const records = value.filter((each) => typeof each === "string" && each.includes("<"));
  return { records, nextGroup: null, total: numberAfter(code, "totalRecord"), pageCount: null };
}

const LONGEST_STORE = 200_000;

function numberAfter(code: string, name: string): number | null {
  const found = new RegExp(`\\b${name}\\s{0,9}:\\s{0,9}["']?(\\d{1,9})`).exec(code)?.[1];
  return found === undefined ? null : Number(found);
}

/** The markup that a browser would show for it, in an element marked as the list's own. */
export function datastoreMarkup(datastore: Datastore): string {
  return `<div ${RECORDS}>${datastore.records.join("\n")}</div>`;
}

const RECORDS = "data-xuncha-records";

/** Whether what the element holds came as records of a datastore: they are the column's list. */
export function isOfDatastore(node: Element): boolean {
  for (let at: Element["parent"] = node; at; at = at.parent)
    if ("attribs" in at && at.attribs[RECORDS] !== undefined) return true;
  return false;
}

function contents(xml: string, tag: string): readonly string[] {
  const found: string[] = [];
  const open = `<${tag}>`;
  const close = `</${tag}>`;
  let at = xml.indexOf(open);
  while (at >= 0) {
    const end = xml.indexOf(close, at);
    if (end < 0) break;
    found.push(
      xml
        .slice(at + open.length, end)
        .trim()
        .replace(/^<!\[CDATA\[/, "")
        .replace(/\]\]>$/, ""),
    );
    at = xml.indexOf(open, end);
  }
  return found;
}

function numberIn(xml: string, tag: string): number | null {
  const found = new RegExp(`<${tag}>\\s{0,9}(\\d{1,9})`).exec(xml);
  return found ? Number(found[1]) : null;
}

function decoded(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

import type { Element } from "domhandler";
import type { Outline, PageLink } from "./outline.ts";

/** 下一页, in whatever words. */
export const NEXT_WORD =
  /^[[(（【\s]*(?:下\s*一?\s*页|后\s*一?\s*页|下一頁|(?:点击)?(?:加载|显示)更多|next(?:\s*page)?)\s*[\])）】>»›\s]*$/i;
export const NEXT_SIGN = /^(?:>|›|»|>>|→)$/;
export const PAGER_CLASS = /pag(?:e|ing|ination)|fenye|fanye|\bfy\b|next/i;

/** What leads nowhere for now. */
export const DISABLED = /disab|nolink|no-?active|gr[ae]y|\bhui\b|\bend\b|\bno(?:ne)?\b/i;

/** The address that a pager's link leads to: its own, or the one that its click handler or data names. */
export function addressIn(link: PageLink): string | null {
  if (link.url !== null) return link.url;
  const { tagname, "data-href": data, "data-url": other } = link.node.attribs;
  const named = [tagname, data, other].find(
    (each) => each !== undefined && /[/.]/.test(each) && !/^\[/.test(each),
  );
  return named ?? null;
}

export function inPager(link: PageLink): boolean {
  let node = link.node.parent;
  for (let depth = 0; node && depth < 4; depth++, node = node.parent)
    if ("attribs" in node && PAGER_CLASS.test(`${node.attribs.class ?? ""} ${node.attribs.id ?? ""}`))
      return true;
  return PAGER_CLASS.test(link.node.attribs.class ?? "");
}

/** Numbers side by side that lead to pages: `1 [2] [3]`. */
export interface NumberedPager {
  readonly links: readonly PageLink[];
  /** The page that these stand on; null where nothing tells. */
  readonly current: number | null;
}

/** More numbers side by side are days of a calendar. */
const MOST_NUMBERS = 20;

/** Every row of numbers, linked or called by a script. */
export function numberedPagers(outline: Outline): readonly NumberedPager[] {
  const byParent = new Map<unknown, PageLink[]>();
  for (const link of outline.links) {
    if (!/^[[(]?\d{1,4}[\])]?$/.test(link.text)) continue;
    const { parent } = link.node;
    const box =
      parent && "name" in parent && /^(?:li|span|td)$/.test(String(parent.name)) ? parent.parent : parent;
    byParent.set(box, [...(byParent.get(box) ?? []), link]);
  }
  return [...byParent.values()]
    .filter((links) => links.length <= MOST_NUMBERS && links.some(isCall))
    .map((links) => ({ links, current: currentOf(outline, links) }));
}

/** It leads somewhere, or calls something with a number: the numbers under a picture show do neither. */
function isCall(link: PageLink): boolean {
  return addressIn(link) !== null || /\(.*\d.*\)/.test(`${link.href} ${link.node.attribs.onclick ?? ""}`);
}

function currentOf(outline: Outline, links: readonly PageLink[]): number | null {
  const [first, last] = [links[0], links.at(-1)];
  if (!first || !last) return null;
  const around = outline.texts.slice(Math.max(0, first.textFrom - 3), last.textTo + 3);
  const plain = around.find(({ text, link }) => link === null && CURRENT.test(text));
  const marked = links.find(({ node }) => MARKED.test(node.attribs.class ?? ""));
  const text = plain ? CURRENT.exec(plain.text)?.[1] : marked?.text;
  return text === undefined ? null : numberIn(text);
}

const CURRENT = /^(?:上一?页\s*)?[[(]?(\d{1,4})[\])]?(?:\s*下一?页)?$/;
/** What marks the number of the page itself. */
export const MARKED = /\b(?:current|cur|active|on|selected|thisclass|now)\b/i;

/** The number that a link of a pager shows. */
export function numberIn(text: string): number {
  return Number(text.replace(/\D/g, ""));
}

/** What a link of a pager says: its text, its title, or what its picture is called. */
export function wordOf({ text, tooltip, node }: PageLink): string {
  if (text !== "" || tooltip !== "") return text || tooltip;
  const picture = node.children.find(
    (child): child is Element => child.type === "tag" && (child as Element).name === "img",
  );
  return picture?.attribs.alt ?? "";
}

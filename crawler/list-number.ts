import type { Element } from "domhandler";
import { textOf } from "./text-of.ts";

/**
 * The number that a browser puts before an entry of `<ol>`, where the list itself says from which, or in which
 * figures, it counts: a text that was numbered by hand goes on there. null for any other entry.
 */
export function listNumber(entry: Element): string | null {
  const list = entry.parent;
  if (list?.type !== "tag" || (list as Element).name !== "ol") return null;
  const { start, style = "" } = (list as Element).attribs;
  const drawn = drawnNumber(entry);
  if (drawn !== null) return drawn;
  const type =
    /list-style(?:-type)?\s*:[^;]*?\b(none|cjk-ideographic|simp-chinese-\w+|trad-chinese-\w+)/i.exec(
      style,
    )?.[1];
  if (type === "none" || (start === undefined && type === undefined)) return null;
  // Numbered by hand besides.
  if (/^[\s（(]*[\d０-９一二三四五六七八九十]{1,3}\s*[、.．)）]/.test(textOf(entry))) return null;
  const entries = list.children.filter((child) => child.type === "tag" && (child as Element).name === "li");
  const number = (Number.parseInt(start ?? "", 10) || 1) + entries.indexOf(entry);
  if (type === undefined) return `${number}.`;
  return number >= 1 && number < 100 ? `${chinese(number)}、` : null;
}

/** UEditor draws Chinese numbers as pictures behind entries of its classes: list-cn-1-3 is 三、. */
function drawnNumber(entry: Element): string | null {
  const [, form, figures] = /(?:^|\s)list-(cn-[123])-(\d{1,2})(?:\s|$)/.exec(entry.attribs.class ?? "") ?? [];
  const number = chinese(Number(figures));
  if (form === undefined || number === "") return null;
  return form === "cn-1" ? `${number}、` : form === "cn-2" ? `${number}）` : `（${number}）`;
}

const DIGITS = "一二三四五六七八九";

function chinese(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const ten = tens === 0 ? "" : `${tens === 1 ? "" : DIGITS.charAt(tens - 1)}十`;
  return ten + (ones === 0 ? "" : DIGITS.charAt(ones - 1));
}

import type { AnyNode, Element } from "./dom.ts";
import { type Outline, parentOf } from "./outline.ts";
import {
  addressIn,
  DISABLED,
  MARKED,
  NEXT_WORD,
  numberedPagers,
  numberIn,
  PAGER_CLASS,
  wordOf,
} from "./pager-links.ts";

/** A pager whose way on could not be read: a next page without an address, a call, or an empty place for one. */
export function hasUnreadPager(outline: Outline): boolean {
  const next = outline.links.filter((link) => NEXT_WORD.test(wordOf(link)));
  if (
    next.some(
      (link) => addressIn(link) === null && link.node.attribs.href !== undefined && !isDisabled(link.node),
    )
  ) {
    return true;
  }
  if (outline.scripts.some(({ code }) => code.length <= LONGEST_CALL && PAGER_CALL.test(code))) return true;
  if (
    numberedPagers(outline).some(({ links, current }) =>
      leadsOn(
        links.map(({ text }) => numberIn(text)),
        current,
      ),
    )
  )
    return true;
  return hasNextButton(outline) || hasUnlinkedNumbers(outline) || hasOlder(outline) || hasEmptyPager(outline);
}

/** Numbers of a pager that are no links, and listen for a click: `<li class="number">2</li>`. The page's own stands alone. */
function hasUnlinkedNumbers(outline: Outline): boolean {
  const byBox = new Map<Element, { readonly number: number; readonly isCurrent: boolean }[]>();
  for (const { text, link, parent } of outline.texts) {
    if (link !== null || parent === null || !/^\d{1,4}$/.test(text)) continue;
    const { parent: box } = parent;
    if (!box || !("attribs" in box)) continue;
    const isCurrent = MARKED.test(parent.attribs.class ?? "");
    byBox.set(box, [...(byBox.get(box) ?? []), { number: Number(text), isCurrent }]);
  }
  return [...byBox].some(([box, numbers]) => {
    const names = [box, parentOf(box)].map(
      (node) => `${node?.attribs.class ?? ""} ${node?.attribs.id ?? ""}`,
    );
    const current = numbers.find(({ isCurrent }) => isCurrent)?.number ?? null;
    return (
      names.some((name) => PAGER_CLASS.test(name)) &&
      leadsOn(
        numbers.map(({ number }) => number),
        current,
      )
    );
  });
}

/** A pager's word for the next page that is switched off: this page is the last. */
export function showsItsEnd(outline: Outline): boolean {
  const words = [...outline.spans].filter(([node, { textFrom, textTo }]) => {
    if (!/^(?:a|span|li|button|input)$/.test(node.name)) return false;
    const word = textTo - textFrom === 1 ? outline.texts[textFrom]?.text : node.attribs.value;
    return NEXT_WORD.test(word ?? "");
  });
  return words.length > 0 && words.every(([node]) => isDisabled(node));
}

/** Numbers that follow each other, of which one lies beyond this page, or may. */
function leadsOn(numbers: readonly number[], current: number | null): boolean {
  const follow = numbers.some((number, at) => at > 0 && number === (numbers[at - 1] ?? 0) + 1);
  return follow && (current === null || numbers.some((number) => number > current));
}

function hasNextButton(outline: Outline): boolean {
  for (const [node, { textFrom, textTo }] of outline.spans) {
    if (!/^(?:input|button)$/.test(node.name) || isDisabled(node)) continue;
    const word = node.attribs.value ?? outline.texts.slice(textFrom, textTo)[0]?.text ?? "";
    if (NEXT_WORD.test(word)) return true;
  }
  return false;
}

/** 查看往期信息: the rest of the list stands elsewhere. */
function hasOlder(outline: Outline): boolean {
  return outline.links.some(({ text }) => /^(?:查看|点击|浏览)\S{0,4}(?:往期|历史|以前)\S{0,8}$/.test(text));
}

const LONGEST_CALL = 4000;

function isDisabled({ attribs, parent }: Element): boolean {
  const above = parent && "attribs" in parent ? `${parent.attribs.class ?? ""}` : "";
  return DISABLED.test(`${attribs.class ?? ""} ${above}`) || attribs.disabled !== undefined;
}

/** A place for a pager that holds nothing, in a page with scripts that may fill it. */
function hasEmptyPager(outline: Outline): boolean {
  const empty = [...outline.spans].some(
    ([node, span]) =>
      span.textFrom === span.textTo &&
      /^(?:div|ul|p|span|nav)$/.test(node.name) &&
      [node.attribs.id, ...(node.attribs.class ?? "").split(/\s+/)].some((name) =>
        PAGER_NAME.test(name ?? ""),
      ),
  );
  return empty && hasScript(outline.root);
}

function hasScript(root: Outline["root"]): boolean {
  const stack: AnyNode[] = [...root.children];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === "script") return true;
    if ("children" in node) stack.push(...node.children);
  }
  return false;
}

const PAGER_NAME =
  /^(?:\w{0,12}[-_])?(?:pages?|pager|paging|pagination|laypage|fenye|fanye|pagebar|pagebox)(?:[-_]?\w{1,12})?$/i;
/** A call that may write a pager: its name speaks of pages, and it is given a number. */
const PAGER_CALL =
  /(?<!function\s{1,9})\b\w{0,30}(?:page|paging|pagination|fenye)\w{0,30}\s{0,9}\(\s{0,9}[^()]{0,200}\d/i;

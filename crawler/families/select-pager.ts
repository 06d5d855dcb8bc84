import type { Element } from "domhandler";
import { type AnyNode, absolute } from "../dom.ts";
import { type Outline, parentOf } from "../outline.ts";
import { foldSpace, textOf } from "../text-of.ts";
import type { PagerClue } from "./pager-clue.ts";

/**
 * A pager that is a box to choose a page from: `<select><option value="index_1.html">2</option>…`. null where no
 * box counts pages from 1 on.
 */
export function selectPager(outline: Outline): PagerClue | null {
  for (const select of selectsOf(outline.root)) {
    const options = optionsOf(select);
    if (options.length < 2 || !options.every(({ text }, at) => pageIn(text) === at + 1)) continue;
    if (!isOfPages(outline, select, options)) continue;
    const current = currentOf(options, outline.url);
    const following = current === null ? null : (options[current + 1] ?? null);
    const value = following?.value ?? "";
    return {
      next: /[/.?]/.test(value) ? value : null,
      moreFollows: current === null || following !== null,
      pageCount: options.length,
      total: null,
      at: placeOf(outline, select),
    };
  }
  return null;
}

/** A box of months counts from 1 on too: of pages it leads somewhere, or stands beside the word. */
function isOfPages(outline: Outline, select: Element, options: readonly Option[]): boolean {
  if (options.slice(1).every(({ value }) => /[/.?]/.test(value))) return true;
  const parent = parentOf(select);
  const span = parent && outline.spans.get(parent);
  if (!span || span.textTo - span.textFrom > MOST_TEXTS_OF_A_PAGER) return false;
  return outline.texts.slice(span.textFrom, span.textTo).some(({ text }) => text.includes("页"));
}

interface Option {
  readonly text: string;
  readonly value: string;
  readonly selected: boolean;
}

const MOST_TEXTS_OF_A_PAGER = 20;

function selectsOf(root: Outline["root"]): readonly Element[] {
  const found: Element[] = [];
  const stack: AnyNode[] = [...root.children].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!("children" in node)) continue;
    if ("name" in node && node.name === "select") found.push(node as Element);
    else stack.push(...[...node.children].reverse());
  }
  return found;
}

function optionsOf(select: Element): readonly Option[] {
  return select.children
    .filter((child): child is Element => child.type === "tag" && (child as Element).name === "option")
    .map((option) => {
      const text = foldSpace(textOf(option));
      return { text, value: option.attribs.value ?? text, selected: option.attribs.selected !== undefined };
    });
}

function pageIn(text: string): number | null {
  const found = /^第?\s*(\d{1,4})\s*页?(?:\s*\/\s*\d{1,4}\s*页?)?$/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** The chosen page, or the one that this page is by its address; null where neither says. */
function currentOf(options: readonly Option[], url: string | null): number | null {
  const chosen = options.findIndex(({ selected }) => selected);
  if (chosen >= 0) return chosen;
  const own = options.findIndex(({ value }) => url !== null && absolute(value, url) === url);
  return own >= 0 ? own : null;
}

function placeOf(outline: Outline, select: Element): number | null {
  const parent = parentOf(select);
  const span = parent && outline.spans.get(parent);
  return span && span.textTo - span.textFrom <= MOST_TEXTS_OF_A_PAGER ? span.textFrom : null;
}

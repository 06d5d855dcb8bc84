import type { AnyNode, Document, Element } from "domhandler";
import { guarded } from "./guarded.ts";
import type { PageDocument } from "./page-document.ts";
import { SILENT, squeeze, textOf } from "./text-of.ts";

/** Pages that must show the same place filled before it tells anything of a page where it stands empty. */
const LEAST_SIBLINGS = 2;
/** Whatever carries content without text: a place that holds one of these is not empty. */
const CARRIERS = new Set([
  "a",
  "img",
  "iframe",
  "embed",
  "object",
  "video",
  "audio",
  "canvas",
  "svg",
  "script",
  "input",
  "form",
]);
/** By so much (characters) what surrounds the place may differ from page to page. */
const MORE_AROUND = 200;
/** How many elements above a place tell it from others. */
const DEPTH = 4;
/** So many elements around a place may stand for it in a page that leaves it out. */
const WRAPPERS = 2;

/**
 * Where the pages of one site's template put their content, learned from pages that have some: the element
 * that holds all of a list's rows, or the whole of a text. A page that has the very same place, once, with
 * nothing at all in it, is empty: its template shows so. Where the template leaves the place out, what stands around
 * it tells. A heading with the column's name is nothing, nor is a breadcrumb.
 */
export class SiblingTemplate {
  /** The place and, in order, what stands around it. */
  readonly #levels: readonly Level[] = Array.from({ length: WRAPPERS + 1 }, () => new Map());

  /** Learns from a page that shows `parts` (rows' titles, or the first and last line of a text). */
  learn({ tree: document }: PageDocument, parts: readonly string[]): void {
    const place = guarded(
      () => placeOf(document, parts),
      () => null,
    );
    if (!place) return;
    const whole = textOf(document).length;
    let at: Element | null = place;
    for (const seen of this.#levels) {
      if (!at || isRoot(at)) return;
      const signature = signatureOf(at);
      const { times, around } = seen.get(signature) ?? { times: 0, around: 0 };
      seen.set(signature, {
        times: times + 1,
        around: Math.max(around, whole - textOf(at).length),
      });
      at = at.parent && isElement(at.parent) ? at.parent : null;
    }
  }

  /**
   * What the page says in the place that siblings fill, where it has that place exactly once, plain words alone in it,
   * and nothing else instead: "" where nothing stands in it. null where it does not show.
   */
  wordsIn(document: PageDocument, frame: Frame): string | null {
    return guarded(
      () => this.#wordsIn(document, frame),
      () => null,
    );
  }

  #wordsIn({ tree: document }: PageDocument, frame: Frame): string | null {
    const elements = elementsOf(document).map((element) => ({ element, signature: signatureOf(element) }));
    for (const [depth, seen] of this.#levels.entries()) {
      const places = elements.flatMap(({ element, signature }) => {
        const sibling = seen.get(signature);
        return sibling && sibling.times >= LEAST_SIBLINGS ? [{ element, around: sibling.around }] : [];
      });
      const [place, ...others] = places;
      if (!place) continue;
      const words = others.length > 0 ? null : plainWordsOf(place.element, frame);
      if (words === null || (depth > 0 && (words !== "" || elementsOf(place.element).some(isPlace))))
        return null;
      return textOf(document).length - words.length <= place.around + MORE_AROUND ? words : null;
    }
    return null;
  }
}

/** By an element's signature: how many pages fill it, and how much text surrounds it at the most. */
type Level = Map<string, { readonly times: number; readonly around: number }>;

/** What is of one row: further rows would not stand in it. */
const OF_A_ROW = new Set([
  "a",
  "span",
  "font",
  "strong",
  "b",
  "em",
  "p",
  "tr",
  "tbody",
  "h1",
  "h2",
  "h3",
  "dd",
  "dt",
]);
/** These are, too, unless they hold several: pages are laid out by them. */
const CELLS = new Set(["td", "li"]);
/** Of more rows so many, first and last among them, are looked for: each is searched in the whole text. */
const MOST_PARTS = 60;

function sampleOf(parts: readonly string[]): readonly string[] {
  if (parts.length <= MOST_PARTS) return parts;
  const step = (parts.length - 1) / (MOST_PARTS - 1);
  return Array.from({ length: MOST_PARTS }, (_, n) => parts[Math.round(n * step)] ?? "");
}

/** The smallest element that holds all parts. */
function placeOf(document: Document, parts: readonly string[]): Element | null {
  const wanted = sampleOf(parts)
    .map(squeeze)
    .filter((part) => part !== "");
  if (wanted.length === 0) return null;
  const holds = (element: Element) => {
    const text = squeeze(textOf(element));
    return wanted.every((part) => text.includes(part));
  };
  let place: Element | null = null;
  let within: readonly AnyNode[] = document.children;
  for (;;) {
    const next: Element | undefined = within.filter(isElement).find(holds);
    if (!next) break;
    place = next;
    within = next.children;
  }
  const isOfOne = new Set(wanted).size < 2;
  while (place && (OF_A_ROW.has(place.name) || (isOfOne && CELLS.has(place.name)))) {
    place = place.parent && isElement(place.parent) ? place.parent : null;
  }
  return place && !isRoot(place) ? place : null;
}

function isRoot({ name }: Element): boolean {
  return name === "body" || name === "html";
}

/** Name, id and class of an element and of some above it. */
export function signatureOf(element: Element): string {
  const parts: string[] = [];
  let at: Element | null = element;
  for (let depth = 0; at && depth < DEPTH; depth += 1) {
    parts.push(`${at.name}#${at.attribs.id ?? ""}.${at.attribs.class ?? ""}`);
    at = at.parent && isElement(at.parent) ? at.parent : null;
  }
  return parts.join("<");
}

/** Whether an empty element is the place of something else: it has a name by which it is filled, or is a list. */
function isPlace(element: Element): boolean {
  const { id, class: className } = element.attribs;
  const isNamed = id !== undefined || className !== undefined;
  return squeeze(textOf(element)) === "" && (isNamed || /^(?:ul|ol|dl|table)$/.test(element.name));
}

/** Whether neither words nor anything that carries content stand in an element. */
export function holdsNothing(element: Element): boolean {
  return plainWordsOf(element, { names: new Set(), crumb: null }) === "";
}

/** What says on a page where one is, and nothing of the column. */
export interface Frame {
  /** The column's names, squeezed. */
  readonly names: ReadonlySet<string>;
  readonly crumb: Element | null;
}

/** The words that stand in a place, frame left out; null where something else carries what it says. */
function plainWordsOf(place: Element, { names, crumb }: Frame): string | null {
  const within = elementsOf(place, crumb);
  if (within.some(({ name }) => CARRIERS.has(name))) return null;
  const trail = crumb && within.length < elementsOf(place).length ? squeeze(textOf(crumb)) : "";
  const words = squeeze(textOf(place)).replace(trail, "");
  return names.has(words) || HEADS_OF_ROWS.test(words) ? "" : words;
}

/** What stands over the rows of a table, whether or not there are any. */
const HEADS_OF_ROWS =
  /^(?:序号|索引号|(?:信息|文件|文章)?(?:标题|名称)|(?:发文)?(?:文号|字号)|(?:发布|公开|生成|发文|成文|更新)?(?:日期|时间)|(?:发布|发文)(?:机构|机关|单位)|来源|操作){2,}$/;

export function elementsOf(root: Document | Element, leftOut: Element | null = null): Element[] {
  const elements: Element[] = [];
  const stack: AnyNode[] = [...root.children];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isElement(node) || node === leftOut) continue;
    elements.push(node);
    stack.push(...node.children);
  }
  return elements;
}

function isElement(node: AnyNode): node is Element {
  return (
    "attribs" in node &&
    "name" in node &&
    !(SILENT.has((node as Element).name) && (node as Element).name !== "script")
  );
}

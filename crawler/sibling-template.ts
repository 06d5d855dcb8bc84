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

/**
 * Where the pages of one site's template put their content, learned from pages that have some: the element
 * that holds all of a list's rows, or the whole of a text. A page that has the very same place, once, with
 * nothing at all in it, is empty: its template shows so.
 */
export class SiblingTemplate {
  /** By the place's signature: how many pages fill it, and how much text surrounds it at the most. */
  readonly #seen = new Map<string, { readonly times: number; readonly around: number }>();

  /** Learns from a page that shows `parts` (rows' titles, or the first and last line of a text). */
  learn({ tree: document }: PageDocument, parts: readonly string[]): void {
    const place = guarded(
      () => placeOf(document, parts),
      () => null,
    );
    if (!place) return;
    const signature = signatureOf(place);
    const { times, around } = this.#seen.get(signature) ?? { times: 0, around: 0 };
    this.#seen.set(signature, {
      times: times + 1,
      around: Math.max(around, textOf(document).length - textOf(place).length),
    });
  }

  /** Whether the page has a place that siblings fill, exactly once, nothing in it, and nothing else instead. */
  isEmpty(document: PageDocument): boolean {
    return guarded(
      () => this.#isEmpty(document),
      () => false,
    );
  }

  #isEmpty({ tree: document }: PageDocument): boolean {
    const known = new Map([...this.#seen].filter(([, { times }]) => times >= LEAST_SIBLINGS));
    if (known.size === 0) return false;
    const places = elementsOf(document).flatMap((element) => {
      const sibling = known.get(signatureOf(element));
      return sibling ? [{ element, around: sibling.around }] : [];
    });
    const [place, ...others] = places;
    if (!place || others.length > 0 || !holdsNothing(place.element)) return false;
    return textOf(document).length <= place.around + MORE_AROUND;
  }
}

/** The smallest element that holds all parts. */
function placeOf(document: Document, parts: readonly string[]): Element | null {
  const wanted = parts.map(squeeze).filter((part) => part !== "");
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
  // A place of one row's own (a list item, a cell, a link) is not where further rows would stand.
  while (
    place &&
    [
      "li",
      "a",
      "span",
      "font",
      "strong",
      "b",
      "em",
      "p",
      "td",
      "tr",
      "tbody",
      "h1",
      "h2",
      "h3",
      "dd",
      "dt",
    ].includes(place.name)
  ) {
    place = place.parent && isElement(place.parent) ? place.parent : null;
  }
  return place && !["body", "html"].includes(place.name) ? place : null;
}

/** Name, id and class of an element and of some above it. */
function signatureOf(element: Element): string {
  const parts: string[] = [];
  let at: Element | null = element;
  for (let depth = 0; at && depth < DEPTH; depth += 1) {
    parts.push(`${at.name}#${at.attribs.id ?? ""}.${at.attribs.class ?? ""}`);
    at = at.parent && isElement(at.parent) ? at.parent : null;
  }
  return parts.join("<");
}

function holdsNothing(element: Element): boolean {
  return squeeze(textOf(element)) === "" && !elementsOf(element).some(({ name }) => CARRIERS.has(name));
}

function elementsOf(root: Document | Element): Element[] {
  const elements: Element[] = [];
  const stack: AnyNode[] = [...root.children];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isElement(node)) continue;
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

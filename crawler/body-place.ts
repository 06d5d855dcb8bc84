import type { Element } from "domhandler";
import type { Region } from "./body-region.ts";
import type { PageDocument } from "./page-document.ts";
import type { Reading } from "./reading.ts";
import { elementsOf, holdsNothing, signatureOf } from "./sibling-template.ts";
import { ownText } from "./text-of.ts";

/** Where an article's page has its body, by what tells one place of a template from others. */
export interface BodyPlaces {
  /** The place that the body was read from; null where none was. */
  readonly filled: string | null;
  /** Where no body was found: places that the page has once, with nothing in them. */
  readonly empty: readonly string[];
}

export const NO_PLACES: BodyPlaces = { filled: null, empty: [] };

/** What bodies stand in. */
const HOLDS_TEXT = /^(?:div|section|article|main|td)$/;
/** More empty places than this are a page's way of drawing. */
const MOST_EMPTY = 40;

export function bodyPlacesOf({ tree }: PageDocument, { block }: Region, body: Reading<string>): BodyPlaces {
  if (body.known) return { filled: block?.element ? placeAround(block.element) : null, empty: [] };
  if (body.reason !== "unreadable") return NO_PLACES;
  const times = new Map<string, number>();
  const bare = new Map<string, Element>();
  const elements = elementsOf(tree);
  for (const element of elements) {
    if (!HOLDS_TEXT.test(element.name)) continue;
    const place = signatureOf(element);
    const nth = (times.get(place) ?? 0) + 1;
    times.set(place, nth);
    if (nth === 1 && holdsNothing(element)) bare.set(place, element);
  }
  const empty = [...bare].filter(([place]) => times.get(place) === 1);
  if (empty.length > MOST_EMPTY) return NO_PLACES;
  const code = elements.flatMap((one) => (one.name === "script" ? [ownText(one)] : [])).join("\n");
  return {
    filled: null,
    empty: empty.flatMap(([place, element]) => (isNamedIn(code, element) ? [] : [place])),
  };
}

/** Whether a script of the page speaks of an element, or of one in it: it may fill it. */
function isNamedIn(code: string, element: Element): boolean {
  return [element, ...elementsOf(element)].some(({ attribs }) =>
    [attribs.id ?? "", ...(attribs.class ?? "").split(/\s+/)].some(
      (name) =>
        name !== "" && [`"${name}`, `'${name}`, `#${name}`, `.${name}`].some((form) => code.includes(form)),
    ),
  );
}

/** A body of one paragraph is found by its paragraph. */
function placeAround(element: Element): string | null {
  let at: Element | null = element;
  while (at && !HOLDS_TEXT.test(at.name)) at = at.parent?.type === "tag" ? (at.parent as Element) : null;
  return at && signatureOf(at);
}

/** Other articles of the unit that must show their bodies in one place before that place, empty, is an empty body. */
const LEAST_FILLED = 3;

/** Learns from a unit's articles where their template puts the body. */
export class BodyTemplate {
  readonly #filled = new Map<string, number>();

  learn({ filled }: BodyPlaces): void {
    if (filled !== null) this.#filled.set(filled, (this.#filled.get(filled) ?? 0) + 1);
  }

  /** Whether the one place that other articles fill stands empty in this one. */
  isEmpty({ empty }: BodyPlaces): boolean {
    return empty.filter((place) => (this.#filled.get(place) ?? 0) >= LEAST_FILLED).length === 1;
  }
}

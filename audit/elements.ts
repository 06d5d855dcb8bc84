import type { Element } from "../domain/catalogue.ts";
import type { Fact, ItemFacts } from "../domain/snapshot.ts";

/** The facts that say whether the article has `element`; it is absent only where all of them say so. */
export function elementFacts(item: ItemFacts, element: Element): readonly Fact<unknown>[] {
  const fact = elementFact(item, element);
  if (element !== "body" && element !== "documentNumber") return [fact];
  // What the page does not print may stand in what it carries.
  return fact.known && !isNothing(fact.value) ? [fact] : [fact, item.carriers];
}

/** Whether the article surely has no such thing. */
export function isAbsent(item: ItemFacts, element: Element): boolean {
  return elementFacts(item, element).every((fact) => fact.known && isNothing(fact.value));
}

/** The fact of an item's own page that a required element stands for. */
export function elementFact(item: ItemFacts, element: Element): Fact<unknown> {
  return element === "publishedOn" ? item.pageDate : item[element];
}

export function isNothing(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === null || (Array.isArray(value) && value.length === 0);
}

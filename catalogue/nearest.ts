import { type Catalogue, type Category, type CategoryCode, isMeant } from "../domain/catalogue.ts";
import type { Column, Unit } from "../domain/portal.ts";
import { plainName, THRESHOLD } from "./match.ts";

/** A category that a column without a match may hold, and how near its name comes: below the threshold. */
export interface Candidate {
  readonly code: CategoryCode;
  readonly name: string;
  readonly confidence: number;
}

const LEAST = 0.3;
/** A name that is not sure enough by itself stays below whatever counts as a match. */
const MOST = THRESHOLD - 0.05;
const BY_KEYWORD = 0.45;

/**
 * The categories whose names come nearest to a column's, best first: what a person looks at who must decide.
 * No match: for that, see `matchColumn`.
 * @param unit Whose column it is: what the unit owes comes first. null: not known.
 */
export function nearestCategories(
  { name }: Pick<Column, "name">,
  catalogue: Catalogue,
  unit: Pick<Unit, "id" | "name" | "kind"> | null,
  most = 3,
): readonly Candidate[] {
  const plain = plainName(name);
  return catalogue.categories
    .map((category) => {
      const owed = unit === null || category.for.some((who) => isMeant(who, unit));
      const near = Math.min(nearness(plain, category), 1) * (owed ? 1 : 0.8);
      return { code: category.code, name: category.name, confidence: Math.round(near * MOST * 100) / 100 };
    })
    .filter(({ confidence }) => confidence >= LEAST)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, most);
}

function nearness(plain: string, { name, aliases, keywords }: Category): number {
  const alike = Math.max(...[name, ...aliases].map((label) => likeness(plain, plainName(label))));
  const named = keywords.some((word) => word.length >= 2 && plain.includes(word));
  return Math.max(alike, named ? BY_KEYWORD : 0);
}

/** The share of pairs of neighbouring characters that two names have in common, from 0 to 1. */
function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const [a, b] = [pairsOf(one), pairsOf(other)];
  if (a.length === 0 || b.length === 0) return 0;
  return (2 * a.filter((pair) => b.includes(pair)).length) / (a.length + b.length);
}

function pairsOf(name: string): readonly string[] {
  return [...name].slice(1).map((character, at) => `${[...name][at] ?? ""}${character}`);
}

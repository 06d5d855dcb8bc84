import type { Unit, UnitKind } from "./portal.ts";
import type { Period } from "./time.ts";

/** A category's code in its catalogue: `02.01`. */
export type CategoryCode = string;

export const CONTENTS = [
  "static",
  "news",
  "notice",
  "policy",
  "interpretation",
  "personnel",
  "plan",
  "finance",
  "annual-report",
  "list",
  "service",
  "event",
] as const;

/** What a category is expected to hold. It decides the category's default update period. */
export type Content = (typeof CONTENTS)[number];

/** How often a content must be renewed where its category says nothing else; null: no period. */
export const DEFAULT_PERIODS: Readonly<Record<Content, Period | null>> = {
  static: null,
  news: "P14D",
  notice: "P6M",
  policy: "P6M",
  interpretation: "P6M",
  personnel: "P1Y",
  plan: "P1Y",
  finance: "P1Y",
  "annual-report": "P1Y",
  list: null,
  service: null,
  event: null,
};

export const ELEMENTS = ["title", "publishedOn", "source", "documentNumber", "indexNumber", "body"] as const;

/** An element that a category may require of its items. */
export type Element = (typeof ELEMENTS)[number];

export const EMPTY_POLICIES = ["finding", "review", "allowed-with-note", "allowed"] as const;

/** What an empty column means: a violation, something to look at, fine where a note says so, or nothing. */
export type EmptyPolicy = (typeof EMPTY_POLICIES)[number];

/** `source`: seen in a document; `reconstructed`: compiled by the authors of the catalogue file. */
export type Provenance = "source" | "reconstructed";

/** Who must fill a category: a kind of unit, one unit by id, or units whose name contains one of `A|B`. */
export type Obliged = UnitKind | `id:${string}` | `name:${string}`;

/** One leaf of the catalogue: something that certain units are obliged to publish. */
export interface Category {
  readonly code: CategoryCode;
  readonly name: string;
  /** The name of its group, or null. */
  readonly group: string | null;
  /** Other names under which portals show this category. */
  readonly aliases: readonly string[];
  readonly keywords: readonly string[];
  readonly for: readonly Obliged[];
  readonly content: Content;
  /** null where no period applies. Resolved: the default of `content` is filled in by the loader. */
  readonly updateWithin: Period | null;
  readonly ifEmpty: EmptyPolicy;
  /** Before this year the category is inapplicable; null where it always applies. */
  readonly since: number | null;
  readonly requires: readonly Element[];
  /** The norm behind the category, as the catalogue gives it; null where it names none. */
  readonly basis: string | null;
  readonly provenance: { readonly duty: Provenance; readonly period: Provenance };
}

/** What units are obliged to publish. A column is where a unit does it. */
export interface Catalogue {
  readonly id: string;
  readonly name: string;
  /** The document that prescribes it. */
  readonly basis: string;
  /** `reconstructed`: compiled from secondary sources; every report says so. */
  readonly provenance: "official" | "reconstructed";
  /** Digest of the file it was read from, for a patrol's record. */
  readonly version: string;
  /** In catalogue order. */
  readonly categories: readonly Category[];
}

/** Whether an entry of a category's `for` means this unit. */
export function isMeant(who: Obliged, unit: Pick<Unit, "id" | "name" | "kind">): boolean {
  if (who.startsWith("id:")) return unit.id === who.slice("id:".length);
  if (!who.startsWith("name:")) return unit.kind === who;
  const names = who.slice("name:".length).split("|");
  return names.some((name) => name !== "" && unit.name.includes(name));
}

/**
 * What a catalogue's `for` calls by id or name and no unit is: it obliges nobody. Each with the codes of the
 * categories that it stands in.
 */
export function namesThatObligeNobody(
  { categories }: Catalogue,
  units: readonly Pick<Unit, "id" | "name" | "kind">[],
): { readonly name: string; readonly categories: readonly CategoryCode[] }[] {
  const codes = new Map<string, CategoryCode[]>();
  for (const category of categories)
    for (const who of category.for) {
      if (!/^(?:id|name):/.test(who) || units.some((unit) => isMeant(who, unit))) continue;
      const name = who.replace(/^name:/, "");
      codes.set(name, [...(codes.get(name) ?? []), category.code]);
    }
  return [...codes].map(([name, ofName]) => ({ name, categories: ofName }));
}

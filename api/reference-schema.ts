import { Type } from "typebox";
import { GROUPS, type Group } from "../audit/rule.ts";
import { type Catalogue, CONTENTS, ELEMENTS, EMPTY_POLICIES } from "../domain/catalogue.ts";
import { type Data, OUTCOMES, type OutcomeKind, SEVERITIES, type Severity } from "../domain/outcome.ts";
import type { CalendarDate } from "../domain/time.ts";
import { COUNT, component, DATE, listOf, oneOf, orNull, refTo } from "./shared-schema.ts";

/** A rule in the words of one language. */
export interface RuleView {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly about: string;
  /** Of a fault that says no other. */
  readonly severity: Severity;
  readonly target: "unit" | "category" | "column" | "item" | "page" | "links";
  readonly basis: readonly {
    readonly document: string;
    readonly clause: string;
    readonly from: CalendarDate | null;
    readonly until: CalendarDate | null;
  }[];
  /** The catalogue's own word on the category is cited too. */
  readonly citesCatalogue: boolean;
  readonly params: readonly {
    readonly name: string;
    readonly about: string;
    readonly unit: string;
    readonly default: number;
    readonly min: number;
    readonly max: number | null;
  }[];
  readonly examples: readonly {
    readonly outcome: OutcomeKind;
    readonly why: string;
    /** Of a failed one; else null. */
    readonly data: Data | null;
    /** Of an undecided one; else null. */
    readonly reason: string | null;
  }[];
}

export const RULE = component("Rule", {
  id: Type.String(),
  group: oneOf(GROUPS),
  title: Type.String(),
  about: Type.String(),
  severity: oneOf(SEVERITIES),
  target: oneOf(["unit", "category", "column", "item", "page", "links"], { description: "判断的对象" }),
  basis: Type.Array(
    Type.Object({
      document: Type.String(),
      clause: Type.String(),
      from: orNull(DATE),
      until: orNull(DATE),
    }),
  ),
  citesCatalogue: Type.Boolean({ description: "同时以目录为依据" }),
  params: Type.Array(
    Type.Object({
      name: Type.String(),
      about: Type.String(),
      unit: Type.String(),
      default: Type.Number(),
      min: Type.Number(),
      max: orNull(Type.Number()),
    }),
    { description: "门户文件可改的数值" },
  ),
  examples: Type.Array(
    Type.Object({
      outcome: oneOf(OUTCOMES),
      why: Type.String(),
      data: orNull(Type.Record(Type.String(), Type.Unknown())),
      reason: orNull(Type.String()),
    }),
  ),
});

export const RULE_LIST = component("RuleList", { data: listOf(refTo<RuleView>(RULE)) });

/** A catalogue without its categories. */
export interface CatalogueSummaryView
  extends Pick<Catalogue, "id" | "name" | "basis" | "provenance" | "version"> {
  readonly categories: number;
}

const HEAD = {
  id: Type.String(),
  name: Type.String(),
  basis: Type.String(),
  provenance: oneOf(["official", "reconstructed"], { description: "reconstructed 为据公开资料重建" }),
  version: Type.String({ description: "目录文件的摘要" }),
};
const PROVENANCE = oneOf(["source", "reconstructed"]);

export const CATALOGUE_SUMMARY = component("CatalogueSummary", { ...HEAD, categories: COUNT });

export const CATALOGUE = component("Catalogue", {
  ...HEAD,
  categories: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      group: orNull(Type.String()),
      aliases: Type.Array(Type.String()),
      keywords: Type.Array(Type.String()),
      for: Type.Array(Type.String(), { description: "须公开的单位：类别、id:编号或 name:名称" }),
      content: oneOf(CONTENTS),
      updateWithin: Type.Union([Type.String(), Type.Null()], { description: "更新期限，ISO 8601 时长" }),
      ifEmpty: oneOf(EMPTY_POLICIES),
      since: orNull(Type.Integer()),
      requires: Type.Array(oneOf(ELEMENTS)),
      basis: orNull(Type.String()),
      provenance: Type.Object({ duty: PROVENANCE, period: PROVENANCE }),
    }),
  ),
});

export const CATALOGUE_LIST = component("CatalogueList", {
  data: listOf(refTo<CatalogueSummaryView>(CATALOGUE_SUMMARY)),
});

import { Type } from "typebox";
import { CATEGORY_STATES } from "../domain/category-state.ts";
import { UNIT_KINDS } from "../domain/portal.ts";
import { REASONS } from "../domain/snapshot.ts";
import type { Matrix } from "../reports/matrix.ts";
import { PATROL, type PatrolView } from "./patrol-schema.ts";
import { COUNT, component, DATE, keyed, oneOf, orNull, refTo } from "./shared-schema.ts";
import type { OfPatrol } from "./unit-schema.ts";

const COUNTS = keyed(CATEGORY_STATES, COUNT);

const CELL = Type.Object({
  category: Type.String(),
  state: oneOf(CATEGORY_STATES, {
    description:
      "filled 已公开，empty 空缺，stale 超期，cantTell 未能核实（不算问题），exempt 免除，declared 报备，notDemanded 不要求",
  }),
  confidence: Type.Union([oneOf(["confirmed", "suspected"]), Type.Null()], {
    description: "空缺或超期是否确认；可以没有的空缺为 null",
  }),
  reason: Type.Union([oneOf(REASONS), Type.Null()], { description: "未能核实的原因" }),
  excuse: Type.Union([Type.String(), Type.Null()], { description: "免除、报备的理由" }),
  lastPublishedOn: orNull(DATE),
});

export const MATRIX = component("Matrix", {
  categories: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      group: orNull(Type.String()),
      updateWithin: orNull(Type.String()),
      counts: COUNTS,
    }),
    { description: "有单位须公开的类别，按目录次序" },
  ),
  units: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: oneOf(UNIT_KINDS),
      inspector: orNull(Type.String()),
      counts: COUNTS,
      cells: Type.Array(CELL, { description: "各类别，与 categories 同次序" }),
    }),
  ),
});

export const MATRIX_ANSWER = component("MatrixAnswer", {
  data: refTo<Matrix>(MATRIX),
  patrol: refTo<PatrolView>(PATROL),
});

export type MatrixAnswer = OfPatrol<Matrix>;

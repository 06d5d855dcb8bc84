import { Type } from "typebox";
import { SEVERITIES } from "../domain/outcome.ts";
import { UNIT_KINDS } from "../domain/portal.ts";
import type { CalendarDate } from "../domain/time.ts";
import type { ScoreView } from "../reports/scores.ts";
import { FINDING } from "./finding-schema.ts";
import { PATROL, type PatrolView } from "./patrol-schema.ts";
import { COUNT, component, DATE, listOf, oneOf, orNull, refTo } from "./shared-schema.ts";

export const SCORE = component("Score", {
  unit: Type.Object({ id: Type.String(), name: Type.String() }),
  kind: oneOf(UNIT_KINDS),
  inspector: orNull(Type.String()),
  rank: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description: "能判断的不足六成时不排名，为 null",
  }),
  score: Type.Union([Type.Number({ minimum: 0, maximum: 100 }), Type.Null()], {
    description: "期间各天的平均；只就能判断的而言，什么都不能判断时为 null",
  }),
  coverage: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description: "应公开的类别中能判断的占多少",
  }),
  judged: COUNT,
  findings: Type.Array(
    Type.Object({
      id: Type.String(),
      rule: Type.String(),
      title: Type.String(),
      severity: oneOf(SEVERITIES),
      category: FINDING.properties.category,
      item: FINDING.properties.item,
      message: Type.String(),
      cost: Type.Number({ minimum: 0, maximum: 100 }),
    }),
    { description: "扣分的问题，多的在前；合计为 100 减得分" },
  ),
});

/** Days, both included. */
interface Days {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

export interface ScoreAnswer {
  readonly data: readonly ScoreView[];
  /** `measured` null: no complete patrol speaks of the period. */
  readonly period: Days & { readonly measured: Days | null; readonly patrols: readonly string[] };
  readonly patrol: PatrolView;
}

export const SCORE_ANSWER = component("ScoreAnswer", {
  data: listOf(refTo<ScoreView>(SCORE)),
  period: Type.Object({
    from: DATE,
    to: DATE,
    measured: Type.Union([Type.Object({ from: DATE, to: DATE }), Type.Null()], {
      description: "有巡查可据的日子",
    }),
    patrols: Type.Array(Type.String()),
  }),
  patrol: refTo<PatrolView>(PATROL),
});

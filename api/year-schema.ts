import { Type } from "typebox";
import { UNIT_KINDS } from "../domain/portal.ts";
import {
  COUNTED_CONTENTS,
  type Forecast,
  type UnitFacts,
  type YearStatistics,
} from "../domain/year-facts.ts";
import { PATROL, type PatrolView } from "./patrol-schema.ts";
import { COUNT, component, DATE, keyed, listOf, oneOf, orNull, refTo } from "./shared-schema.ts";
import type { OfPatrol } from "./unit-schema.ts";

const UNIT = Type.Object({ id: Type.String(), name: Type.String() });

export const FORECAST = component("Forecast", {
  unit: UNIT,
  category: Type.Object({ code: Type.String(), name: Type.String() }),
  lastPublishedOn: DATE,
  dueOn: Type.String({ format: "date", description: "仍符合要求的最后一天" }),
  daysLeft: COUNT,
  usualGapDays: Type.Union([Type.Number(), Type.Null()], {
    description: "一年来相邻两次发布相隔天数的中位数；次数太少时为 null",
  }),
  expectedOn: orNull(DATE),
  isLikely: Type.Union([Type.Boolean(), Type.Null()], { description: "按它自己的节奏会不会超期" }),
});

export const FORECAST_LIST = component("ForecastList", {
  data: listOf(refTo<Forecast>(FORECAST)),
  patrol: refTo<PatrolView>(PATROL),
});
export type ForecastList = OfPatrol<readonly Forecast[]>;

export const UNIT_FACTS = component("UnitFacts", {
  composition: Type.Object({
    from: DATE,
    to: DATE,
    items: COUNT,
    news: COUNT,
    whole: Type.Boolean({ description: "列表都读到了 from；否则数目是至少" }),
    areas: Type.Array(
      Type.Object({ id: Type.String(), name: Type.String(), owed: Type.Boolean(), items: COUNT }),
      { description: "九个重点领域" },
    ),
  }),
  volume: Type.Object({
    from: DATE,
    to: DATE,
    items: COUNT,
    whole: Type.Boolean(),
    peers: COUNT,
    median: orNull(Type.Number()),
    tenthPercentile: orNull(Type.Number()),
    isLow: Type.Union([Type.Boolean(), Type.Null()], {
      description: "少于同类单位的第十百分位：值得打个电话，不是问题；说不准时为 null",
    }),
  }),
  forecast: listOf(refTo<Forecast>(FORECAST)),
});
export const UNIT_FACTS_ANSWER = component("UnitFactsAnswer", {
  data: refTo<UnitFacts>(UNIT_FACTS),
  patrol: refTo<PatrolView>(PATROL),
});

const COUNTS = {
  items: COUNT,
  byMonth: Type.Array(COUNT, { minItems: 12, maxItems: 12 }),
  byContent: keyed(COUNTED_CONTENTS, COUNT),
};

export const STATISTICS = component("Statistics", {
  year: Type.Integer(),
  ...COUNTS,
  byKind: keyed(UNIT_KINDS, Type.Object(COUNTS)),
  byUnit: Type.Array(
    Type.Object({
      unit: UNIT,
      kind: oneOf(UNIT_KINDS),
      whole: Type.Boolean({ description: "列表都读到了年初；否则数目是至少" }),
      ...COUNTS,
    }),
  ),
});

export const STATISTICS_ANSWER = component("StatisticsAnswer", {
  data: refTo<YearStatistics>(STATISTICS),
  patrol: refTo<PatrolView>(PATROL),
});
export type StatisticsAnswer = OfPatrol<YearStatistics>;

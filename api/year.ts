import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { CalendarDate } from "../domain/time.ts";
import type { UnitFacts } from "../domain/year-facts.ts";
import { csvFile } from "../reports/csv-lines.ts";
import { forecastOf } from "../reports/forecast.ts";
import { compositionOf, volumeOf } from "../reports/unit-facts.ts";
import { statisticsRows, yearStatistics } from "../reports/year-statistics.ts";
import { ownUnitOf, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { inLanguage, languageOf } from "./language.ts";
import { prefersCsv } from "./negotiation.ts";
import { recordForUnit } from "./own-unit.ts";
import { LANG, LANG_ONLY } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";
import { json, oneOf, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";
import type { OfPatrol } from "./unit-schema.ts";
import {
  FORECAST_LIST,
  type ForecastList,
  STATISTICS_ANSWER,
  type StatisticsAnswer,
  UNIT_FACTS_ANSWER,
} from "./year-schema.ts";
import { yearSource } from "./year-source.ts";

/** Until the next patrol. */
const DEFAULT_DAYS = 14;
/** How far ahead a unit's own page looks. */
const UNIT_DAYS = 92;

/** What a year's items show: facts, no findings. */
export function year({ store }: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/forecast",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "forecast",
          summary: "将要超期的类别，按其自身的发布节奏；不是问题",
          querystring: Type.Object(
            {
              days: Type.Optional(
                Type.Integer({
                  minimum: 0,
                  maximum: 366,
                  default: DEFAULT_DAYS,
                  description: "今后多少天内",
                }),
              ),
              lang: LANG,
            },
            { additionalProperties: false },
          ),
          response: { 200: json("将要超期的", refTo<ForecastList>(FORECAST_LIST)), ...PROBLEM_ANSWERS },
        },
      },
      async (request) => {
        const own = ownUnitOf(request);
        const judged = await desk.judged(await desk.demanded(undefined));
        const { items, duties } = await yearSource(store, judged);
        const { days = DEFAULT_DAYS } = request.query;
        const all = forecastOf(items, duties, judged, judged.today, days);
        const data = all.filter(({ unit }) => own === null || unit.id === own);
        return { data, patrol: patrolView(recordForUnit(judged.record, own)) };
      },
    );

    app.get(
      "/units/:id/facts",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "unit-facts",
          summary: "一个单位的一年：发布的构成、与同类单位相比的数量、将要超期的类别；不是问题",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: {
            200: json("一年的情况", refTo<OfPatrol<UnitFacts>>(UNIT_FACTS_ANSWER)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const own = ownUnitOf(request);
        const lang = languageOf(request);
        inLanguage(reply, lang);
        const judged = await desk.judged(await desk.demanded(undefined));
        if (!judged.portal.units.some((unit) => unit.id === id) || (own !== null && own !== id))
          throw new Problem("unknown-unit", { zh: `没有编号为 ${id} 的单位`, en: `There is no unit ${id}` });
        const { items, duties } = await yearSource(store, judged);
        const context = judged.context(lang);
        const facts = [id, items, duties, context, judged.today] as const;
        const forecast = forecastOf(items, duties, judged, judged.today, UNIT_DAYS);
        return {
          data: {
            composition: compositionOf(...facts),
            volume: volumeOf(...facts),
            forecast: forecast.filter(({ unit }) => unit.id === id),
          },
          patrol: patrolView(recordForUnit(judged.record, own)),
        };
      },
    );

    app.get(
      "/statistics",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["reports"],
          operationId: "statistics",
          summary: "一年发布的信息：按月、单位、单位类别、内容；默认为最近一次巡查的那一年",
          querystring: Type.Object(
            {
              year: Type.Optional(Type.Integer({ minimum: 1990, maximum: 9998 })),
              format: Type.Optional(oneOf(["json", "csv"])),
              lang: LANG,
            },
            { additionalProperties: false },
          ),
          response: {
            200: {
              description: "统计，或同样内容的 CSV",
              content: {
                "application/json": { schema: refTo<StatisticsAnswer>(STATISTICS_ANSWER) },
                "text/csv": { schema: Type.String() },
              },
            },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { query, headers } = request;
        const own = ownUnitOf(request);
        const lang = languageOf(request);
        inLanguage(reply, lang);
        const { record, today, context } = await desk.judged(await desk.demanded(undefined));
        const asked = query.year ?? Number(today.slice(0, 4));
        const [days, duties] = await Promise.all([
          // A year of four digits makes days.
          store.publishedDays(
            record.portalKey,
            `${asked}-01-01` as CalendarDate,
            `${asked}-12-31` as CalendarDate,
          ),
          store.unitDuties(record.id),
        ]);
        const whole = context(lang);
        const units = whole.portal.units.filter(({ id }) => own === null || id === own);
        const told = { ...whole, portal: { ...whole.portal, units } };
        const data = yearStatistics(asked, days, duties, told);
        if (query.format === "csv" || (query.format === undefined && prefersCsv(headers.accept)))
          return reply
            .type("text/csv; charset=utf-8")
            .header("content-disposition", `attachment; filename="statistics-${asked}.csv"`)
            .send(csvFile(statisticsRows(data, told)));
        return { data, patrol: patrolView(recordForUnit(record, own)) };
      },
    );
  };
}

import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { addDays, type CalendarDate } from "../domain/time.ts";
import { csvFile } from "../reports/csv-lines.ts";
import { scoreRows, scoresOf } from "../reports/scores.ts";
import { ownUnitOf, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { inLanguage, languageOf } from "./language.ts";
import { prefersCsv } from "./negotiation.ts";
import { recordForUnit } from "./own-unit.ts";
import { LANG } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";
import { SCORE_ANSWER, type ScoreAnswer } from "./score-schema.ts";
import { measuredPeriod } from "./score-source.ts";
import { DATE, oneOf, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";

const LONGEST_DAYS = 366 * 3;

/** Units ranked for a period. */
export function scores({ store }: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/scores",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "scores",
          summary: "各单位一段时间的得分和名次，及扣分的问题；默认为最近一次巡查以前一个季度",
          querystring: Type.Object(
            {
              from: Type.Optional(DATE),
              to: Type.Optional(DATE),
              format: Type.Optional(oneOf(["json", "csv"])),
              lang: LANG,
            },
            { additionalProperties: false },
          ),
          response: {
            200: {
              description: "得分，或同样内容的 CSV",
              content: {
                "application/json": { schema: refTo<ScoreAnswer>(SCORE_ANSWER) },
                "text/csv": { schema: Type.String() },
              },
            },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { query, headers } = request;
        // The schema's format lets nothing else through.
        const from = (query.from as CalendarDate | undefined) ?? null;
        const to = (query.to as CalendarDate | undefined) ?? null;
        const own = ownUnitOf(request);
        const lang = languageOf(request);
        inLanguage(reply, lang);
        const record = await desk.demanded(undefined);
        const { portal, context, today } = await desk.judged(record);
        const asked = { from: from ?? addDays(to ?? today, -91), to: to ?? today };
        refuseOdd(asked);
        const source = await measuredPeriod(store, record, portal.timezone, asked);
        const all = source ? scoresOf(source, record, context(lang)) : [];
        const data = all.filter(({ unit }) => own === null || unit.id === own);
        if (query.format === "csv" || (query.format === undefined && prefersCsv(headers.accept)))
          return reply
            .type("text/csv; charset=utf-8")
            .header("content-disposition", 'attachment; filename="scores.csv"')
            .send(csvFile(scoreRows(data, source?.period ?? asked, context(lang))));
        return {
          data,
          period: { ...asked, measured: source?.period ?? null, patrols: source?.patrols ?? [] },
          patrol: patrolView(recordForUnit(record, own)),
        };
      },
    );
  };
}

function refuseOdd({ from, to }: { readonly from: CalendarDate; readonly to: CalendarDate }): void {
  if (from <= to && addDays(from, LONGEST_DAYS) >= to) return;
  const detail = {
    zh: `from（${from}）须不晚于 to（${to}），相距不超过三年`,
    en: `from (${from}) must not be later than to (${to}), nor more than three years before it`,
  };
  throw new Problem("invalid-parameter", detail, { parameter: "from" });
}

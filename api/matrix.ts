import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { csvFile } from "../reports/csv-lines.ts";
import { matrixOf, matrixRows } from "../reports/matrix.ts";
import { ownUnitOf, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { inLanguage, languageOf } from "./language.ts";
import { MATRIX_ANSWER, type MatrixAnswer } from "./matrix-schema.ts";
import { prefersCsv } from "./negotiation.ts";
import { recordForUnit } from "./own-unit.ts";
import { LANG, PATROL } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";
import { oneOf, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";

/** The matrix unit by category of one patrol. */
export function matrix({ store }: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/matrix",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "matrix",
          summary: "全市目录矩阵：各单位各类别的公开情况",
          querystring: Type.Object(
            { patrol: PATROL, format: Type.Optional(oneOf(["json", "csv"])), lang: LANG },
            { additionalProperties: false },
          ),
          response: {
            200: {
              description: "矩阵，或同样内容的 CSV",
              content: {
                "application/json": { schema: refTo<MatrixAnswer>(MATRIX_ANSWER) },
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
        const record = await desk.demanded(query.patrol);
        const duties = await store.unitDuties(record.id);
        if (duties.length === 0) throw noMatrix(record.id);
        const { context } = await desk.judged(record);
        const lang = languageOf(request);
        inLanguage(reply, lang);
        const shown = duties.filter(({ unitId }) => own === null || unitId === own);
        const data = matrixOf(shown, context(lang));
        if (query.format === "csv" || (query.format === undefined && prefersCsv(headers.accept)))
          return reply
            .type("text/csv; charset=utf-8")
            .header("content-disposition", 'attachment; filename="matrix.csv"')
            .send(csvFile(matrixRows(data, context(lang))));
        return { data, patrol: patrolView(recordForUnit(record, own)) };
      },
    );
  };
}

function noMatrix(id: string): Problem {
  return new Problem("no-result", {
    zh: `巡查 ${id} 没有留下目录矩阵：尚未结束，或是旧版本的程序所做`,
    en: `The patrol ${id} left no matrix: it has not ended, or an older version made it`,
  });
}

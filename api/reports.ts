import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger } from "fastify";
import { Type } from "typebox";
import type { UnitDuties } from "../domain/category-state.ts";
import type { PatrolResult } from "../domain/finding.ts";
import type { Instant } from "../domain/time.ts";
import type { ReportContext } from "../reports/context.ts";
import { findingsCsv } from "../reports/csv.ts";
import { reportHtml } from "../reports/html.ts";
import { SCRIPT, STYLE } from "../reports/html-style.ts";
import { findingsJson, summaryJson } from "../reports/report.ts";
import { reportXlsx } from "../reports/xlsx.ts";
import type { PatrolRecord } from "../store/store.ts";
import { ownUnitOf, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { furtherSheets } from "./further-sheets.ts";
import { inLanguage, languageOf } from "./language.ts";
import { answered } from "./limited-wait.ts";
import { XLSX } from "./negotiation.ts";
import { concerns, resultOfUnit } from "./own-unit.ts";
import { pagePolicy } from "./page-policy.ts";
import { LANG_ONLY, OF_PATROL } from "./parameters.ts";
import { type PatrolDesk, unknownPatrol } from "./patrol-desk.ts";
import { Problem } from "./problem.ts";
import { REPORT, SUMMARY } from "./report-schema.ts";
import { PROBLEM_ANSWERS } from "./shared-schema.ts";

const QUEUE_WAIT_MS = 2000;

interface Format {
  readonly format: string;
  readonly type: string;
  readonly summary: string;
  readonly render: (result: PatrolResult, context: ReportContext, duties: readonly UnitDuties[]) => string;
  /** Of its content as OpenAPI tells it. */
  readonly schema: { readonly $ref: string } | { readonly type: "string" };
  readonly headers: Readonly<Record<string, string>>;
}

const FORMATS: readonly Format[] = [
  {
    format: "json",
    type: "application/json",
    summary: "问题和未能核实的内容，同 findings.json",
    render: findingsJson,
    schema: { $ref: `${REPORT.$id}#` },
    headers: {},
  },
  {
    format: "html",
    type: "text/html",
    summary: "可阅读、可打印的报告",
    render: reportHtml,
    schema: { type: "string" },
    headers: { "content-security-policy": pagePolicy({ style: STYLE, script: SCRIPT }) },
  },
  {
    format: "csv",
    type: "text/csv",
    summary: "整改台账",
    render: findingsCsv,
    schema: { type: "string" },
    headers: { "content-disposition": "attachment" },
  },
];

/** Whole reports of stored patrols, byte for byte as the command writes them, and the figures of one. */
export function reports({ store, queue }: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    for (const { format, type, summary, render, schema, headers } of FORMATS) {
      app.get(
        `/reports/patrols/:id.${format}`,
        {
          config: UNITS_TOO,
          schema: {
            tags: ["reports"],
            operationId: `report-${format}`,
            summary,
            params: Type.Object({ id: Type.String() }),
            querystring: LANG_ONLY,
            response: {
              200: { description: summary, content: { [type]: { schema } } },
              ...PROBLEM_ANSWERS,
            },
          },
        },
        async (request, reply) => {
          const lang = languageOf(request);
          const own = ownUnitOf(request);
          const record = await desk.named(request.params.id);
          const result = await resultOf(record, own);
          const { context } = await desk.judged(record);
          return inLanguage(reply, lang)
            .type(`${type}; charset=utf-8`)
            .headers(headers)
            .send(render(result, context(lang), await dutiesIn(record, own)));
        },
      );
    }

    app.get(
      "/reports/patrols/:id.xlsx",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["reports"],
          operationId: "report-xlsx",
          summary: "工作簿：整改台账、目录矩阵、得分排名（截至该次巡查的一个季度）、当年统计",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: {
            200: { description: "工作簿", content: { [XLSX]: { schema: { type: "string" } } } },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const lang = languageOf(request);
        const own = ownUnitOf(request);
        const record = await desk.named(request.params.id);
        const result = await resultOf(record, own);
        const duties = await dutiesIn(record, own);
        const { context } = await desk.judged(record);
        const sheets = await furtherSheets(store, record, context(lang), own);
        const bytes = await reportXlsx(result, context(lang), duties, sheets);
        return inLanguage(reply, lang)
          .type(XLSX)
          .header("content-disposition", "attachment")
          .send(Buffer.from(bytes));
      },
    );

    app.get(
      "/summary",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["reports"],
          operationId: "summary",
          summary: "一次巡查的各项数字，同 summary.json，另有下次巡查的时刻；运行数据为 null",
          querystring: OF_PATROL,
          response: {
            200: {
              description: "各项数字",
              content: { "application/json": { schema: { $ref: `${SUMMARY.$id}#` } } },
            },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const lang = languageOf(request);
        const record = await desk.demanded(request.query.patrol);
        const result = await resultOf(record, ownUnitOf(request));
        const { context } = await desk.judged(record);
        return inLanguage(reply, lang)
          .type("application/json; charset=utf-8")
          .send(withNextPatrol(summaryJson(result, context(lang), null), await nextPatrolAt(request.log)));
      },
    );
  };

  async function nextPatrolAt(log: FastifyBaseLogger): Promise<Instant | null> {
    if (!queue) return null;
    // The figures are worth having without it.
    return answered(queue.nextPatrolAt(), QUEUE_WAIT_MS).catch((error: unknown) => {
      log.warn({ err: error }, "the queue does not tell the next patrol");
      return null;
    });
  }

  /** How the catalogue stood, of all units or only of one. */
  async function dutiesIn({ id }: PatrolRecord, ownUnit: string | null): Promise<readonly UnitDuties[]> {
    const duties = await store.unitDuties(id);
    return duties.filter(({ unitId }) => ownUnit === null || unitId === ownUnit);
  }

  async function resultOf(record: PatrolRecord, ownUnit: string | null): Promise<PatrolResult> {
    const { id, finishedAt } = record;
    if (!concerns(record, ownUnit)) throw unknownPatrol(id);
    const result = await store.result(id);
    if (result && ownUnit === null) return result;
    if (result && ownUnit !== null) {
      const snapshot = await store.snapshot(id, ownUnit);
      const counts = (await store.outcomeCounts(id)).filter(({ unitId }) => unitId === ownUnit);
      if (snapshot) return resultOfUnit(result, snapshot, counts);
      throw new Problem("no-result", {
        zh: `巡查 ${id} 没有查看本单位`,
        en: `The patrol ${id} has not visited the unit`,
      });
    }
    throw new Problem(
      "no-result",
      finishedAt === null
        ? { zh: `巡查 ${id} 尚未结束`, en: `The patrol ${id} has not ended` }
        : { zh: `巡查 ${id} 中途放弃，没有结果`, en: `The patrol ${id} was given up without a result` },
    );
  }
}

function withNextPatrol(summary: string, nextPatrolAt: Instant | null): string {
  return `${JSON.stringify({ ...JSON.parse(summary), nextPatrolAt }, null, 2)}\n`;
}

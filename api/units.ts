import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { Unit } from "../domain/portal.ts";
import type { UnitSnapshot } from "../domain/snapshot.ts";
import { addDays, type CalendarDate } from "../domain/time.ts";
import type { PatrolRecord } from "../store/store.ts";
import { ownUnitOf, UNITS_TOO } from "./auth.ts";
import { CHANGE_LIST, type ChangeListView } from "./change-schema.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { recordForUnit } from "./own-unit.ts";
import { LANG, LANG_ONLY, OF_PATROL, PATROL } from "./parameters.ts";
import type { JudgedPatrol, PatrolDesk } from "./patrol-desk.ts";
import { patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";
import { DATE, json, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";
import { type ColumnView, columnsOf } from "./unit-columns.ts";
import {
  COLUMN_LIST,
  type OfPatrol,
  TIMELINE_ANSWER,
  UNIT_DETAIL,
  UNIT_LIST,
  type UnitDetailView,
  type UnitListView,
} from "./unit-schema.ts";
import { type TimelineView, timelineOf } from "./unit-timeline.ts";
import { unitDetailView, unitView } from "./unit-view.ts";

/** A year and the day that it ends on. */
const TIMELINE_DAYS = 366;
/** The latest of them. */
const MOST_CHANGES = 500;
const MOST_FINDINGS = 10_000_000;
const ID = Type.Object({ id: Type.String() });

/** Units, their columns and what they published when. */
export function units({ store }: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/units",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "units",
          summary: "各单位及其问题数，按门户文件中的次序",
          querystring: OF_PATROL,
          response: { 200: json("各单位", refTo<UnitListView>(UNIT_LIST)), ...PROBLEM_ANSWERS },
        },
      },
      async (request) => {
        const { patrol } = request.query;
        const own = ownUnitOf(request);
        const record = patrol === undefined ? await desk.latest() : await desk.named(patrol, "patrol");
        if (!record) return { data: [], patrol: null };
        const { portal } = await desk.judged(record);
        const view = await unitViewer(record, portal);
        const shown = portal.units.filter(({ id }) => own === null || id === own);
        return { data: shown.map(view), patrol: patrolView(recordForUnit(record, own)) };
      },
    );

    app.get(
      "/units/:id",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "unit",
          summary: "一个单位",
          params: ID,
          querystring: LANG_ONLY,
          response: { 200: json("单位", refTo<UnitDetailView>(UNIT_DETAIL)), ...PROBLEM_ANSWERS },
        },
      },
      async (request) => {
        const { record, portal, catalogue } = await desk.judged(await desk.demanded(undefined));
        const unit = unitIn(portal.units, request.params.id, ownUnitOf(request));
        const view = await unitViewer(record, portal);
        return unitDetailView(unit, view(unit), catalogue);
      },
    );

    app.get(
      "/units/:id/columns",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "unit-columns",
          summary: "一个单位的栏目：最近更新、读到何时、状态",
          params: ID,
          querystring: OF_PATROL,
          response: {
            200: json("栏目", refTo<OfPatrol<readonly ColumnView[]>>(COLUMN_LIST)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request) => {
        const { id } = request.params;
        const own = ownUnitOf(request);
        const { record, catalogue, today, snapshot } = await visit(id, request.query.patrol, own);
        const { data: findings } = await store.findings({
          patrol: record.id,
          portalKey: record.portalKey,
          units: [id],
          limit: MOST_FINDINGS,
        });
        const data = columnsOf(snapshot, catalogue, findings, today);
        return { data, patrol: patrolView(recordForUnit(record, own)) };
      },
    );

    app.get(
      "/units/:id/changes",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "unit-changes",
          summary: "各次巡查之间改动、撤下、换了地址的信息；是事实，不是问题",
          params: ID,
          querystring: OF_PATROL,
          response: { 200: json("改动", refTo<ChangeListView>(CHANGE_LIST)), ...PROBLEM_ANSWERS },
        },
      },
      async (request) => {
        const own = ownUnitOf(request);
        const { record, portal } = await desk.judged(await desk.demanded(request.query.patrol));
        const { id } = unitIn(portal.units, request.params.id, own);
        const data = await store.itemChanges(record.portalKey, id, { until: record.id, limit: MOST_CHANGES });
        return { data, patrol: patrolView(recordForUnit(record, own)) };
      },
    );

    app.get(
      "/units/:id/timeline",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["units"],
          operationId: "unit-timeline",
          summary: "一个单位每天发布的信息数；默认为巡查之日以前一年",
          params: ID,
          querystring: Type.Object(
            { patrol: PATROL, from: Type.Optional(DATE), to: Type.Optional(DATE), lang: LANG },
            { additionalProperties: false },
          ),
          response: {
            200: json("每天的信息数", refTo<OfPatrol<TimelineView>>(TIMELINE_ANSWER)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request) => {
        const { query } = request;
        const own = ownUnitOf(request);
        const { record, catalogue, today, snapshot } = await visit(request.params.id, query.patrol, own);
        // The schema's format lets nothing else through.
        const to = (query.to as CalendarDate | undefined) ?? today;
        const from = (query.from as CalendarDate | undefined) ?? addDays(to, 1 - TIMELINE_DAYS);
        if (from > to) {
          const detail = {
            zh: `from（${from}）晚于 to（${to}）`,
            en: `from (${from}) is later than to (${to})`,
          };
          throw new Problem("invalid-parameter", detail, { parameter: "from" });
        }
        const data = timelineOf(snapshot, catalogue, from, to);
        return { data, patrol: patrolView(recordForUnit(record, own)) };
      },
    );
  };

  async function unitViewer({ id, portalKey }: PatrolRecord, portal: JudgedPatrol["portal"]) {
    const summaries = await store.units(portalKey);
    const counts = await store.outcomeCounts(id);
    return (unit: Unit) =>
      unitView(
        unit,
        portal,
        summaries.find(({ unitId }) => unitId === unit.id),
        counts.filter(({ unitId }) => unitId === unit.id),
      );
  }

  /** What a patrol saw of a unit. */
  async function visit(
    unitId: string,
    patrol: string | undefined,
    ownUnit: string | null,
  ): Promise<JudgedPatrol & { readonly snapshot: UnitSnapshot }> {
    const judged = await desk.judged(await desk.demanded(patrol));
    const unit = unitIn(judged.portal.units, unitId, ownUnit);
    const snapshot = await store.snapshot(judged.record.id, unitId);
    if (snapshot) return { ...judged, snapshot };
    throw new Problem("no-result", {
      zh: `巡查 ${judged.record.id} 没有查看${unit.name}`,
      en: `The patrol ${judged.record.id} has not visited ${unit.name}`,
    });
  }
}

function unitIn(units: readonly Unit[], id: string, ownUnit: string | null): Unit {
  const unit = ownUnit === null || ownUnit === id ? units.find((one) => one.id === id) : undefined;
  if (unit) return unit;
  throw new Problem("unknown-unit", { zh: `没有编号为 ${id} 的单位`, en: `There is no unit ${id}` });
}

import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { ownUnitOf, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { concerns, recordForUnit } from "./own-unit.ts";
import { CURSOR, LANG, LANG_ONLY, LIMIT } from "./parameters.ts";
import { type PatrolDesk, unknownPatrol } from "./patrol-desk.ts";
import { PATROL, PATROL_LIST, type PatrolView, patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";
import { json, type Page, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";

/** Patrols, running ones included. */
export function patrols({ store }: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/patrols",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["patrols"],
          operationId: "patrols",
          summary: "历次巡查，最近开始的在前",
          querystring: Type.Object(
            { limit: LIMIT, cursor: CURSOR, lang: LANG },
            { additionalProperties: false },
          ),
          response: {
            200: json("一页巡查", refTo<{ data: readonly PatrolView[]; page: Page }>(PATROL_LIST)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request) => {
        const { limit = 50, cursor } = request.query;
        const own = ownUnitOf(request);
        const all = (await store.patrols(null)).filter((record) => concerns(record, own));
        const last = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
        if (cursor !== undefined && last === -1) {
          const detail = { zh: "cursor 不是本列表给出的", en: "The cursor is not one of this list" };
          throw new Problem("invalid-parameter", detail, { parameter: "cursor" });
        }
        const data = all.slice(last + 1, last + 1 + limit);
        const next = last + 1 + limit < all.length ? (data.at(-1)?.id ?? null) : null;
        return {
          data: data.map((record) => patrolView(recordForUnit(record, own))),
          page: { limit, total: all.length, next },
        };
      },
    );

    app.get(
      "/patrols/:id",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["patrols"],
          operationId: "patrol",
          summary: "一次巡查",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: { 200: json("巡查", refTo<PatrolView>(PATROL)), ...PROBLEM_ANSWERS },
        },
      },
      async (request) => {
        const own = ownUnitOf(request);
        const record = await desk.named(request.params.id);
        if (!concerns(record, own)) throw unknownPatrol(record.id);
        return patrolView(recordForUnit(record, own));
      },
    );
  };
}

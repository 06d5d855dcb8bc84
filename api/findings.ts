import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Static, Type } from "typebox";
import { GROUPS, type Group } from "../audit/rule.ts";
import { findingsCsv } from "../reports/csv.ts";
import { GROUP_NAMES } from "../reports/names.ts";
import { maskedData, maskPersonalData } from "../reports/personal-data.ts";
import { reportXlsx } from "../reports/xlsx.ts";
import type { FindingEvent } from "../store/store.ts";
import { callerOf, ownUnitOf, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { findingDeskOf } from "./finding-desk.ts";
import { findingFile, findingPage } from "./finding-list.ts";
import {
  FINDING_DETAIL,
  FINDING_HISTORY,
  FINDING_LIST,
  type FindingDetailView,
  type FindingEventView,
  type FindingListView,
} from "./finding-schema.ts";
import { nextStatusesBy } from "./finding-status.ts";
import { inLanguage, languageOf } from "./language.ts";
import { formatAccepted, XLSX } from "./negotiation.ts";
import { FINDING_QUERY, LANG_ONLY, splitLists } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { json, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";

const LISTS = ["unit", "category", "inspector", "severity", "confidence", "status", "rule"] as const;

/** The lists of findings, and one finding with its life. */
export function findings(deps: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  const findingDesk = findingDeskOf(deps, desk);
  const nextOf = nextStatusesBy(deps.rules);
  return async (app) => {
    for (const group of [null, ...GROUPS]) {
      app.get(
        `/${group ?? "findings"}`,
        {
          config: UNITS_TOO,
          preValidation: splitLists(LISTS),
          schema: {
            tags: ["findings"],
            operationId: group === null ? "findings" : `findings-${group}`,
            summary: group === null ? "全部问题" : GROUP_NAMES[group].zh,
            querystring: FINDING_QUERY,
            response: {
              200: {
                description: "一页问题，或筛选后的全部问题（CSV、工作簿）",
                content: {
                  "application/json": { schema: refTo<FindingListView>(FINDING_LIST) },
                  "text/csv": { schema: Type.String() },
                  [XLSX]: { schema: Type.String() },
                },
              },
              ...PROBLEM_ANSWERS,
            },
          },
        },
        async (request, reply) => {
          const { query, headers } = request;
          const list = {
            query: withinGroup(query, group),
            lang: languageOf(request),
            ownUnit: ownUnitOf(request),
          };
          inLanguage(reply, list.lang);
          const format = query.format ?? formatAccepted(headers.accept);
          if (format === "json") return findingPage(list, deps, desk);
          const { name, result, context } = await findingFile(list, deps, desk);
          reply.header(
            "content-disposition",
            `attachment; filename="${group ?? "findings"}${name}.${format}"`,
          );
          if (format === "csv")
            return reply.type("text/csv; charset=utf-8").send(findingsCsv(result, context));
          return reply.type(XLSX).send(Buffer.from(await reportXlsx(result, context, [])));
        },
      );
    }

    app.get(
      "/findings/:id",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["findings"],
          operationId: "finding",
          summary: "一个问题，按现状",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: {
            200: json("问题及其证据", refTo<FindingDetailView>(FINDING_DETAIL)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { finding, detail } = await findingDesk(request.params.id, ownUnitOf(request));
        const lang = languageOf(request);
        inLanguage(reply, lang);
        return { ...(await detail(lang)), nextStatuses: nextOf(finding, callerOf(request)) };
      },
    );

    app.get(
      "/findings/:id/history",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["findings"],
          operationId: "finding-history",
          summary: "一个问题的经过，从早到晚",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: {
            200: json("历次变化", refTo<{ readonly data: readonly FindingEventView[] }>(FINDING_HISTORY)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request) => {
        const { events } = await findingDesk(request.params.id, ownUnitOf(request));
        return { data: events.map(eventView) };
      },
    );
  };

  function withinGroup(query: Static<typeof FINDING_QUERY>, group: Group | null): typeof query {
    if (group === null) return query;
    const ofGroup = deps.rules.filter((rule) => rule.group === group).map(({ id }) => id);
    return { ...query, rule: query.rule ? ofGroup.filter((id) => query.rule?.includes(id)) : ofGroup };
  }
}

function eventView({
  patrol,
  at,
  from,
  to,
  by,
  note,
  dueOn,
  severity,
  confidence,
  data,
}: FindingEvent): FindingEventView {
  return {
    patrol,
    at,
    from,
    to,
    by,
    note: note === null ? null : maskPersonalData(note),
    dueOn,
    severity,
    confidence,
    data: maskedData(data),
  };
}

import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Static, Type } from "typebox";
import type { Instant } from "../domain/time.ts";
import { INSPECTORS } from "./auth.ts";
import type { ApiDependencies, PatrolStart, PatrolWish } from "./dependencies.ts";
import { LANG_ONLY } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { PATROL, type PatrolView, patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";
import { json, PROBLEM_ANSWERS, refTo, textOrNothing } from "./shared-schema.ts";

/** Clocks differ; beyond this a judgement by the future would call everything overdue. */
const AHEAD_MS = 5 * 60_000;
const MOST_UNITS = 2000;

const WISH = Type.Object(
  {
    portal: textOrNothing({
      minLength: 1,
      maxLength: 1000,
      description: "门户文件的路径，或门户的网址、名称；只能是本服务所带的那一个，可不给",
    }),
    units: Type.Optional(
      Type.Unsafe<string[] | null>({
        type: ["array", "null"],
        items: { type: "string", minLength: 1, maxLength: 200 },
        minItems: 1,
        maxItems: MOST_UNITS,
        uniqueItems: true,
        description: "只巡查这些单位；不给时为全部",
      }),
    ),
    asOf: textOrNothing({
      format: "date-time",
      description: "按哪一时刻判断，不得晚于现在；不给时为现在",
    }),
  },
  { additionalProperties: false },
);

/** Starting and cancelling patrols. */
export function patrolControl(
  { startPatrol = null, cancelPatrol = null }: ApiDependencies,
  desk: PatrolDesk,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      "/patrols",
      {
        config: INSPECTORS,
        preValidation: async (request) => {
          request.body ??= {};
        },
        schema: {
          tags: ["patrols"],
          operationId: "start-patrol",
          summary: "开始一次巡查；同样的巡查中断过的，接着进行",
          querystring: LANG_ONLY,
          body: WISH,
          response: {
            202: {
              ...json("已开始，或已排入队列", refTo<PatrolView>(PATROL)),
              headers: { location: { type: "string", description: "这次巡查的地址" } },
            },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async ({ body }, reply) => {
        if (!startPatrol) throw noPortal();
        const started = await startPatrol(wishOf(body));
        if (started.kind !== "started") throw refusal(started);
        const record = await desk.named(started.patrolId);
        return reply
          .code(202)
          .header("location", `/api/v1/patrols/${encodeURIComponent(record.id)}`)
          .send(patrolView(record));
      },
    );

    app.delete(
      "/patrols/:id",
      {
        config: INSPECTORS,
        schema: {
          tags: ["patrols"],
          operationId: "cancel-patrol",
          summary: "取消一次尚未结束的巡查；已读的留作记录，不作判断",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: { 204: Type.Null({ description: "已取消" }), ...PROBLEM_ANSWERS },
        },
      },
      async ({ params }, reply) => {
        const { id, finishedAt } = await desk.named(params.id);
        if (!cancelPatrol) throw noPortal();
        const end = finishedAt === null ? await cancelPatrol(id) : "over";
        if (end === "cancelled") return reply.code(204).send(null);
        throw end === "over"
          ? new Problem("patrol-over", { zh: `巡查 ${id} 已经结束`, en: `The patrol ${id} has ended` })
          : new Problem("patrol-running", {
              zh: `巡查 ${id} 由另一个进程进行，请在那里中断它`,
              en: `Another process runs the patrol ${id}; interrupt it there`,
            });
      },
    );
  };
}

function wishOf({ portal = null, units = null, asOf = null }: Static<typeof WISH>): PatrolWish {
  if (asOf === null) return { portal, units, asOf: null };
  const ms = Date.parse(asOf);
  if (ms > Date.now() + AHEAD_MS) {
    const detail = { zh: "asOf 不得晚于现在", en: "asOf must not lie in the future" };
    throw new Problem("invalid-parameter", detail, { parameter: "asOf" });
  }
  return { portal, units, asOf: new Date(ms).toISOString() as Instant }; // toISOString writes this form
}

function noPortal(): Problem {
  return new Problem("no-portal", {
    zh: "本服务启动时没有给出门户文件，不能发起或取消巡查；请用 xuncha serve --portal 门户文件.yaml 启动",
    en: "The service was started without a portal file; start it with xuncha serve --portal PORTAL.yaml",
  });
}

function refusal(start: Exclude<PatrolStart, { readonly kind: "started" }>): Problem {
  switch (start.kind) {
    case "busy": {
      const which = start.patrolId ?? "";
      return new Problem("patrol-running", {
        zh: `一次只进行一次巡查，${which === "" ? "另一个进程正在巡查" : `巡查 ${which} 尚未结束`}`,
        en: `One patrol at a time: ${which === "" ? "another process patrols" : `${which} has not ended`}`,
      });
    }
    case "other-portal": {
      const detail = {
        zh: "portal 不是本服务所带的门户；可以不给",
        en: "portal is not the one that the service was given; it may be left out",
      };
      return new Problem("invalid-parameter", detail, { parameter: "portal" });
    }
    case "unknown-unit": {
      const detail = { zh: `没有编号为 ${start.unit} 的单位`, en: `There is no unit ${start.unit}` };
      return new Problem("invalid-parameter", detail, { parameter: "units" });
    }
    case "unavailable":
      return new Problem("not-ready", { zh: "队列没有应答，请稍后再试", en: "The queue does not answer" });
    case "unreadable-portal":
      return new Problem("unreadable-portal", { zh: start.reason, en: start.reason });
  }
}

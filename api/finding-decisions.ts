import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { CalendarDate, Instant } from "../domain/time.ts";
import { callerOf } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { findingDeskOf } from "./finding-desk.ts";
import { FINDING_DETAIL, type FindingDetailView } from "./finding-schema.ts";
import { GIVEN, type GivenStatus, nextStatusesBy } from "./finding-status.ts";
import { inLanguage, languageOf } from "./language.ts";
import { LANG_ONLY } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { Problem } from "./problem.ts";
import { json, PROBLEM_ANSWERS, refTo, textOrNothing } from "./shared-schema.ts";

/** Who decides where no token tells. */
const NAMELESS = "本机";

const DECISION = Type.Object(
  {
    status: Type.Optional(
      Type.Unsafe<GivenStatus | null>({
        type: ["string", "null"],
        enum: [...GIVEN, null],
        description:
          "open 待整改（撤回通知、不认可整改、维持问题）、notified 已通知、claimed 单位称已整改、" +
          "disputed 有异议、waived 不予追究；不给时不变。单位只能用 claimed、disputed",
      }),
    ),
    note: textOrNothing({ minLength: 1, maxLength: 2000, description: "说明" }),
    dueOn: textOrNothing({ format: "date", description: "整改期限；单位不能定" }),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** What people decide about a finding. */
export function findingDecisions(deps: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  const findingDesk = findingDeskOf(deps, desk);
  const nextOf = nextStatusesBy(deps.rules);
  const irrevocable = new Set(deps.rules.filter((rule) => rule.irrevocable).map(({ id }) => id));
  return async (app) => {
    app.patch(
      "/findings/:id",
      {
        config: { roles: ["unit", "inspector", "admin"] },
        schema: {
          tags: ["findings"],
          operationId: "decide-finding",
          summary: "对一个问题作出决定；记入经过，不改变程序的判断",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          body: DECISION,
          response: {
            200: json("问题的现状", refTo<FindingDetailView>(FINDING_DETAIL)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { status: asked = null, note = null, dueOn = null } = request.body;
        const caller = callerOf(request);
        const { unitId, name } = caller;
        const { finding } = await findingDesk(id, unitId);
        const isUnit = unitId !== null;
        if (isUnit && (dueOn !== null || (asked !== "claimed" && asked !== "disputed")))
          throw new Problem("forbidden", {
            zh: "单位只能称已整改（claimed）或提出异议（disputed），不能定期限",
            en: "A unit can only claim or dispute, and sets no term",
          });
        const isIrrevocable = irrevocable.has(finding.rule);
        const next = nextOf(finding, caller);
        const wanted = asked ?? (finding.status === "recorded" ? "open" : finding.status);
        const given = next.find((one) => one === wanted);
        if (given === undefined) throw conflict(finding.status, wanted, next);
        await deps.store.decideFinding(id, null, {
          status: given === "open" && isIrrevocable ? "recorded" : given,
          note,
          by: name ?? NAMELESS,
          at: new Date().toISOString() as Instant, // toISOString writes this form
          dueOn: dueOn as CalendarDate | null, // the schema's format lets nothing else through
        });
        const lang = languageOf(request);
        inLanguage(reply, lang);
        const decided = await findingDesk(id, unitId);
        return { ...(await decided.detail(lang)), nextStatuses: nextOf(decided.finding, caller) };
      },
    );
  };
}

function conflict(from: string, to: string, next: readonly string[]): Problem {
  const can = next.filter((status) => status !== from);
  return new Problem("status-conflict", {
    zh: `状态为 ${from} 的问题不能改为 ${to}；${can.length === 0 ? "它由程序判断" : `可改为 ${can.join("、")}`}`,
    en: `A finding that is ${from} cannot become ${to}; ${can.length === 0 ? "the machine decides it" : `it can become ${can.join(", ")}`}`,
  });
}

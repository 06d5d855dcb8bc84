import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { Rule } from "../audit/rule.ts";
import { SEVERITIES } from "../domain/outcome.ts";
import type { RuleOverrides } from "../domain/portal.ts";
import { changesBetween, type WhatIfChanges } from "../reports/what-if.ts";
import { INSPECTORS } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { FINDING } from "./finding-schema.ts";
import { inLanguage, languageOf } from "./language.ts";
import { LANG_ONLY } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { PATROL, type PatrolView, patrolView } from "./patrol-schema.ts";
import { Problem } from "./problem.ts";
import { COUNT, component, json, PROBLEM_ANSWERS, refTo, textOrNothing } from "./shared-schema.ts";

const RULE_OFF = "off";

const FINDINGS = Type.Array(refTo(FINDING));

export const DRY_RUN = component("DryRun", {
  data: Type.Object({
    added: FINDINGS,
    gone: Type.Array(
      Type.Object({
        finding: refTo(FINDING),
        undecided: Type.Boolean({ description: "改为未能核实" }),
      }),
    ),
    changed: Type.Array(Type.Object({ before: refTo(FINDING), after: refTo(FINDING) }), {
      description: `确认与疑似、程度（${SEVERITIES.join("、")}）有变的`,
    }),
    units: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), changes: COUNT }), {
      description: "涉及的单位，变化多的在前",
    }),
  }),
  patrol: refTo<PatrolView>(PATROL),
});

/** What changed parameters would change, over stored facts. Nothing is recorded. */
export function dryRuns(deps: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  // It keeps the process busy for a while: one at a time.
  let isBusy = false;
  return async (app) => {
    app.post(
      "/rules/dry-run",
      {
        config: INSPECTORS,
        schema: {
          tags: ["reference"],
          operationId: "dry-run",
          summary: "改变规则参数会改变哪些问题；只凭已存的巡查事实，不记录",
          querystring: LANG_ONLY,
          body: Type.Object(
            {
              rules: Type.Record(
                Type.String(),
                Type.Union([Type.Record(Type.String(), Type.Number()), Type.Literal(RULE_OFF)]),
                { description: '规则编号 → 参数，或 "off"：{ "stale-unit": { "limitDays": 30 } }' },
              ),
              patrol: textOrNothing({ minLength: 1, maxLength: 200 }),
            },
            { additionalProperties: false },
          ),
          response: {
            200: json("变化", refTo<{ readonly data: WhatIfChanges; readonly patrol: PatrolView }>(DRY_RUN)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { rules: given, patrol } = request.body;
        const overrides = overridesOf(given as RuleOverrides, deps.rules); // as the schema lets them through
        const record = await desk.demanded(patrol ?? undefined);
        const { context } = await desk.judged(record);
        const lang = languageOf(request);
        inLanguage(reply, lang);
        if (isBusy) throw busy();
        isBusy = true;
        try {
          const both = await deps.dryRun?.(record, overrides);
          if (!both) throw noFacts(record.id);
          const [before, after] = [both.before, both.after].map((result) => ({
            result,
            context: context(lang),
          }));
          if (!before || !after) throw noFacts(record.id);
          return { data: changesBetween(before, after), patrol: patrolView(record) };
        } finally {
          isBusy = false;
        }
      },
    );
  };
}

/** @throws Problem for a rule or parameter that there is none of, or a value out of its range. */
function overridesOf(given: RuleOverrides, rules: readonly Rule[]): RuleOverrides {
  for (const [id, override] of Object.entries(given)) {
    const rule = rules.find((one) => one.id === id);
    if (!rule) throw wrong(`没有规则“${id}”`, `There is no rule ${id}`, id);
    for (const [name, value] of override === RULE_OFF ? [] : Object.entries(override)) {
      const param = Object.hasOwn(rule.params, name) ? rule.params[name] : undefined;
      const place = `${id}.${name}`;
      if (!param)
        throw wrong(`规则 ${id} 没有参数“${name}”`, `The rule ${id} has no parameter ${name}`, place);
      const most = param.max ?? Number.POSITIVE_INFINITY;
      if (value < param.min || value > most)
        throw wrong(
          `${place} 应不小于 ${param.min}${param.max === undefined ? "" : `、不大于 ${param.max}`}`,
          `${place} must be at least ${param.min}${param.max === undefined ? "" : ` and at most ${param.max}`}`,
          place,
        );
    }
  }
  return given;
}

function wrong(zh: string, en: string, parameter: string): Problem {
  return new Problem("invalid-parameter", { zh, en }, { parameter });
}

function busy(): Problem {
  return new Problem("dry-run-running", {
    zh: "另一次试算正在进行，请稍后再试",
    en: "Another dry run is under way; try again soon",
  });
}

function noFacts(id: string): Problem {
  return new Problem("no-result", {
    zh: `巡查 ${id} 没有存下可供试算的事实`,
    en: `No facts are stored of the patrol ${id}`,
  });
}

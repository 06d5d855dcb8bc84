import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { Rule } from "../audit/rule.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { Lang } from "../reports/context.ts";
import { UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { inLanguage, languageOf } from "./language.ts";
import { LANG_ONLY } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { Problem } from "./problem.ts";
import {
  CATALOGUE,
  CATALOGUE_LIST,
  type CatalogueSummaryView,
  RULE_LIST,
  type RuleView,
} from "./reference-schema.ts";
import { json, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";

/** What is judged by: rules and catalogues. */
export function reference(deps: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      "/rules",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["reference"],
          operationId: "rules",
          summary: "全部规则：依据、参数、示例",
          querystring: LANG_ONLY,
          response: {
            200: json("规则", refTo<{ readonly data: readonly RuleView[] }>(RULE_LIST)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const lang = languageOf(request);
        inLanguage(reply, lang);
        return { data: deps.rules.map((rule) => ruleView(rule, lang)) };
      },
    );

    app.get(
      "/catalogues",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["reference"],
          operationId: "catalogues",
          summary: "内置的目录，和最近一次完整的巡查所用的",
          querystring: LANG_ONLY,
          response: {
            200: json("目录", refTo<{ readonly data: readonly CatalogueSummaryView[] }>(CATALOGUE_LIST)),
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async () => ({ data: (await catalogues()).map(summaryView) }),
    );

    app.get(
      "/catalogues/:id",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["reference"],
          operationId: "catalogue",
          summary: "一个目录及其类别",
          params: Type.Object({ id: Type.String() }),
          querystring: LANG_ONLY,
          response: { 200: json("目录", refTo<Catalogue>(CATALOGUE)), ...PROBLEM_ANSWERS },
        },
      },
      async ({ params }) => {
        const catalogue = (await catalogues()).find(({ id }) => id === params.id);
        if (catalogue) return catalogue;
        throw new Problem("unknown-catalogue", {
          zh: `没有编号为 ${params.id} 的目录`,
          en: `There is no catalogue ${params.id}`,
        });
      },
    );
  };

  /** A city's own catalogue, even where it bears the id of one that comes with the product, is what it is judged by. */
  async function catalogues(): Promise<readonly Catalogue[]> {
    const latest = await desk.latest();
    if (!latest) return deps.catalogues;
    const { catalogue: used } = await desk.judged(latest);
    return deps.catalogues.some(({ id }) => id === used.id)
      ? deps.catalogues.map((catalogue) => (catalogue.id === used.id ? used : catalogue))
      : [...deps.catalogues, used];
  }
}

function summaryView({ id, name, basis, provenance, version, categories }: Catalogue): CatalogueSummaryView {
  return { id, name, basis, provenance, version, categories: categories.length };
}

function ruleView(rule: Rule, lang: Lang): RuleView {
  const { passed, failed, cantTell, inapplicable } = rule.examples;
  return {
    id: rule.id,
    group: rule.group,
    title: rule.title[lang],
    about: rule.about[lang],
    severity: rule.severity,
    target: rule.target,
    basis: rule.basis.map(({ document, clause, from, until }) => ({ document, clause, from, until })),
    citesCatalogue: rule.citesCatalogue === true,
    params: Object.entries(rule.params).map(([name, param]) => ({
      name,
      about: param.about[lang],
      unit: param.unit,
      default: param.default,
      min: param.min,
      max: param.max ?? null,
    })),
    examples: [
      ...passed.map(({ why }) => ({ outcome: "passed" as const, why, data: null, reason: null })),
      ...failed.map(({ why, data }) => ({ outcome: "failed" as const, why, data, reason: null })),
      ...cantTell.map(({ why, reason }) => ({ outcome: "cantTell" as const, why, data: null, reason })),
      ...inapplicable.map(({ why }) => ({ outcome: "inapplicable" as const, why, data: null, reason: null })),
    ],
  };
}

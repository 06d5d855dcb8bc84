import type { preValidationHookHandler } from "fastify";
import { Type } from "typebox";
import { STATUSES } from "../domain/finding.ts";
import { SEVERITIES } from "../domain/outcome.ts";
import { FINDING_SORTS, type FindingSort } from "../store/store.ts";
import { oneOf } from "./shared-schema.ts";

const CONFIDENCES = ["confirmed", "suspected"] as const;
/** More values of one parameter than this are refused. */
const MOST_VALUES = 200;

const name = () => Type.String({ minLength: 1, maxLength: 200 });
const anyOf = <const Values extends string[]>(values: readonly [...Values]) =>
  Type.Array(oneOf(values), { maxItems: MOST_VALUES });
const names = (description: string) =>
  Type.Optional(
    Type.Array(name(), { maxItems: MOST_VALUES, description: `${description}，可重复，也可用逗号分隔` }),
  );
const SORTS = FINDING_SORTS.flatMap((sort): (FindingSort | `-${FindingSort}`)[] => [sort, `-${sort}`]);

export const LANG = Type.Optional(
  oneOf(["zh", "en"], { description: "文字的语言；不给时看 Accept-Language，默认 zh" }),
);
export const PATROL = Type.Optional(
  Type.String({ minLength: 1, maxLength: 200, description: "巡查编号；不给时为最近一次完整的巡查" }),
);
export const LIMIT = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 500, default: 50, description: "每页条数" }),
);
export const CURSOR = Type.Optional(
  Type.String({ minLength: 1, maxLength: 4000, description: "上一页给出的 next" }),
);

/** Query of what takes no parameter but the language. */
export const LANG_ONLY = Type.Object({ lang: LANG }, { additionalProperties: false });

/** Query of what is read out of one patrol. */
export const OF_PATROL = Type.Object({ patrol: PATROL, lang: LANG }, { additionalProperties: false });

/** Query of every list of findings. */
export const FINDING_QUERY = Type.Object(
  {
    unit: names("单位编号"),
    category: names("目录代码"),
    inspector: names("巡查员编号"),
    severity: Type.Optional(anyOf(SEVERITIES)),
    confidence: Type.Optional(anyOf(CONFIDENCES)),
    status: Type.Optional(anyOf(STATUSES)),
    rule: names("规则编号"),
    patrol: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: "巡查编号；all 为历次巡查的全部问题，按现状；不给时为最近一次完整的巡查",
      }),
    ),
    q: Type.Optional(
      Type.String({ maxLength: 200, description: "单位、栏目、标题、网址中须都出现的词，空格分隔" }),
    ),
    sort: Type.Optional(
      oneOf(SORTS, {
        default: "unit",
        description: "排序，前加 - 为倒序；对 CSV 和工作簿不起作用",
      }),
    ),
    limit: LIMIT,
    cursor: CURSOR,
    format: Type.Optional(
      oneOf(["json", "csv", "xlsx"], {
        description: "csv、xlsx 给出筛选后的全部问题；不给时看 Accept",
      }),
    ),
    lang: LANG,
  },
  { additionalProperties: false },
);

/** Lets the parameters that take several values be written `a,b` as well as repeated. */
export function splitLists(lists: readonly string[]): preValidationHookHandler {
  return (request, _reply, done) => {
    const query = request.query as Record<string, unknown>; // the query parser gives nothing else
    for (const list of lists) {
      const given = query[list];
      if (given === undefined) continue;
      query[list] = [given].flat().flatMap((value) => String(value).split(","));
    }
    done();
  };
}

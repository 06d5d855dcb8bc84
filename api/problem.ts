import type { FastifyReply } from "fastify";
import type { Text } from "../domain/outcome.ts";
import type { Lang } from "../reports/context.ts";

/** Every way in which a request can fail. */
export const PROBLEMS = {
  "unknown-parameter": { status: 400, title: { zh: "没有这个参数", en: "Unknown parameter" } },
  "invalid-parameter": { status: 400, title: { zh: "参数值不对", en: "Invalid value of a parameter" } },
  "invalid-request": { status: 400, title: { zh: "请求不对", en: "Invalid request" } },
  "not-found": { status: 404, title: { zh: "没有这个地址", en: "No such address" } },
  "unknown-finding": { status: 404, title: { zh: "没有这个问题", en: "No such finding" } },
  "unknown-patrol": { status: 404, title: { zh: "没有这次巡查", en: "No such patrol" } },
  "unknown-unit": { status: 404, title: { zh: "没有这个单位", en: "No such unit" } },
  "unknown-catalogue": { status: 404, title: { zh: "没有这个目录", en: "No such catalogue" } },
  "no-patrol": { status: 404, title: { zh: "还没有完整的巡查", en: "No complete patrol yet" } },
  "no-result": { status: 404, title: { zh: "这次巡查没有结果", en: "The patrol has no result" } },
  "method-not-allowed": { status: 405, title: { zh: "只能读取", en: "Read only" } },
  "misdirected-request": { status: 421, title: { zh: "主机名不对", en: "Wrong host" } },
  "internal-error": { status: 500, title: { zh: "程序出错", en: "Internal error" } },
  "unreadable-patrol": {
    status: 500,
    title: { zh: "本版本读不懂这次巡查", en: "This version cannot read the patrol" },
  },
  "not-ready": { status: 503, title: { zh: "尚未就绪", en: "Not ready" } },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: Text }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** As it is answered, after RFC 9457. */
export interface ProblemView {
  /** `urn:xuncha:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The query parameter at fault; left out where none is. */
  readonly parameter?: string;
}

/** Ends a request with that problem; the client is told `detail`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: Text;
  /** The query parameter at fault; null where none is. */
  readonly parameter: string | null;
  /** That of the code, unless the server library knows it closer. */
  readonly status: number;

  constructor(
    code: ProblemCode,
    detail: Text,
    {
      parameter = null,
      status = PROBLEMS[code].status,
      cause,
    }: { readonly parameter?: string | null; readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(detail.en, { cause });
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
    this.parameter = parameter;
    this.status = status;
  }

  view(lang: Lang): ProblemView {
    const { code, detail, parameter, status } = this;
    return {
      type: `urn:xuncha:problem:${code}`,
      title: PROBLEMS[code].title[lang],
      status,
      detail: detail[lang],
      ...(parameter === null ? {} : { parameter }),
    };
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem, lang: Lang): FastifyReply {
  return reply
    .code(problem.status)
    .header("content-language", lang === "zh" ? "zh-CN" : "en")
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problem.view(lang)));
}

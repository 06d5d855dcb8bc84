import type { FastifyReply } from "fastify";
import type { Text } from "../domain/outcome.ts";
import type { Lang } from "../reports/context.ts";

/** Every way in which a request can fail. */
export const PROBLEMS = {
  "unknown-parameter": { status: 400, title: { zh: "没有这个参数", en: "Unknown parameter" } },
  "invalid-parameter": { status: 400, title: { zh: "参数值不对", en: "Invalid value of a parameter" } },
  "invalid-request": { status: 400, title: { zh: "请求不对", en: "Invalid request" } },
  "token-missing": { status: 401, title: { zh: "须有访问令牌", en: "Access token required" } },
  "token-invalid": { status: 401, title: { zh: "访问令牌无效", en: "Invalid access token" } },
  forbidden: { status: 403, title: { zh: "没有权限", en: "Forbidden" } },
  "cross-site-request": { status: 403, title: { zh: "不接受别的网站的请求", en: "Cross-site request" } },
  "not-found": { status: 404, title: { zh: "没有这个地址", en: "No such address" } },
  "unknown-finding": { status: 404, title: { zh: "没有这个问题", en: "No such finding" } },
  "unknown-patrol": { status: 404, title: { zh: "没有这次巡查", en: "No such patrol" } },
  "unknown-unit": { status: 404, title: { zh: "没有这个单位", en: "No such unit" } },
  "unknown-catalogue": { status: 404, title: { zh: "没有这个目录", en: "No such catalogue" } },
  "no-patrol": { status: 404, title: { zh: "还没有完整的巡查", en: "No complete patrol yet" } },
  "no-result": { status: 404, title: { zh: "这次巡查没有结果", en: "The patrol has no result" } },
  "no-evidence": { status: 404, title: { zh: "没有这份证据", en: "No such evidence" } },
  "method-not-allowed": { status: 405, title: { zh: "不能这样请求", en: "Method not allowed" } },
  "no-portal": { status: 409, title: { zh: "本服务不能发起巡查", en: "No portal to patrol" } },
  "patrol-running": { status: 409, title: { zh: "巡查正在进行", en: "A patrol is under way" } },
  "dry-run-running": { status: 409, title: { zh: "试算正在进行", en: "A dry run is under way" } },
  "patrol-over": { status: 409, title: { zh: "巡查已经结束", en: "The patrol is over" } },
  "unreadable-portal": { status: 409, title: { zh: "门户文件有误", en: "The portal file is wrong" } },
  "status-conflict": { status: 409, title: { zh: "状态不能这样改", en: "No such change of status" } },
  "misdirected-request": { status: 421, title: { zh: "主机名不对", en: "Wrong host" } },
  "too-many-attempts": { status: 429, title: { zh: "尝试过多", en: "Too many attempts" } },
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
  /** The query parameter, or key of the body, at fault; left out where none is. */
  readonly parameter?: string;
}

/** Ends a request with that problem; the client is told `detail`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: Text;
  /** The query parameter, or key of the body, at fault; null where none is. */
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

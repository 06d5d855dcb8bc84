import type { FastifyError, FastifyInstance, FastifySchemaValidationError } from "fastify";
import type { Text } from "../domain/outcome.ts";
import { isOutOfReach } from "../store/postgres.ts";
import { languageOf } from "./language.ts";
import { Problem, sendProblem } from "./problem.ts";

/** Answers whatever goes wrong as a problem document. `methodsOf` tells what an address answers at all. */
export function answerFailures(app: FastifyInstance, methodsOf: (url: string) => readonly string[]): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error({ err: problem.cause ?? error }, "request failed");
    return sendProblem(reply, problem, languageOf(request));
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url);
    const allowed = methods.join(", ");
    const problem =
      methods.length === 0 || methods.includes(request.method)
        ? new Problem("not-found", { zh: "没有这个地址，见 /openapi.json", en: "See /openapi.json" })
        : new Problem("method-not-allowed", { zh: `这个地址只答复：${allowed}`, en: `Only ${allowed}` });
    if (problem.code === "method-not-allowed") reply.header("allow", allowed);
    return sendProblem(reply, problem, languageOf(request));
  });
}

/** The problem that an exception comes to; what is not the client's fault is told without its particulars. */
export function problemOf(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error;
  const [fault] = error.validation ?? [];
  if (fault) return parameterProblem(fault, error.validationContext === "body");
  const { statusCode = 500, message } = error;
  if (statusCode >= 400 && statusCode < 500) {
    const zh = REFUSED[error.code] ?? "请求的写法不对";
    return new Problem("invalid-request", { zh, en: message }, { status: statusCode });
  }
  if (isOutOfReach(error)) return new Problem("not-ready", STORE_AWAY, { cause: error });
  return new Problem("internal-error", IN_LOG, { cause: error });
}

/** What the server itself refuses, by its code. */
const REFUSED: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: "地址的编码不对",
  FST_ERR_CTP_BODY_TOO_LARGE: "请求的正文太大",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "请求的正文应为 JSON（Content-Type: application/json）",
};
const STORE_AWAY: Text = {
  zh: "数据库没有应答，请稍后再试",
  en: "The store does not answer; try again later",
};
const IN_LOG: Text = { zh: "详情见服务的日志", en: "See the log of the service" };

function parameterProblem(
  { keyword, params, instancePath }: FastifySchemaValidationError,
  inBody: boolean,
): Problem {
  if (keyword === "additionalProperties") {
    const parameter = String(params.additionalProperty);
    const detail = { zh: `没有参数 ${parameter}`, en: `There is no parameter ${parameter}` };
    return new Problem("unknown-parameter", detail, { parameter });
  }
  const [, parameter = ""] = instancePath.split("/");
  const expected = expectation(keyword, params, inBody);
  if (parameter === "")
    return new Problem("invalid-request", {
      zh: `请求的正文${expected.zh}`,
      en: `The body of the request ${expected.en}`,
    });
  const detail = {
    zh: `参数 ${parameter} 的值不对：${expected.zh}`,
    en: `The parameter ${parameter} ${expected.en}`,
  };
  return new Problem("invalid-parameter", detail, { parameter });
}

function oneOfThose(values: readonly unknown[]): Text {
  return { zh: `应为 ${values.join("、")} 之一`, en: `must be one of ${values.join(", ")}` };
}

function expectation(keyword: string, params: Readonly<Record<string, unknown>>, inBody: boolean): Text {
  const { allowedValues, limit, type, format } = params;
  switch (keyword) {
    case "enum":
      return Array.isArray(allowedValues)
        ? oneOfThose(allowedValues.filter((value) => value !== null))
        : UNEXPECTED;
    case "minimum":
      return { zh: `不得小于 ${limit}`, en: `must be at least ${limit}` };
    case "maximum":
      return { zh: `不得大于 ${limit}`, en: `must be at most ${limit}` };
    case "minLength":
      return { zh: "不能为空", en: "must not be empty" };
    case "maxLength":
      return { zh: `不得超过 ${limit} 个字`, en: `must have at most ${limit} characters` };
    case "maxItems":
      return { zh: `不得多于 ${limit} 个`, en: `must have at most ${limit} values` };
    case "minItems":
    case "minProperties":
      return { zh: `至少要有 ${limit} 项`, en: `must have at least ${limit} entries` };
    case "format":
      if (format === "date") return { zh: "应为日期，如 2016-12-31", en: "must be a date, as 2016-12-31" };
      return format === "date-time"
        ? {
            zh: "应为带时区的时刻，如 2016-12-31T00:00:00+08:00",
            en: "must be a moment with its zone, as 2016-12-31T00:00:00+08:00",
          }
        : UNEXPECTED;
    case "type":
      if (inBody) return { zh: `应为 ${type}`, en: `must be of the type ${type}` };
      return type === "integer"
        ? { zh: "应为整数", en: "must be a whole number" }
        : { zh: "只能给一个值", en: "must be given once" };
    default:
      return UNEXPECTED;
  }
}

const UNEXPECTED: Text = { zh: "写法不对", en: "is not written as expected" };

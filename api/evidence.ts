import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { Evidence } from "../domain/finding.ts";
import type { Lang } from "../reports/context.ts";
import { ownUnitOf, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies, RecordedPage } from "./dependencies.ts";
import { evidenceText, TEXT_POLICY } from "./evidence-text.ts";
import { findingDeskOf } from "./finding-desk.ts";
import { inLanguage, languageOf } from "./language.ts";
import { LANG } from "./parameters.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { Problem } from "./problem.ts";
import { oneOf, PROBLEM_ANSWERS } from "./shared-schema.ts";

/** Foreign pages: shown in a world of their own, in which nothing runs and nothing is fetched. */
const INERT = [
  "sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
const PROOF = Type.Object({
  id: Type.String(),
  n: Type.Integer({ minimum: 0, maximum: 1000, description: "在 evidence 中的位置，从 0 起" }),
});
const MARKUP = /^(?:text\/html|application\/xhtml\+xml)\b/i;

/** The recorded pages that a finding rests on. */
export function evidence(deps: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  const findingDesk = findingDeskOf(deps, desk);
  return async (app) => {
    app.get(
      "/findings/:id/evidence/:n",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["findings"],
          operationId: "evidence",
          summary: "一个问题所依据的网页，按巡查时收到的内容；脚本不会运行",
          params: PROOF,
          querystring: Type.Object(
            {
              view: Type.Optional(
                oneOf(["raw", "text"], {
                  default: "raw",
                  description: "text 只给文字，标出摘录，遮去个人号码",
                }),
              ),
              lang: LANG,
            },
            { additionalProperties: false },
          ),
          response: {
            200: {
              description: "网页在沙箱中显示；不是网页的文字为纯文本，其余供下载",
              content: {
                "text/html": { schema: Type.String() },
                "text/plain": { schema: Type.String() },
                "application/octet-stream": { schema: { type: "string", format: "binary" } },
              },
            },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { id, n } = request.params;
        const lang = languageOf(request);
        const { proof, patrols } = await proofOf(id, n, ownUnitOf(request), lang);
        const page = await recordedPage(proof, patrols);
        if (request.query.view !== "text") {
          const { type, headers } = inert(page);
          return reply.type(type).headers(headers).send(Buffer.from(page.bytes));
        }
        if (!page.lines)
          throw new Problem("no-evidence", {
            zh: "这份证据不是文字，请下载查看",
            en: "This evidence is no text; download it",
          });
        return inLanguage(reply, lang)
          .type("text/html; charset=utf-8")
          .header("content-security-policy", TEXT_POLICY)
          .send(evidenceText(proof, page.lines, lang));
      },
    );

    app.get(
      "/findings/:id/evidence/:n/screenshot",
      {
        config: UNITS_TOO,
        schema: {
          tags: ["findings"],
          operationId: "evidence-screenshot",
          summary: "这个网页在浏览器中的样子；静态页面不带图片，未经渲染的也不带样式",
          params: PROOF,
          response: {
            200: {
              description: "截图",
              content: { "image/png": { schema: { type: "string", format: "binary" } } },
            },
            ...PROBLEM_ANSWERS,
          },
        },
      },
      async (request, reply) => {
        const { id, n } = request.params;
        const { proof, patrols } = await proofOf(id, n, ownUnitOf(request), "zh");
        return reply
          .type("image/png")
          .header("content-security-policy", INERT)
          .send(Buffer.from(await screenshot(proof, patrols)));
      },
    );
  };

  /** A finding's nth evidence, and the patrols that may hold it. */
  async function proofOf(id: string, n: number, ownUnit: string | null, lang: Lang) {
    const { patrols, ofFinding } = await findingDesk(id, ownUnit);
    const proof = ofFinding(lang).evidence[n];
    if (!proof)
      throw new Problem("no-evidence", {
        zh: `这个问题没有第 ${n} 份证据（从 0 起）`,
        en: `The finding has no evidence ${n} (counted from 0)`,
      });
    return { proof, patrols };
  }

  /** The first patrol's answer that has one. */
  async function screenshot({ url, sha256 }: Evidence, patrols: readonly string[]): Promise<Uint8Array> {
    for (const patrol of patrols) {
      const view = await deps.screenshotOf?.(patrol, url, sha256);
      if (view) return view;
    }
    throw new Problem("no-evidence", {
      zh: "这份证据没有截图（巡查时没有可用的浏览器，或页面不在截图之列）",
      en: "There is no screenshot of this evidence",
    });
  }

  /** The very bytes that the finding rests on: a page of the same address that has changed since proves nothing. */
  async function recordedPage({ url, sha256 }: Evidence, patrols: readonly string[]): Promise<RecordedPage> {
    for (const patrol of patrols) {
      const page = await deps.evidenceOf?.(patrol, url, sha256);
      if (page && page.sha256 === sha256) return page;
    }
    throw new Problem("no-evidence", {
      zh: "证据文件不在本服务的数据目录中，或其中没有这个网页",
      en: "The evidence file is not in the data folder of the service, or does not hold the page",
    });
  }
}

function inert({ contentType, encoding }: RecordedPage): {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const headers = { "content-security-policy": INERT };
  if (encoding === null)
    return {
      type: "application/octet-stream",
      headers: { ...headers, "content-disposition": "attachment" },
    };
  const isMarkup = contentType === null || MARKUP.test(contentType);
  return { type: `${isMarkup ? "text/html" : "text/plain"}; charset=${encoding}`, headers };
}

import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { ROLES, type Role } from "../store/tokens.ts";
import { type Caller, callerOf, EVERYBODY, type Gate, INSPECTORS, needsToken, UNITS_TOO } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { LANG_ONLY } from "./parameters.ts";
import { Problem } from "./problem.ts";
import { isSameOrigin } from "./same-origin.ts";
import { clearCookie, keepInCookie } from "./session-cookie.ts";
import { component, json, oneOf, PROBLEM_ANSWERS, refTo } from "./shared-schema.ts";

/** Who sits before the browser, and what the dashboard may offer. */
interface SessionView {
  /** false: everybody on this machine may do everything, and there is nothing to sign out of. */
  readonly tokenNeeded: boolean;
  readonly role: Role;
  /** Id of the one unit that the caller speaks for; null for every role but `unit`. */
  readonly unit: string | null;
  /** Of the token; null where none is needed. */
  readonly name: string | null;
  /** The caller may start patrols, and this server can. */
  readonly canPatrol: boolean;
}

export const SESSION = component("Session", {
  tokenNeeded: Type.Boolean({ description: "false 时不须令牌，不分角色" }),
  role: oneOf(ROLES),
  unit: Type.Union([Type.String(), Type.Null()], { description: "角色为 unit 时，单位的编号" }),
  name: Type.Union([Type.String(), Type.Null()], { description: "令牌的名称" }),
  canPatrol: Type.Boolean({ description: "可以从这里发起巡查" }),
});

const TOKEN = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
const SHARED = { tags: ["session"], querystring: LANG_ONLY } as const;

/** Signing in once with a token, for people: from then on the browser bears it in a cookie that no script reads. */
export function session(deps: ApiDependencies, gate: Gate): FastifyPluginAsyncTypebox {
  const answer = json("登录的人", refTo<SessionView>(SESSION));
  return async (app) => {
    app.get(
      "/session",
      {
        onRequest: gate.admit,
        config: UNITS_TOO,
        schema: {
          ...SHARED,
          operationId: "session",
          summary: "谁在访问，可以做什么；没有令牌时为 401",
          response: { 200: answer, ...PROBLEM_ANSWERS },
        },
      },
      async (request) => view(callerOf(request)),
    );

    app.post(
      "/session",
      {
        schema: {
          ...SHARED,
          operationId: "sign-in",
          summary: "用令牌登录，供看板使用；令牌存入 HttpOnly、SameSite=Strict 的 cookie",
          security: [],
          body: TOKEN,
          response: { 200: answer, ...PROBLEM_ANSWERS },
        },
      },
      async (request, reply) => {
        if (isSameOrigin(request) === false) throw crossSite();
        if (!(await needsToken(deps))) return view(EVERYBODY);
        const token = request.body.token.trim();
        const caller = await gate.recognise(token, request, reply);
        keepInCookie(request, reply, token);
        return view(caller);
      },
    );

    app.delete(
      "/session",
      {
        schema: {
          ...SHARED,
          operationId: "sign-out",
          summary: "退出：清除 cookie；令牌本身仍然有效",
          security: [],
          response: { 204: Type.Null({ description: "已退出" }), ...PROBLEM_ANSWERS },
        },
      },
      async (request, reply) => {
        if (isSameOrigin(request) === false) throw crossSite();
        clearCookie(request, reply);
        return reply.code(204).send(null);
      },
    );
  };

  function view({ role, unitId, name }: Caller): SessionView {
    const mayPatrol = INSPECTORS.roles.some((one) => one === role);
    return {
      tokenNeeded: name !== null,
      role,
      unit: unitId,
      name,
      canPatrol: mayPatrol && (deps.startPatrol ?? null) !== null,
    };
  }
}

function crossSite(): Problem {
  return new Problem("cross-site-request", {
    zh: "只能从本站的网页登录和退出",
    en: "One signs in and out from pages of this very site",
  });
}

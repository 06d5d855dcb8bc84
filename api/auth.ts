import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Instant } from "../domain/time.ts";
import type { Role } from "../store/tokens.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { Problem } from "./problem.ts";
import { isReading, isSameOrigin } from "./same-origin.ts";
import { clearCookie, tokenInCookie } from "./session-cookie.ts";
import { hashOfToken } from "./token.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may ask; left out: everybody but units may read, only an admin may change. */
    roles?: readonly Role[];
  }
}

/** Who asks. */
export interface Caller {
  readonly role: Role;
  /** The one unit that it speaks for; null for every role but `unit`. */
  readonly unitId: string | null;
  /** Of its token; null where none is needed. */
  readonly name: string | null;
}

/** Where no token is needed. */
export const EVERYBODY: Caller = { role: "admin", unitId: null, name: null };
const READERS: readonly Role[] = ["viewer", "inspector", "admin"];
/** For a route that shows a unit only what is its own, or nobody's. */
export const UNITS_TOO = { roles: ["viewer", "unit", "inspector", "admin"] } as const;
export const INSPECTORS = { roles: ["inspector", "admin"] } as const;

/** Wrong tokens that an address may send in a minute. */
const MOST_FAILURES = 20;
const CALLER = "caller";

/** Who may come in. */
export interface Gate {
  /** For every route of the API, before anything else of it. */
  readonly admit: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** For figures that a monitor on this machine may take without a token. */
  readonly admitMonitor: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Whose token it is. Throws a {@link Problem} where it is nobody's; too many of those and it says to wait. */
  readonly recognise: (token: string, request: FastifyRequest, reply: FastifyReply) => Promise<Caller>;
}

/** Whether a token is needed: always, or since there is one in force. */
export async function needsToken({ store, tokensRequired = false }: ApiDependencies): Promise<boolean> {
  return tokensRequired || (await store.tokens()).some(({ revokedAt }) => revokedAt === null);
}

/** The rate limit's plugin must be registered before. */
export function gateOf(app: FastifyInstance, deps: ApiDependencies): Gate {
  const { store } = deps;
  app.decorateRequest(CALLER, null);
  const failure = app.createRateLimit({ max: MOST_FAILURES, timeWindow: 60_000 });
  const gate: Gate = {
    async admit(request, reply) {
      const caller = (await needsToken(deps)) ? await signedIn(request, reply) : EVERYBODY;
      const roles = request.routeOptions.config.roles ?? (isReading(request) ? READERS : ["admin"]);
      if (!roles.includes(caller.role)) throw forbidden(caller.role);
      request.setDecorator(CALLER, caller);
    },
    async admitMonitor(request, reply) {
      const isHere =
        /^(127\.|::1$|::ffff:127\.)/.test(request.ip) && request.headers["x-forwarded-for"] === undefined;
      if (!isHere || request.headers.authorization !== undefined) await gate.admit(request, reply);
    },
    async recognise(token, request, reply) {
      const now = new Date().toISOString() as Instant; // toISOString writes this form
      const record = await store.tokenByHash(hashOfToken(token), now);
      if (record) return { role: record.role, unitId: record.unitId, name: record.name };
      throw await refusal(request, reply);
    },
  };
  return gate;

  async function signedIn(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
      if (token === undefined) throw await refusal(request, reply);
      return gate.recognise(token, request, reply);
    }
    const kept = tokenInCookie(request);
    if (kept === null) throw missing(reply);
    // The browser sends it along with whatever makes it ask, so a change must come from a page of ours.
    if (!isReading(request) && isSameOrigin(request) !== true)
      throw new Problem("cross-site-request", {
        zh: "用 cookie 登录的，只有本站的网页可以改动；程序请用 Authorization 请求头",
        en: "With a cookie only pages of this very site may change anything; programs use the Authorization header",
      });
    // One that was revoked is not sent, and counted, again and again.
    return gate.recognise(kept, request, reply).catch((error: unknown) => {
      clearCookie(request, reply);
      throw error;
    });
  }

  async function refusal(request: FastifyRequest, reply: FastifyReply): Promise<Problem> {
    const limit = await failure(request);
    if (!limit.isAllowed && limit.isExceeded) {
      reply.header("retry-after", String(limit.ttlInSeconds));
      return new Problem("too-many-attempts", {
        zh: `无效的令牌试得太多，请过 ${limit.ttlInSeconds} 秒再试`,
        en: `Too many wrong tokens; try again in ${limit.ttlInSeconds} seconds`,
      });
    }
    reply.header("www-authenticate", 'Bearer realm="xuncha", error="invalid_token"');
    return new Problem("token-invalid", {
      zh: "访问令牌不对，或已被撤销",
      en: "The access token is wrong or has been revoked",
    });
  }
}

/** Who asks, on a route behind {@link Gate.admit}. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = request.getDecorator<Caller | null>(CALLER);
  if (caller) return caller;
  throw new Error(`${request.url} answers before anybody was admitted`);
}

/** The one unit of which the caller may read; null: of all. */
export function ownUnitOf(request: FastifyRequest): string | null {
  return callerOf(request).unitId;
}

function forbidden(role: Role): Problem {
  return new Problem("forbidden", {
    zh: `令牌的角色（${role}）无权这样做`,
    en: `The role of the token (${role}) does not allow this`,
  });
}

function missing(reply: FastifyReply): Problem {
  reply.header("www-authenticate", 'Bearer realm="xuncha"');
  return new Problem("token-missing", {
    zh: "请在 Authorization 请求头中给出访问令牌：Bearer xun_…；看板上请先登录",
    en: "Give an access token in the Authorization header: Bearer xun_…; on the dashboard sign in first",
  });
}

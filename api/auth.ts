import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Instant } from "../domain/time.ts";
import type { Role } from "../store/tokens.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { Problem } from "./problem.ts";
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
      const caller = (await needsToken(deps)) ? await bearer(request, reply) : EVERYBODY;
      const { method, routeOptions } = request;
      const isReading = method === "GET" || method === "HEAD";
      const roles = routeOptions.config.roles ?? (isReading ? READERS : ["admin"]);
      if (!roles.includes(caller.role)) throw forbidden(caller.role);
      request.setDecorator(CALLER, caller);
    },
    async admitMonitor(request, reply) {
      const isHere =
        /^(127\.|::1$|::ffff:127\.)/.test(request.ip) && request.headers["x-forwarded-for"] === undefined;
      if (!isHere || request.headers.authorization !== undefined) await gate.admit(request, reply);
    },
  };
  return gate;

  async function bearer(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      reply.header("www-authenticate", 'Bearer realm="xuncha"');
      throw new Problem("token-missing", {
        zh: "请在 Authorization 请求头中给出访问令牌：Bearer xun_…",
        en: "Give an access token in the Authorization header: Bearer xun_…",
      });
    }
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
    const now = new Date().toISOString() as Instant; // toISOString writes this form
    const record = token === undefined ? null : await store.tokenByHash(hashOfToken(token), now);
    if (record) return { role: record.role, unitId: record.unitId, name: record.name };
    const limit = await failure(request);
    if (!limit.isAllowed && limit.isExceeded) {
      reply.header("retry-after", String(limit.ttlInSeconds));
      throw new Problem("too-many-attempts", {
        zh: `无效的令牌试得太多，请过 ${limit.ttlInSeconds} 秒再试`,
        en: `Too many wrong tokens; try again in ${limit.ttlInSeconds} seconds`,
      });
    }
    reply.header("www-authenticate", 'Bearer realm="xuncha", error="invalid_token"');
    throw new Problem("token-invalid", {
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

const EVERYBODY: Caller = { role: "admin", unitId: null, name: null };

function forbidden(role: Role): Problem {
  return new Problem("forbidden", {
    zh: `令牌的角色（${role}）无权这样做`,
    en: `The role of the token (${role}) does not allow this`,
  });
}

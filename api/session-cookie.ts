import type { FastifyReply, FastifyRequest } from "fastify";

const NAME = "xuncha_token";
/** Whoever looks in less often pastes the token again. */
const LASTS_SECONDS = 30 * 86_400;

/** The token that the browser keeps for a person; null where there is none. */
export function tokenInCookie({ headers }: FastifyRequest): string | null {
  for (const pair of (headers.cookie ?? "").split(";")) {
    const [name, value = ""] = pair.trim().split("=");
    if (name === NAME) return value;
  }
  return null;
}

/** @param token Of those that are handed out: nothing in it has to be escaped. */
export function keepInCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.header("set-cookie", cookie(request, token, LASTS_SECONDS));
}

export function clearCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("set-cookie", cookie(request, "", 0));
}

function cookie(request: FastifyRequest, value: string, seconds: number): string {
  const parts = [`${NAME}=${value}`, "Path=/", `Max-Age=${seconds}`, "HttpOnly", "SameSite=Strict"];
  return [...parts, ...(isSecure(request) ? ["Secure"] : [])].join("; ");
}

/** Behind a proxy this server sees plain HTTP; what the browser sees stands in the origin that it names. */
function isSecure({ protocol, headers }: FastifyRequest): boolean {
  return protocol === "https" || headers.origin?.startsWith("https:") === true;
}

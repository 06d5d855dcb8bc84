import type { FastifyInstance } from "fastify";
import { needsToken } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { Problem } from "./problem.ts";
import { isReading, isSameOrigin } from "./same-origin.ts";

/**
 * As long as no token is needed, refuses what a foreign page does through its visitor's browser: reading
 * everything by a name that was made to point at this machine (DNS rebinding), and changing anything blindly.
 */
export function guardHost(app: FastifyInstance, deps: ApiDependencies): void {
  const { allowedHosts = [] } = deps;
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  app.addHook("onRequest", async (request) => {
    const host = hostnameOf(request.headers.host ?? "");
    const isOurs = host !== null && (isLoopback(host) || allowed.has(host));
    const changesFromElsewhere = !isReading(request) && isSameOrigin(request) === false;
    if (isOurs && !changesFromElsewhere) return;
    if (await needsToken(deps)) return;
    throw isOurs
      ? new Problem("cross-site-request", {
          zh: "没有访问令牌时，只有本站的网页可以改动",
          en: "Without tokens only pages of this very site may change anything",
        })
      : new Problem("misdirected-request", {
          zh: "请用本机地址或所配置的主机名访问",
          en: "Use the loopback address or the configured host name",
        });
  });
}

/** The name in a `Host` header, without port and brackets; null where it is malformed. */
function hostnameOf(host: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:/?#@\s]+))(?::\d{1,5})?$/i.exec(host);
  return match ? (match[1] ?? match[2] ?? "").toLowerCase() : null;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

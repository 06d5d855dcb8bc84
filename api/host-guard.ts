import type { FastifyInstance } from "fastify";
import { Problem } from "./problem.ts";

/**
 * Refuses requests that are addressed to another name: a foreign page whose name was made to point at this
 * machine (DNS rebinding) would otherwise read everything through its visitor's browser.
 * @param allowedHosts Names besides those of the loopback, without port.
 */
export function guardHost(app: FastifyInstance, allowedHosts: readonly string[]): void {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  app.addHook("onRequest", async ({ headers }) => {
    const host = hostnameOf(headers.host ?? "");
    if (host !== null && (isLoopback(host) || allowed.has(host))) return;
    throw new Problem("misdirected-request", {
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

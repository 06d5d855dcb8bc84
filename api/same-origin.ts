import type { FastifyRequest } from "fastify";

/**
 * Whether a page of this very site sent the request, as its browser says.
 * null where it says nothing: no browser, or a reading.
 */
export function isSameOrigin({ headers }: Pick<FastifyRequest, "headers">): boolean | null {
  // Browsers send it only where they deem the connection safe; `none` is the person at the address bar.
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin, host } = headers;
  return origin === undefined ? null : URL.canParse(origin) && new URL(origin).host === host;
}

export function isReading({ method }: Pick<FastifyRequest, "method">): boolean {
  return method === "GET" || method === "HEAD";
}

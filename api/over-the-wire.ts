import type { AddressInfo } from "node:net";
import type { FastifyInstance, InjectOptions } from "fastify";
import { request } from "undici";

/**
 * Makes a test's `inject` ask through a real listening server, so that the same tests hold the whole way.
 * What only an injected request can have (another peer's address) stays injected.
 */
export function overTheWire(app: FastifyInstance): FastifyInstance {
  const injected = app.inject.bind(app);
  const listening = async () => {
    if (!app.server.listening) await app.listen({ host: "127.0.0.1", port: 0 });
    return (app.server.address() as AddressInfo).port; // a TCP server's address is no text
  };
  const ask = async (given: InjectOptions | string) => {
    const options: InjectOptions = typeof given === "string" ? { url: given } : given;
    if (options.remoteAddress !== undefined || typeof options.url !== "string") return injected(options);
    const { payload = options.body, headers = {}, query } = options;
    const origin = `http://127.0.0.1:${await listening()}`;
    // What no client could ask for is injected.
    if (!URL.canParse(options.url, origin)) return injected(options);
    const url = new URL(options.url, origin);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, String(value));
    const isText = payload === undefined || typeof payload === "string";
    const type = isText ? {} : { "content-type": "application/json" };
    const answer = await request(url, {
      method: (options.method ?? "GET") as "GET", // undici names the methods it knows
      headers: { ...type, ...(headers as Record<string, string>) },
      ...(payload === undefined ? {} : { body: isText ? payload : JSON.stringify(payload) }),
    });
    const body = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.body.arrayBuffer());
    return {
      statusCode: answer.statusCode,
      headers: answer.headers,
      body,
      payload: body,
      json: () => JSON.parse(body),
    };
  };
  // Tests use of an answer what both ways give: status, headers, text and JSON.
  app.inject = ask as unknown as typeof app.inject;
  return app;
}

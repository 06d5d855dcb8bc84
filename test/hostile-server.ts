import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers one request; `path` is its path and query. */
export type Answerer = (path: string, response: ServerResponse, request: IncomingMessage) => void;

/** A portal on loopback that may do anything at all. */
export interface HostileServer {
  /** Its root, with a slash at its end. */
  readonly url: string;
  /** Paths in the order in which they were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function serveHostile(answer: Answerer): Promise<HostileServer> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    answer(path, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // a TCP server's address is no text
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Makes the page that `response` will send another than its like at other addresses: one page at many says nothing of any. */
export function asOf(response: ServerResponse, unit: string): ServerResponse {
  const end = response.end.bind(response) as (chunk?: unknown) => ServerResponse;
  response.end = ((chunk?: unknown) =>
    end(
      typeof chunk === "string" ? chunk.replace("</body>", `<!-- ${unit} --></body>`) : chunk,
    )) as ServerResponse["end"];
  return response;
}

export function sendHtml(response: ServerResponse, body: string | Uint8Array, type = "text/html"): void {
  response.writeHead(200, { "content-type": type }).end(body);
}

/** Sends a head and the beginning of a body, and then nothing more. */
export function sendSome(response: ServerResponse, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers });
  response.write(body);
}

/** Sends `start`, and then `chunk` for as long as the other side reads. */
export function sendForever(
  response: ServerResponse,
  chunk: string,
  { type = "text/html", start = "" }: { readonly type?: string; readonly start?: string } = {},
): void {
  response.writeHead(200, { "content-type": type });
  response.write(start);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
}

/** Writes to the connection itself, past every rule of HTTP, and hangs up. */
export function sendRaw({ socket }: IncomingMessage, message: string): void {
  socket.end(message);
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { type DiscoverArguments, discoverCommand } from "../cli/discover-command.ts";
import type { ExitCode } from "../cli/exit.ts";
import type { Portal } from "../domain/portal.ts";
import { loadPortal } from "../worker/portal-file.ts";

/** What `xuncha discover` came to. */
export interface Discovered {
  readonly code: ExitCode;
  /** What it wrote to stdout; "" for nothing. */
  readonly text: string;
  /** Lines for a person. */
  readonly notes: readonly string[];
  /** The written file, loaded as it is; null where nothing was written. */
  readonly portal: Portal | null;
}

/** Runs the command in this process, and loads what it wrote. */
export async function discovering(url: string, given: Partial<DiscoverArguments> = {}): Promise<Discovered> {
  const notes: string[] = [];
  let text = "";
  const args = {
    url,
    catalogue: "hubei-basic-2016",
    requestsPerSecond: 1000,
    maxPages: 5000,
    allowPrivateHosts: false,
    render: "never" as const,
    browser: { chromium: null, searchPath: "" },
    ...given,
  };
  const output = {
    result: (result: string) => {
      text += result;
    },
    note: (note: string) => {
      notes.push(note);
    },
    progress: () => {},
    done: () => {},
    log: pino({ level: "silent" }),
  };
  const code = await discoverCommand(args, output, new AbortController().signal);
  return { code, text, notes, portal: text === "" ? null : await loaded(text) };
}

async function loaded(text: string): Promise<Portal> {
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-proposed-"));
  try {
    const file = path.join(folder, "portal.yaml");
    await writeFile(file, text);
    return (await loadPortal(file)).portal;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A page by its path: markup, or an answer that is none. */
export type Pages = Readonly<Record<string, string | { readonly status: number; readonly body: string }>>;

export interface SmallSite {
  /** With a slash at its end. */
  readonly url: string;
  readonly asked: readonly string[];
  /** Puts the pages up; until then every path answers 404. */
  serve(pages: Pages): void;
  close(): Promise<void>;
}

/** A site on a free port of loopback, under one of its two names. */
export async function openSite(host: "127.0.0.1" | "localhost" = "127.0.0.1"): Promise<SmallSite> {
  let pages: Pages = {};
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const address = request.url ?? "/";
    asked.push(address);
    const page = pages[address] ?? pages[address.replace(/index\.html$/, "")];
    const { status, body } = typeof page === "string" ? { status: 200, body: page } : (page ?? GONE);
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`, // a TCP server's address is no text
    asked,
    serve: (given) => {
      pages = given;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

const GONE = { status: 404, body: "<h1>404</h1>" };

/** A whole page around some markup. */
export function htmlPage(title: string, body: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
}

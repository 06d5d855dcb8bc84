import { once } from "node:events";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildServer } from "../api/server.ts";
import { builtInCatalogues, loadCatalogue } from "../catalogue/load.ts";
import { rules } from "../rules/index.ts";
import { openStore } from "../store/open.ts";
import { loadPortalFromText } from "../worker/portal-file.ts";
import { VERSION } from "../worker/versions.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";

export interface ServeArguments {
  /** null: embedded, under `data`. */
  readonly store: string | null;
  readonly data: string;
  readonly host: string;
  readonly port: number;
}

/** `xuncha serve`: what a store holds, over HTTP, until the signal. */
export async function serveCommand(
  { store, data, host, port }: ServeArguments,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  await serveStore({ store: store ?? path.join(data, "xuncha.sqlite"), host, port }, output, signal);
  return EXIT.complete;
}

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** Serves one store on loopback; without tokens nothing else may ask. */
export async function serveStore(
  place: { readonly store: string; readonly host: string; readonly port: number },
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const { host, port } = place;
  if (!LOOPBACK.includes(host)) {
    throw new UsageError(`没有访问令牌时只在本机提供服务：XUNCHA_HOST 应为 127.0.0.1，现为“${host}”`);
  }
  const store = await openStore(place.store);
  const server = await buildServer({
    store,
    rules,
    catalogues: await Promise.all(builtInCatalogues().map(({ id }) => loadCatalogue(id, null))),
    portalOf: ({ portalFile, catalogueFile }) => loadPortalFromText(portalFile, "portal.yaml", catalogueFile),
    log: output.log,
    version: VERSION,
    dashboardDir: fileURLToPath(new URL("../web/dist", import.meta.url)),
  });
  try {
    await server.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw error;
      throw new UsageError(`端口 ${port} 已被占用；用环境变量 XUNCHA_PORT 另指一个（0 为任意空闲端口）`);
    });
    const { port: actual } = server.server.address() as AddressInfo; // a TCP server's address is no text
    output.result(`http://${host.includes(":") ? `[${host}]` : host}:${actual}/`);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await server.close();
    await store.close();
  }
}

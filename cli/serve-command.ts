import { once } from "node:events";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { buildServer } from "../api/server.ts";
import { builtInCatalogues, loadCatalogue } from "../catalogue/load.ts";
import { rules } from "../rules/index.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { dryRun } from "../worker/dry-run.ts";
import { loadPortal, loadPortalFromText } from "../worker/portal-file.ts";
import { openBackend, type QueueBackend } from "../worker/queue-backend.ts";
import { VERSION } from "../worker/versions.ts";
import type { BrowserWish } from "./browser.ts";
import { DASHBOARD_DIR } from "./dashboard.ts";
import { evidenceFiles } from "./evidence-files.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";
import { ownRunner, type PatrolRunner, queueRunner } from "./patrol-runner.ts";
import { queueView } from "./queue-view.ts";

export interface ServeArguments {
  /** null: embedded, under `data`. */
  readonly store: string | null;
  /** Folder of the evidence. */
  readonly data: string;
  /** The portal whose patrols may be started; null: none. */
  readonly portalPath: string | null;
  /** null: patrols run in this process. */
  readonly queue: string | null;
  readonly host: string;
  readonly port: number;
  readonly browser: BrowserWish;
}

/** `xuncha serve`: what a store holds, over HTTP, until the signal. */
export async function serveCommand(
  args: ServeArguments,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  // A wrong file is told now, not when somebody wants a patrol.
  if (args.portalPath !== null) await loadPortal(args.portalPath);
  const store = await openStore(args.store ?? path.join(args.data, "xuncha.sqlite"));
  try {
    await refuseStrangers(args.host, store);
    const backend = args.queue === null ? null : await openBackend(args.queue);
    try {
      await serve(args, { store, backend }, output, signal);
    } finally {
      await backend?.close();
    }
  } finally {
    await store.close();
  }
  return EXIT.complete;
}

async function refuseStrangers(host: string, store: Store): Promise<void> {
  if (isLoopback(host) || (await store.tokens()).some(({ revokedAt }) => revokedAt === null)) return;
  throw new UsageError(
    `没有访问令牌时只在本机提供服务：XUNCHA_HOST 应为 127.0.0.1，现为“${host}”；` +
      "可先用 xuncha token create --role admin 建立令牌",
  );
}

async function serve(
  { data, portalPath, host, port, browser }: ServeArguments,
  { store, backend }: { readonly store: Store; readonly backend: QueueBackend | null },
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const evidence = evidenceFiles(data);
  const runner: PatrolRunner | null =
    portalPath === null
      ? null
      : backend
        ? queueRunner(portalPath, store, backend)
        : ownRunner(portalPath, { store, dataDir: data, log: output.log, browser });
  const server = await buildServer({
    store,
    rules,
    catalogues: await Promise.all(builtInCatalogues().map(({ id }) => loadCatalogue(id, null))),
    portalOf: ({ portalFile, catalogueFile }) => loadPortalFromText(portalFile, "portal.yaml", catalogueFile),
    log: output.log,
    version: VERSION,
    dashboardDir: DASHBOARD_DIR,
    tokensRequired: !isLoopback(host),
    startPatrol: runner && ((wish) => runner.start(wish)),
    cancelPatrol: runner && ((id) => runner.cancel(id)),
    dryRun: (patrol, overrides) => dryRun(store, patrol, overrides),
    evidenceOf: evidence.pageOf,
    screenshotOf: evidence.viewOf,
    queue: backend && queueView(backend),
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
    await runner?.stop();
    await evidence.close();
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

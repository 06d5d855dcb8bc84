import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { type ServedPortal, servePortal } from "../fixtures/portal/server.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { type ConcludedPatrol, runPatrol } from "../worker/patrol.ts";
import { loadPortal } from "../worker/portal-file.ts";
import type { PatrolOrder } from "../worker/start-patrol.ts";

/** A simulated portal that is served, and a data folder to patrol it with. */
export interface Bench {
  readonly portal: ServedPortal;
  readonly portalPath: string;
  readonly dataDir: string;
  readonly store: Store;
  /** One patrol, recorded. */
  patrol(order?: Partial<PatrolOrder>): Promise<ConcludedPatrol>;
  close(): Promise<void>;
}

export async function openBench(options: Parameters<typeof servePortal>[0] = {}): Promise<Bench> {
  const portal = await servePortal(options);
  const dataDir = await mkdtemp(path.join(tmpdir(), "xuncha-test-"));
  const portalPath = path.join(dataDir, "portal.yaml");
  await writeFile(portalPath, portal.portalFile);
  const store = await openStore(path.join(dataDir, "xuncha.sqlite"));
  return {
    portal,
    portalPath,
    dataDir,
    store,
    async patrol(order = {}) {
      const concluded = await runPatrol(
        {
          loaded: await loadPortal(portalPath),
          portalPath,
          asOf: portal.asOf,
          onlyUnits: null,
          fresh: false,
          out: null,
          ...order,
        },
        { store, dataDir, log: pino({ level: "error" }), signal: new AbortController().signal },
      );
      await concluded.record();
      return concluded;
    },
    async close() {
      await store.close();
      await portal.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { PatrolCancel, PatrolStart, PatrolWish } from "../api/dependencies.ts";
import { InputError } from "../domain/input-error.ts";
import { FolderInUseError, lockFolder } from "../store/lock.ts";
import type { Store } from "../store/store.ts";
import { runPatrol } from "../worker/patrol.ts";
import { type LoadedPortal, loadPortal } from "../worker/portal-file.ts";
import { cancelPatrol, enqueuePatrol } from "../worker/queue.ts";
import type { QueueBackend } from "../worker/queue-backend.ts";
import { startPatrol } from "../worker/start-patrol.ts";
import { type BrowserWish, browserFrom } from "./browser.ts";

/** Runs the patrols that the API is asked for, all of one portal file. */
export interface PatrolRunner {
  start(wish: PatrolWish): Promise<PatrolStart>;
  cancel(patrolId: string): Promise<PatrolCancel>;
  /** Interrupts what this process runs, so that it can be resumed, and waits for it to end. */
  stop(): Promise<void>;
}

const PING_MS = 3000;

/** Puts patrols into the queue; workers run them. */
export function queueRunner(portalPath: string, store: Store, backend: QueueBackend): PatrolRunner {
  return {
    async start(wish) {
      const read = await readWish(portalPath, wish);
      if ("kind" in read) return read;
      // Redis that is away lets a command wait until it comes back.
      const isThere = await Promise.race([
        backend.ping().then(
          () => true,
          () => false,
        ),
        sleep(PING_MS, false, { ref: false }),
      ]);
      if (!isThere) return { kind: "unavailable" };
      const order = { portalPath, asOf: wish.asOf, onlyUnits: wish.units };
      const slot = randomBytes(16).toString("hex");
      return { kind: "started", patrolId: await enqueuePatrol(order, slot, { backend, store }) };
    },
    cancel: (patrolId) => abandoned(patrolId, store),
    stop: async () => {},
  };
}

interface Running {
  /** null until it is known. */
  patrolId: string | null;
  readonly cancel: AbortController;
  ended: Promise<void>;
}

/** Runs patrols in this process, one at a time, and none while another process patrols with the data folder. */
export function ownRunner(
  portalPath: string,
  {
    store,
    dataDir,
    log,
    browser: wish,
  }: {
    readonly store: Store;
    readonly dataDir: string;
    readonly log: Logger;
    readonly browser: BrowserWish;
  },
): PatrolRunner {
  const stopping = new AbortController();
  let running: Running | null = null;
  return {
    async start(wish) {
      if (running || stopping.signal.aborted) return { kind: "busy", patrolId: running?.patrolId ?? null };
      const own: Running = { patrolId: null, cancel: new AbortController(), ended: Promise.resolve() };
      running = own;
      const free = () => {
        running = null;
      };
      try {
        const read = await readWish(portalPath, wish);
        if ("kind" in read) {
          free();
          return read;
        }
        const unlock = await lockFolder(dataDir);
        const order = orderOf(read, portalPath, wish);
        const { patrol } = await startPatrol(order, store).catch((error: unknown) => {
          unlock();
          throw error;
        });
        own.patrolId = patrol.id;
        own.ended = run(order, patrol.id, own.cancel.signal).finally(() => {
          unlock();
          free();
        });
        return { kind: "started", patrolId: patrol.id };
      } catch (error) {
        free();
        if (error instanceof FolderInUseError) return { kind: "busy", patrolId: null };
        throw error;
      }
    },
    async cancel(patrolId) {
      if (running?.patrolId === patrolId) {
        const { cancel, ended } = running;
        cancel.abort(new Error("cancelled"));
        await ended;
        return (await isCancelled(patrolId)) ? "cancelled" : "over";
      }
      // Interrupted, or another process is at it: that one has the folder.
      try {
        const unlock = running ? () => {} : await lockFolder(dataDir);
        try {
          return await abandoned(patrolId, store);
        } finally {
          unlock();
        }
      } catch (error) {
        if (error instanceof FolderInUseError) return "elsewhere";
        throw error;
      }
    },
    async stop() {
      stopping.abort(new Error("stopping"));
      await running?.ended;
    },
  };

  /** Never rejects: what goes wrong is logged, and the patrol given up. */
  async function run(order: Parameters<typeof runPatrol>[0], id: string, cancel: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, cancel]);
    const browser = browserFrom(wish, log);
    try {
      const concluded = await runPatrol(order, {
        store,
        browser,
        dataDir,
        log,
        signal,
        onProgress: ({ unitsDone, units, pages }) => {
          store.setProgress(id, { unitsDone, units, pages }).catch((error: unknown) => {
            log.debug({ patrol: id, err: error }, "progress not kept");
          });
        },
      });
      signal.throwIfAborted();
      await concluded.record();
      log.info({ patrol: id, complete: concluded.conclusion.result.complete }, "patrol concluded");
    } catch (error) {
      // The same order goes on with it after a restart.
      if (stopping.signal.aborted && !cancel.aborted) return;
      if (!cancel.aborted) log.error({ patrol: id, err: error }, "patrol failed");
      await abandoned(id, store).catch((failure: unknown) => {
        log.error({ patrol: id, err: failure }, "patrol not given up");
      });
    } finally {
      await browser.close();
    }
  }

  async function isCancelled(id: string): Promise<boolean> {
    const record = await store.patrol(id);
    return record !== null && record.finishedAt !== null && record.counts === null;
  }
}

/** The portal file, or why the wish cannot be met. */
async function readWish(
  portalPath: string,
  { portal: asked, units }: PatrolWish,
): Promise<LoadedPortal | Exclude<PatrolStart, { readonly kind: "started" }>> {
  const loaded = await loadPortal(portalPath).catch((error: unknown) => {
    if (error instanceof InputError) return error;
    throw error;
  });
  if (loaded instanceof InputError) return { kind: "unreadable-portal", reason: loaded.message };
  const { portal } = loaded;
  const names = [portalPath, path.resolve(portalPath), portal.url, portal.name];
  if (asked !== null && !names.includes(asked)) return { kind: "other-portal" };
  const unknown = units?.find((id) => !portal.units.some((unit) => unit.id === id));
  return unknown === undefined ? loaded : { kind: "unknown-unit", unit: unknown };
}

function orderOf(loaded: LoadedPortal, portalPath: string, { units, asOf }: PatrolWish) {
  return { loaded, portalPath, asOf, onlyUnits: units, fresh: false, out: null };
}

async function abandoned(patrolId: string, store: Store): Promise<PatrolCancel> {
  try {
    await cancelPatrol(patrolId, store);
    return "cancelled";
  } catch (error) {
    const record = await store.patrol(patrolId);
    if (record?.finishedAt != null) return "over";
    throw error;
  }
}

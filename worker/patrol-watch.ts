import type { Logger } from "pino";
import type { Store } from "../store/store.ts";

/** How often it is looked whether a patrol was cancelled. */
const WATCH_MS = 2000;
/** Pages between two tellings. */
const TOLD_EVERY = 20;

/** Aborts soon after the patrol was cancelled, by whatever process. */
export function cancellation(patrolId: string, store: Store): { readonly signal: AbortSignal; end(): void } {
  const cancelled = new AbortController();
  const watch = setInterval(() => {
    store.patrol(patrolId).then(
      (record) => record?.finishedAt && cancelled.abort(new Error("cancelled")),
      () => {},
    );
  }, WATCH_MS);
  return { signal: cancelled.signal, end: () => clearInterval(watch) };
}

/**
 * Tells how far a patrol is that several workers read. Two that tell at the same moment may lose a few pages of
 * the count: it is there to be looked at, nothing rests on it.
 */
export function sharedProgress(
  patrolId: string,
  units: number,
  { store, log }: { readonly store: Store; readonly log: Logger },
): { readonly page: () => void; tell(): Promise<void> } {
  let untold = 0;
  const tell = async () => {
    const read = untold;
    untold = 0;
    try {
      const [done, said] = await Promise.all([store.snapshotUnits(patrolId), store.progress(patrolId)]);
      await store.setProgress(patrolId, { unitsDone: done.length, units, pages: (said?.pages ?? 0) + read });
    } catch (error) {
      log.debug({ patrol: patrolId, err: error }, "progress not kept");
    }
  };
  return {
    page: () => {
      untold += 1;
      if (untold >= TOLD_EVERY) void tell();
    },
    tell,
  };
}

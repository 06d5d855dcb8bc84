import { DelayedError, type Job, UnrecoverableError } from "bullmq";
import { InputError } from "../domain/input-error.ts";
import { FolderInUseError } from "../store/lock.ts";
import { concludeJob } from "./conclude-job.ts";
import { gatherJob } from "./gather-job.ts";
import { loadPortal } from "./portal-file.ts";
import { enqueuePatrol, PATROLS, suffixOf, UNITS } from "./queue.ts";
import type { JobData } from "./queue-backend.ts";
import type { ServiceTools } from "./service-tools.ts";

/** Another attempt at what somebody else still holds. */
const HELD_MS = 3000;

/** How a process works. */
export interface WorkerSettings {
  /** Units read side by side. */
  readonly concurrency: number;
  /** A worker that has not been heard of for so long has died: another takes its job. */
  readonly lockMs: number;
}

export const WORKER_DEFAULTS: WorkerSettings = { concurrency: 2, lockMs: 30_000 };

/** Workers of this process, until they are stopped. */
export interface Workers {
  /** Gives running jobs back to the queue and ends. Resolves within seconds. */
  stop(): Promise<void>;
}

/** Starts reading units and concluding patrols. */
export function startWorkers(
  tools: ServiceTools,
  { concurrency, lockMs }: WorkerSettings = WORKER_DEFAULTS,
): Workers {
  const { backend, log } = tools;
  const stopping = new AbortController();
  const options = { lockDuration: lockMs, stalledInterval: lockMs / 2, maxStalledCount: 5 };
  const handled =
    (name: string, handle: (job: Job<JobData>, signal: AbortSignal) => Promise<void>) =>
    async (job: Job<JobData>, token: string | undefined): Promise<void> => {
      try {
        await handle(job, stopping.signal);
      } catch (error) {
        const held = error instanceof FolderInUseError;
        if (held || stopping.signal.aborted) {
          // Given back, not failed: another worker, or this one after its restart, goes on.
          await job.moveToDelayed(Date.now() + (held ? HELD_MS : 500), token);
          throw new DelayedError();
        }
        log.error({ queue: name, job: job.id, err: error }, "job failed");
        throw error;
      }
    };
  const units = backend.worker(
    UNITS,
    handled(UNITS, (job, signal) => gatherJob(textOf(job, "patrolId"), textOf(job, "unitId"), tools, signal)),
    { ...options, concurrency },
  );
  const patrols = backend.worker(
    PATROLS,
    handled(PATROLS, async (job, signal) => {
      if (job.name === "begin") await beginJob(job, tools);
      else await concludeJob(textOf(job, "patrolId"), tools, signal);
    }),
    { ...options, concurrency: 1 },
  );
  return {
    stop: async () => {
      stopping.abort(new Error("stopping"));
      await Promise.all([units.close(), patrols.close()]);
    },
  };
}

/** A scheduled patrol comes due. While one of the same portal is under way, it is left out. */
async function beginJob(job: Job<JobData>, tools: ServiceTools): Promise<void> {
  const portalPath = textOf(job, "portalPath");
  try {
    const { portal } = await loadPortal(portalPath);
    const slot = `${portalPath} ${job.id}`;
    const suffix = suffixOf(slot);
    const running = (await tools.store.patrols(portal.url)).find(
      ({ finishedAt, id }) => finishedAt === null && !id.endsWith(`-${suffix}`),
    );
    if (running) {
      tools.log.warn(
        { portalPath, running: running.id },
        "patrol left out: the one before is still under way",
      );
      return;
    }
    await enqueuePatrol({ portalPath, asOf: null, onlyUnits: null }, slot, tools);
  } catch (error) {
    // A wrong file stays wrong, however often it is read.
    if (error instanceof InputError) throw new UnrecoverableError(error.message);
    throw error;
  }
}

function textOf(job: Job<JobData>, key: string): string {
  const value = job.data[key];
  if (typeof value !== "string") throw new UnrecoverableError(`job ${job.id} lacks ${key}`);
  return value;
}

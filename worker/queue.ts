import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { DelayedError, type Job, UnrecoverableError } from "bullmq";
import type { Logger } from "pino";
import type { HeadlessBrowser } from "../crawler/browser.ts";
import { LiveClient } from "../crawler/client.ts";
import { Evidence } from "../crawler/warc.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import type { Patrol } from "../domain/finding.ts";
import { InputError } from "../domain/input-error.ts";
import type { Instant } from "../domain/time.ts";
import { FolderInUseError, lockFolder } from "../store/lock.ts";
import type { Store } from "../store/store.ts";
import { clientSettings } from "./client-settings.ts";
import { now } from "./clock.ts";
import { type EarlierEvidence, earlierEvidence } from "./earlier-evidence.ts";
import { hasMemory, readMemory, writeMemory } from "./evidence-records.ts";
import { readGap, writeGap } from "./gaps.ts";
import { gatherUnit } from "./gather-unit.ts";
import { concludePatrol, recordPatrol } from "./patrol.ts";
import { cancellation, sharedProgress } from "./patrol-watch.ts";
import { type LoadedPortal, loadPortal, loadPortalFromText } from "./portal-file.ts";
import type { JobData, QueueBackend } from "./queue-backend.ts";
import { liveRendering } from "./rendering.ts";
import { takeScreenshots } from "./screenshots.ts";
import { secondPass } from "./second-pass.ts";
import { briefOf, createPatrol, freezeMemory, patrolFrom, unitsOf } from "./start-patrol.ts";

/** Jobs that begin and conclude patrols, and jobs that read one unit each. */
export const PATROLS = "patrols";
export const UNITS = "units";

const ATTEMPTS = 3;
const BACKOFF_MS = 5000;
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

/** What workers work with. */
export interface ServiceTools {
  readonly backend: QueueBackend;
  readonly store: Store;
  /** Folder for evidence, shared by all workers. */
  readonly dataDir: string;
  readonly log: Logger;
  /** Shows pages that need a browser; null or left out: there is none. */
  readonly browser?: HeadlessBrowser | null;
}

/** Puts a patrol of a portal file into the queue and answers its id. The same `slot` begins no second one. */
export async function enqueuePatrol(
  {
    portalPath,
    asOf,
    onlyUnits,
  }: {
    readonly portalPath: string;
    readonly asOf: Instant | null;
    readonly onlyUnits: readonly string[] | null;
  },
  slot: string,
  { backend, store }: Pick<ServiceTools, "backend" | "store">,
): Promise<string> {
  const loaded = await loadPortal(portalPath);
  const units = unitsOf({ loaded, onlyUnits, portalPath });
  const suffix = suffixOf(slot);
  const startedAt = now();
  const order = { loaded, portalPath, asOf, onlyUnits, fresh: false, out: null };
  const known = (await store.patrols(loaded.portal.url)).find(({ id }) => id.endsWith(`-${suffix}`));
  const patrol = known ? patrolFrom(known) : await createPatrol(order, suffix, startedAt, store);
  // Ids are made of patrol and unit: what is in the queue already is not put there again.
  await backend.flows().add({
    name: "conclude",
    queueName: PATROLS,
    data: { patrolId: patrol.id },
    opts: {
      ...DONE,
      jobId: `conclude-${patrol.id}`,
      attempts: ATTEMPTS,
      backoff: { type: "exponential", delay: BACKOFF_MS },
    },
    children: units.map((unit) => ({
      name: "gather",
      queueName: UNITS,
      data: { patrolId: patrol.id, unitId: unit.id },
      opts: {
        ...DONE,
        jobId: `gather-${patrol.id}-${unit.id}`,
        attempts: ATTEMPTS,
        backoff: { type: "exponential", delay: BACKOFF_MS },
        // A unit that could not be read is `not-patrolled`; the patrol still ends.
        ignoreDependencyOnFailure: true,
      },
    })),
  });
  return patrol.id;
}

/** Ends the id of the patrol of a slot, so that the slot has one patrol alone. */
function suffixOf(slot: string): string {
  return sha256Of(slot).slice(0, 8);
}

/** Ends a patrol before its time: what was read is kept as history, nothing is judged. */
export async function cancelPatrol(patrolId: string, store: Store): Promise<void> {
  await store.abandonPatrol(patrolId, now());
}

// Finished jobs leave nothing behind: what they came to stands in the store.
const DONE = { removeOnComplete: true, removeOnFail: { age: 24 * 3600, count: 1000 } } as const;

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

/** Reads one unit, once: a snapshot that stands already is left as it is. */
async function gatherJob(
  patrolId: string,
  unitId: string,
  tools: ServiceTools,
  stopping: AbortSignal,
): Promise<void> {
  const { store, dataDir, backend, log, browser = null } = tools;
  const given = await patrolOf(patrolId, store);
  if (!given || (await store.snapshotUnits(patrolId)).includes(unitId)) return;
  const { patrol, loaded } = given;
  const { portal, catalogue } = loaded;
  const unit = portal.units.find(({ id }) => id === unitId);
  if (!unit) throw new UnrecoverableError(`no unit ${unitId} in patrol ${patrolId}`);

  const folder = unitFolder(dataDir, patrolId, unitId);
  await mkdir(folder, { recursive: true });
  // A worker that was thought dead may still write; then the job waits for it to end.
  const unlock = await lockFolder(folder);
  const evidence = await Evidence.open(path.join(folder, "evidence.warc.gz"));
  let client: LiveClient | null = null;
  let earlier: EarlierEvidence | null = null;
  const cancelled = cancellation(patrolId, store);
  const progress = sharedProgress(
    patrolId,
    unitsOf({ loaded, ...patrol, portalPath: portal.name }).length,
    tools,
  );
  try {
    if (!hasMemory(evidence, unitId)) {
      const known = await store.knownFindings(portal.url);
      await freezeMemory(unitId, { portalKey: portal.url, fresh: false, known }, evidence, store);
    }
    const memoryOf = () => readMemory(evidence, unitId);
    const lastPatrol = (await memoryOf())?.history.lastPatrol ?? null;
    earlier = await earlierEvidence(dataDir, lastPatrol === null ? [] : [lastPatrol]);
    client = new LiveClient(evidence, clientSettings(portal), backend.sharedTurn, earlier.page);
    const rendering = liveRendering(portal.crawl.render, browser, { portal, client, evidence });
    await gatherUnit(
      unit,
      patrol,
      { portal, catalogue, client, rendering, memoryOf, store, evidence },
      AbortSignal.any([stopping, cancelled.signal]),
      progress.page,
    );
    await progress.tell();
    log.info({ patrol: patrolId, unit: unitId, pages: evidence.pages }, "unit read");
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
  } finally {
    cancelled.end();
    await client?.close();
    await earlier?.close();
    await evidence.close();
    unlock();
  }
}

/** Judges and records a patrol whose units have all been read, or given up. */
async function concludeJob(
  patrolId: string,
  { store, dataDir, log, backend, browser = null }: ServiceTools,
  stopping: AbortSignal,
): Promise<void> {
  const given = await patrolOf(patrolId, store);
  if (!given) return;
  const { patrol, loaded, startedAt } = given;
  const { portal, catalogue } = loaded;
  const units = unitsOf({ loaded, onlyUnits: patrol.onlyUnits, portalPath: portal.name });
  const visited = await store.snapshotUnits(patrolId);
  const folder = path.join(dataDir, "patrols", patrolId);
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  const evidence = await Evidence.open(path.join(folder, "evidence.warc.gz"));
  const cancelled = cancellation(patrolId, store);
  try {
    for (const unitId of visited) {
      const file = path.join(unitFolder(dataDir, patrolId, unitId), "evidence.warc.gz");
      const own = await Evidence.load(file);
      // What a unit was read with, not what is known by now.
      const memory = await readMemory(own, unitId);
      if (memory) await writeMemory(evidence, unitId, memory, now());
      const gap = await readGap(own, unitId);
      if (gap !== null) await writeGap(evidence, unitId, gap);
      await evidence.absorb(own);
      await own.close();
    }
    const brief = await briefOf(patrol, { loaded, fresh: false }, units, evidence, store);
    await secondPass(
      {
        patrol,
        units,
        reading: { portal, catalogue, memoryOf: (unitId) => readMemory(evidence, unitId) },
        renderingWith: (client) => liveRendering(brief.render, browser, { portal, client, evidence }),
        evidence,
        startedAt,
        settings: clientSettings(portal),
        sharedTurn: backend.sharedTurn,
      },
      { store, log, signal: AbortSignal.any([stopping, cancelled.signal]) },
    );
    const conclusion = await concludePatrol(patrol, loaded, units, brief, evidence, { store, log });
    const how = { timezone: portal.timezone, signal: stopping };
    await takeScreenshots(conclusion.result, brief.render, browser, evidence, how);
    await recordPatrol(patrol, conclusion, portal, store);
    // All of it stands in the patrol's own evidence now.
    await rm(path.join(folder, "units"), { recursive: true, force: true });
    const { complete, outcomes } = conclusion.result;
    log.info({ patrol: patrolId, complete, outcomes }, "patrol concluded");
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
  } finally {
    cancelled.end();
    await evidence.close();
    unlock();
  }
}

/** A patrol that is under way, as it was started; null where it has ended or was cancelled. */
async function patrolOf(id: string, store: Store): Promise<RunningPatrol | null> {
  const [record, files] = await Promise.all([store.patrol(id), store.patrolFiles(id)]);
  if (!record || !files || record.finishedAt !== null) return null;
  const loaded = await loadPortalFromText(files.portalFile, "portal.yaml", files.catalogueFile);
  return { patrol: patrolFrom(record), loaded, startedAt: record.startedAt };
}

interface RunningPatrol {
  readonly patrol: Patrol;
  readonly loaded: LoadedPortal;
  readonly startedAt: Instant;
}

function unitFolder(dataDir: string, patrolId: string, unitId: string): string {
  return path.join(dataDir, "patrols", patrolId, "units", encodeURIComponent(unitId));
}

function textOf(job: Job<JobData>, key: string): string {
  const value = job.data[key];
  if (typeof value !== "string") throw new UnrecoverableError(`job ${job.id} lacks ${key}`);
  return value;
}

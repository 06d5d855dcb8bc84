import { sha256Of } from "../crawler/warc-record.ts";
import type { Instant } from "../domain/time.ts";
import type { Store } from "../store/store.ts";
import { now } from "./clock.ts";
import { loadPortal } from "./portal-file.ts";
import type { ServiceTools } from "./service-tools.ts";
import { createPatrol, patrolFrom, unitsOf } from "./start-patrol.ts";

/** Jobs that begin and conclude patrols, and jobs that read one unit each. */
export const PATROLS = "patrols";
export const UNITS = "units";

const ATTEMPTS = 3;
const BACKOFF_MS = 5000;

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
export function suffixOf(slot: string): string {
  return sha256Of(slot).slice(0, 8);
}

// Finished jobs leave nothing behind: what they came to stands in the store.
const DONE = { removeOnComplete: true, removeOnFail: { age: 24 * 3600, count: 1000 } } as const;

/** Ends a patrol before its time: what was read is kept as history, nothing is judged. */
export async function cancelPatrol(patrolId: string, store: Store): Promise<void> {
  await store.abandonPatrol(patrolId, now());
}

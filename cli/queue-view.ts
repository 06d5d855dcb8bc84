import type { PatrolQueue } from "../api/dependencies.ts";
import type { Instant } from "../domain/time.ts";
import { PATROLS, UNITS } from "../worker/queue.ts";
import type { QueueBackend } from "../worker/queue-backend.ts";
import { schedules } from "../worker/schedule.ts";

/** The queue as the API looks at it. */
export function queueView(backend: QueueBackend): PatrolQueue {
  return {
    ping: () => backend.ping(),
    async nextPatrolAt() {
      const times = (await schedules(backend)).map(({ nextAt }) => nextAt).filter((at) => at > 0);
      return times.length === 0 ? null : (new Date(Math.min(...times)).toISOString() as Instant); // toISOString writes this form
    },
    async jobs() {
      const counts = await Promise.all(
        [PATROLS, UNITS].map(async (queue) => ({ queue, counts: await backend.queue(queue).getJobCounts() })),
      );
      return counts.flatMap(({ queue, counts: byState }) =>
        Object.entries(byState).map(([state, count]) => ({ queue, state, count })),
      );
    },
  };
}

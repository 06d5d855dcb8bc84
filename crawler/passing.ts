import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { type Answer, reasonOf } from "./answer.ts";
import type { Recorded } from "./warc.ts";

const PASSING: ReadonlySet<Reason> = new Set(["unreachable", "timeout", "server-error"]);

/** Whether what went wrong before `before` may have passed by now: no answer in time, an error of the server, too many requests. */
export function mayHavePassed(recorded: Recorded, before: Instant): boolean {
  if (recorded.kind === "failure") return recorded.at < before && PASSING.has(recorded.reason);
  return recorded.fetchedAt < before && isPassing(recorded.status);
}

/** Whether an answer failed for such a reason. */
export function mayPassLater(answer: Answer): boolean {
  if (answer.ok) return false;
  return answer.page === null ? PASSING.has(answer.reason) : isPassing(answer.page.status);
}

function isPassing(status: number): boolean {
  return status === 429 || status === 408 || reasonOf(status) === "server-error";
}

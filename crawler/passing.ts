import type { Reason } from "../domain/snapshot.ts";
import type { Instant } from "../domain/time.ts";
import { reasonOf } from "./answer.ts";
import type { Recorded } from "./warc.ts";

const PASSING: ReadonlySet<Reason> = new Set(["unreachable", "timeout", "server-error"]);

/** Whether what went wrong before `before` may have passed by now: no answer in time, an error of the server, too many requests. */
export function mayHavePassed(recorded: Recorded, before: Instant): boolean {
  if (recorded.kind === "failure") return recorded.at < before && PASSING.has(recorded.reason);
  if (recorded.fetchedAt >= before) return false;
  const { status } = recorded;
  return status === 429 || status === 408 || reasonOf(status) === "server-error";
}

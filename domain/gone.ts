import type { Fact } from "./snapshot.ts";

/** Whether a status says that there is nothing at an address any more: 404 or 410. */
export function isGoneStatus(status: number | null | undefined): boolean {
  return status === 404 || status === 410;
}

/** Whether an address is known to have said so. */
export function isGone(answer: Fact<number> | undefined): boolean {
  return answer?.known === true && isGoneStatus(answer.value);
}

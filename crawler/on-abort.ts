/** What waits for a signal: a signal with a listener for each of thousands of requests takes its time to find one. */
const waiting = new WeakMap<AbortSignal, Set<(reason: unknown) => void>>();

/** Calls `act` once where the signal is aborted from now on. Gives what ends the waiting. */
export function onAbort(signal: AbortSignal, act: (reason: unknown) => void): () => void {
  let acts = waiting.get(signal);
  if (!acts) {
    const all = new Set<(reason: unknown) => void>();
    const abort = () => {
      for (const one of all) one(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    waiting.set(signal, all);
    acts = all;
  }
  acts.add(act);
  return () => acts.delete(act);
}

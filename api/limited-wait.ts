import { setTimeout as sleep } from "node:timers/promises";

/** What `answer` comes to; rejects where that takes longer than `timeoutMs`. */
export async function answered<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  const stop = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: stop.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${timeoutMs} ms`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    late.catch(() => {});
    stop.abort();
  }
}

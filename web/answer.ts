import { shallowReactive, watch } from "vue";
import { ask, type Failure, failureFrom } from "./api-client.ts";

/** An answer of the API as a screen shows it. */
export interface Answer<T> {
  /** null until the first answer. While another is fetched, the last one stays. */
  readonly data: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
  readonly retry: () => void;
}

/** Answers that were seen before stand at once, so that whoever comes back finds the page as it was left. */
const seen = new Map<string, unknown>();
const MOST_SEEN = 100;

/** Asks whenever `path` changes; null asks nothing. */
export function useAnswer<T>(path: () => string | null): Answer<T> {
  const answer = shallowReactive({
    data: null as T | null,
    failure: null as Failure | null,
    loading: false,
    retry: () => void load(path()),
  });
  watch(path, load, { immediate: true });
  return answer;

  async function load(asked: string | null): Promise<void> {
    answer.failure = null;
    answer.loading = asked !== null;
    if (asked === null) {
      answer.data = null;
      return;
    }
    if (seen.has(asked)) answer.data = seen.get(asked) as T; // the path decides the shape
    try {
      const given = await ask<T>(asked);
      remember(asked, given);
      if (asked === path()) answer.data = given;
    } catch (error) {
      if (asked === path()) answer.failure = failureFrom(error);
    } finally {
      if (asked === path()) answer.loading = false;
    }
  }
}

/** What one person saw is not shown to the next. */
export function forgetAnswers(): void {
  seen.clear();
}

function remember(path: string, answer: unknown): void {
  seen.delete(path);
  const [oldest] = seen.keys();
  if (seen.size >= MOST_SEEN && oldest !== undefined) seen.delete(oldest);
  seen.set(path, answer);
}

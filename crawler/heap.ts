import { setFlagsFromString } from "node:v8";

/**
 * Makes this process collect garbage when its memory has grown by a third, not only when it has doubled or more. What
 * gathering holds for long is small, what it drops is much: a patrol that is not kept waiting takes some 100 MB less, and
 * up to a quarter more processor time.
 */
export function keepMemorySmall(): void {
  setFlagsFromString("--heap-growing-percent=33");
}

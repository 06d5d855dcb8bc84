import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const NOW = Date.parse("2016-12-31T04:00:00.000Z");

test.each<[string | undefined, number]>([
  [undefined, 0],
  ["2", 2000],
  ["Sat, 31 Dec 2016 04:00:05 GMT", 5000],
  ["Sat, 31 Dec 2016 03:00:00 GMT", 0],
  ["86400", 86_400_000],
  ["-5", 0],
  ["soon", 0],
  ["9".repeat(400), 0],
])("Retry-After: %s waits %i ms", (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));

import { defineConfig } from "vitest/config";

/** Only what judges is tested here, and of the rules those named by `XUNCHA_MUTATED` (a pattern of test names). */
const pattern = process.env.XUNCHA_MUTATED;

export default defineConfig({
  test: {
    include: (process.env.XUNCHA_TESTS ?? "rules/*.test.ts,audit/*.test.ts").split(","),
    ...(pattern ? { testNamePattern: pattern } : {}),
    testTimeout: 60_000,
  },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", ".stryker-tmp/**"],
    globalSetup: ["store/postgres-desk.ts"],
    testTimeout: 60_000,
  },
});

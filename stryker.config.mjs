/** Mutation testing of what judges. Run by `npm run mutation`, a file at a time. */
export default {
  mutate: ["rules/*.ts", "audit/*.ts", "!**/*.test.ts", "!rules/index.ts", "!audit/example.ts"],
  plugins: ["@stryker-mutator/vitest-runner", "./test/mutation/words-ignorer.mjs"],
  // The one thing left out: a rule's title, about, basis, wording and examples.
  ignorers: ["words"],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 1,
  reporters: ["json"],
  jsonReporter: { fileName: "xuncha-out/mutation/last.json" },
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["dist", "web/dist", "xuncha-out", ".xuncha"],
  allowConsoleColors: false,
};

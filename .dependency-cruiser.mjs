/** Which folder may import which. The order of ARROWS is the architecture: read it from top to bottom. */
const ARROWS = {
  domain: [],
  catalogue: ["domain"],
  crawler: ["domain"],
  audit: ["domain"],
  rules: ["domain", "audit"],
  store: ["domain"],
  reports: ["domain", "audit", "rules"],
  worker: ["domain", "catalogue", "crawler", "audit", "rules", "store"],
  api: ["domain", "audit", "catalogue", "rules", "store", "reports"],
  fixtures: ["domain", "catalogue"],
  web: ["domain"],
  bench: ["domain", "catalogue", "crawler", "audit", "rules", "worker"],
  cli: ["domain", "catalogue", "crawler", "audit", "rules", "store", "reports", "worker", "api", "fixtures"],
};
const PURE = ["domain", "audit", "rules"];

const config = {
  forbidden: [
    ...Object.entries(ARROWS).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: `${folder}/ may import ${allowed.join(", ") || "nothing of ours"}. See docs/architecture.md.`,
      severity: "error",
      from: { path: `^${folder}/` },
      to: {
        path: `^(${Object.keys(ARROWS)
          .filter((f) => f !== folder && !allowed.includes(f))
          .join("|")})/`,
      },
    })),
    {
      name: "pure-folders",
      comment:
        "domain/, audit/ and rules/ are pure: no package and no node module, so no clock, disk or network.",
      severity: "error",
      from: { path: `^(${PURE.join("|")})/`, pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "npm-dev", "core"] },
    },
    {
      name: "only-table-of-contents",
      comment: "rules/index.ts is a table of contents; nothing else may be called index.ts.",
      severity: "error",
      from: {},
      to: { path: "(^|/)index\\.ts$", pathNot: "^(rules/index\\.ts|node_modules/)" },
    },
    {
      name: "no-import-of-tests",
      comment: "What a test offers to other code belongs in a module of its own.",
      severity: "error",
      from: {},
      to: { path: "\\.test\\.ts$" },
    },
    {
      name: "no-cycles",
      comment: "A cycle hides which of two modules comes first.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^bench/\\.build/" },
  },
};

export default config;

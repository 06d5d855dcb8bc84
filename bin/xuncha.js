#!/usr/bin/env node
import { existsSync } from "node:fs";

// A checkout runs its sources, so that what one edits is what one runs; an installed package is compiled.
const source = new URL("../cli/main.ts", import.meta.url);
if (existsSync(source)) {
  const { register } = await import("tsx/esm/api");
  register();
  await import(source.href);
} else {
  await import("../dist/cli/main.js");
}

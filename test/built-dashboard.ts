import { execFileSync } from "node:child_process";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");

/** Builds what ships, as `npm run build:web` does, into a folder of the test. */
export function buildDashboard(outDir: string): void {
  const { NODE_ENV: _ofTheTests, ...env } = process.env;
  const vite = path.join(ROOT, "node_modules/vite/bin/vite.js");
  const args = ["build", "-c", "web/vite.config.ts", "--logLevel", "warn", "--outDir", outDir];
  execFileSync(process.execPath, [vite, ...args], { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
}

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Output } from "./output.ts";

/** The built dashboard; the packed program brings it. */
export const DASHBOARD_DIR = fileURLToPath(new URL("../web/dist", import.meta.url));

/** Builds the dashboard of a checkout where it was not built yet. Where it cannot be, the start page says so. */
export async function buildDashboard(output: Output): Promise<void> {
  const sources = fileURLToPath(new URL("../web/vite.config.ts", import.meta.url));
  if (existsSync(`${DASHBOARD_DIR}/index.html`) || !existsSync(sources)) return;
  output.note("首次运行，正在构建网页……");
  const vite = fileURLToPath(new URL("../node_modules/vite/bin/vite.js", import.meta.url));
  const build = spawn(process.execPath, [vite, "build", "-c", sources, "--logLevel", "warn"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "ignore", "inherit"],
  });
  await new Promise<void>((resolve) => {
    build.once("close", () => resolve());
    build.once("error", () => resolve());
  });
}

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { servePortal } from "../fixtures/portal/server.ts";
import type { Lang } from "../reports/context.ts";
import type { BrowserWish } from "./browser.ts";
import { buildDashboard } from "./dashboard.ts";
import type { ExitCode } from "./exit.ts";
import type { Output } from "./output.ts";
import { patrolCommand } from "./patrol-command.ts";
import { serveCommand } from "./serve-command.ts";

export interface DemoArguments {
  /** End after the patrol instead of serving what it found. */
  readonly once: boolean;
  readonly seed: number;
  readonly out: string;
  readonly port: number;
  readonly host: string;
  readonly browser: BrowserWish;
  readonly lang: Lang;
  readonly json: boolean;
}

/** `xuncha demo`: serves the simulated portal on loopback, patrols it, reports. */
export async function demoCommand(
  args: DemoArguments,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const portal = await servePortal({ seed: args.seed });
  const data = await mkdtemp(path.join(tmpdir(), "xuncha-demo-"));
  try {
    await mkdir(args.out, { recursive: true });
    const portalPath = path.join(args.out, "portal.yaml");
    await writeFile(portalPath, portal.portalFile);
    output.note(`模拟门户 ${portal.url}，共 ${portal.truth.defects.length} 处预设问题`);
    const { code } = await patrolCommand(
      {
        portalPath,
        out: args.out,
        asOf: portal.asOf,
        store: null,
        data,
        units: null,
        formats: ["json", "html", "csv"],
        fresh: false,
        // The simulated portal needs no browser; pictures of its pages are for whoever looks at the dashboard.
        render: args.once ? "never" : null,
        browser: args.browser,
        failOn: "never",
        lang: args.lang,
        json: args.json,
      },
      output,
      signal,
    );
    if (!args.once) {
      await buildDashboard(output);
      await serveCommand(
        {
          store: null,
          data,
          portalPath: null,
          queue: null,
          host: args.host,
          port: args.port,
          browser: args.browser,
        },
        output,
        signal,
      );
    }
    return code;
  } finally {
    await portal.close();
    await rm(data, { recursive: true, force: true });
  }
}

import path from "node:path";
import { keepMemorySmall } from "../crawler/heap.ts";
import type { Traffic } from "../crawler/traffic.ts";
import type { Instant } from "../domain/time.ts";
import type { Lang, ReportContext } from "../reports/context.ts";
import { summaryJson, summaryText } from "../reports/report.ts";
import type { RequestFigures } from "../reports/request-figures.ts";
import type { RunFigures } from "../reports/summary.ts";
import { rules } from "../rules/index.ts";
import { FolderInUseError, lockFolder } from "../store/lock.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { dutiesOf } from "../worker/conclude.ts";
import { type ConcludedPatrol, runPatrol } from "../worker/patrol.ts";
import { type LoadedPortal, loadPortal } from "../worker/portal-file.ts";
import type { RenderMode } from "../worker/rendering.ts";
import { type PatrolOrder, unitsOf } from "../worker/start-patrol.ts";
import { type BrowserWish, browserFrom } from "./browser.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Format } from "./formats.ts";
import type { Output } from "./output.ts";
import { expectWritable } from "./writable.ts";
import { REPORTS, writeReports } from "./write-reports.ts";

export interface PatrolArguments {
  readonly portalPath: string;
  /** null: `./xuncha-out/<patrol id>`. */
  readonly out: string | null;
  readonly asOf: Instant | null;
  /** null: embedded, under `data`. */
  readonly store: string | null;
  readonly data: string;
  readonly units: readonly string[] | null;
  readonly formats: readonly Format[];
  readonly fresh: boolean;
  /** When a browser shows pages; null: as the portal file says. */
  readonly render: RenderMode | null;
  /** Where a browser is looked for. */
  readonly browser: BrowserWish;
  readonly failOn: "failed" | "cantTell" | "never";
  readonly lang: Lang;
  readonly json: boolean;
}

/** What a patrol left behind, for whoever goes on from it. */
export interface PatrolEnd {
  readonly code: ExitCode;
  readonly patrolId: string;
  /** Paths of what was written. */
  readonly files: readonly string[];
}

/** `xuncha patrol`: one patrol in this process, its reports, its summary on stdout. */
export async function patrolCommand(
  args: PatrolArguments,
  output: Output,
  signal: AbortSignal,
): Promise<PatrolEnd> {
  keepMemorySmall();
  const loaded = await loadPortal(args.portalPath, { lang: args.lang });
  const order = {
    loaded,
    portalPath: args.portalPath,
    asOf: args.asOf,
    onlyUnits: args.units,
    fresh: args.fresh,
    render: args.render,
    out: args.out,
  };
  unitsOf(order);
  await expectWritable(args.data, "--data");
  await expectWritable(args.out ?? REPORTS, "--out");
  // Before the folder is taken: where there is no store to open, nothing is to be written.
  const store = await openStore(args.store ?? path.join(args.data, "xuncha.sqlite"));
  try {
    return await patrolled(order, store, args, output, signal);
  } finally {
    await store.close();
  }
}

async function patrolled(
  order: PatrolOrder,
  store: Store,
  args: PatrolArguments,
  output: Output,
  signal: AbortSignal,
): Promise<PatrolEnd> {
  const unlock = await lockFolder(args.data).catch((error: unknown) => {
    if (error instanceof FolderInUseError) {
      throw new UsageError(`数据目录 ${args.data} 正在被另一次巡查使用；等它结束，或用 --data 另指一个目录`);
    }
    throw error;
  });
  const browser = browserFrom(args.browser, output.log);
  try {
    const concluded = await runPatrol(order, {
      store,
      browser,
      dataDir: args.data,
      log: output.log,
      signal,
      onProgress: output.progress,
    });
    output.done();
    return await finish(concluded, order.loaded, args, output);
  } finally {
    await browser.close();
    unlock();
  }
}

async function finish(
  concluded: ConcludedPatrol,
  loaded: LoadedPortal,
  args: PatrolArguments,
  output: Output,
): Promise<PatrolEnd> {
  const { patrol, conclusion, evidencePath, traffic, startedAt } = concluded;
  const { result, portalFacts } = conclusion;
  const context: ReportContext = {
    rules,
    catalogue: loaded.catalogue,
    portal: loaded.portal,
    portalFacts,
    lang: args.lang,
    timezone: loaded.portal.timezone,
  };
  const finishedAt = new Date().toISOString() as Instant; // toISOString writes this form
  const run: RunFigures = {
    requests: traffic.requests,
    requestsBy: requestsBy(traffic),
    secondPass: { asked: traffic.askedAgain, got: traffic.gotAgain },
    bytes: traffic.bytes,
    elapsedMs: Date.parse(finishedAt) - Date.parse(startedAt),
    startedAt,
    finishedAt,
  };
  const folder = args.out ?? path.join(REPORTS, patrol.id);
  const files = await writeReports(folder, args.formats, result, context, {
    run,
    evidence: evidencePath,
    copy: true,
    duties: dutiesOf(concluded.conclusion),
  });
  await concluded.record();
  output.result(args.json ? summaryJson(result, context, run) : summaryText(result, context, run));
  if (!args.json) output.note(`报告在 ${folder}`);
  return { code: codeOf(args, result), patrolId: patrol.id, files };
}

/** The client's counts by the words of the report. */
function requestsBy({ byPurpose, retries, redirects, unmodified }: Traffic): RequestFigures {
  return {
    columns: byPurpose.column,
    lists: byPurpose.list,
    navigation: byPurpose.navigation,
    robots: byPurpose.robots,
    items: byPurpose.item,
    findings: byPurpose.finding,
    sample: byPurpose.sample,
    checks: byPurpose.check,
    rendering: byPurpose.render,
    retries,
    redirects,
    unmodified,
  };
}

function codeOf(
  { failOn }: PatrolArguments,
  { complete, outcomes }: ConcludedPatrol["conclusion"]["result"],
): ExitCode {
  if (!complete) return EXIT.incomplete;
  const met = failOn !== "never" && (outcomes.failed > 0 || (failOn === "cantTell" && outcomes.cantTell > 0));
  return met ? EXIT.threshold : EXIT.complete;
}

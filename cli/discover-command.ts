import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { catalogueFile, loadCatalogue } from "../catalogue/load.ts";
import { isPrivateAddress } from "../crawler/address-guard.ts";
import { CLIENT_DEFAULTS, type Client, LiveClient } from "../crawler/client.ts";
import type { Rendering } from "../crawler/gather.ts";
import { liveRenderer } from "../crawler/render.ts";
import { Evidence } from "../crawler/warc.ts";
import type { Reason } from "../domain/snapshot.ts";
import { dayOf } from "../domain/time.ts";
import { reasonName } from "../reports/reason-names.ts";
import { now } from "../worker/clock.ts";
import { discover } from "../worker/discover.ts";
import { proposedFile } from "../worker/discover-file.ts";
import type { Proposal } from "../worker/proposed.ts";
import { type BrowserWish, browserFrom } from "./browser.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";

export interface DiscoverArguments {
  readonly url: string;
  /** A built-in id, or a path. */
  readonly catalogue: string;
  readonly requestsPerSecond: number;
  readonly maxPages: number;
  readonly allowPrivateHosts: boolean;
  /** `auto`: menus that a script draws are shown by a browser, where there is one. */
  readonly render: "auto" | "never";
  /** Where a browser is looked for. */
  readonly browser: BrowserWish;
}

const CONCURRENCY = 4;
/** Of every portal file that names none. */
const TIMEZONE = "Asia/Shanghai";

/**
 * `xuncha discover`: explores a portal and writes a proposed portal file to stdout.
 * @throws UsageError or InputError for what the user must put right.
 */
export async function discoverCommand(
  args: DiscoverArguments,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  const url = portalUrl(args.url);
  const catalogue = await loadCatalogue(args.catalogue, null);
  // Whoever names an address of the own network means it; nothing but its host is asked then.
  const allowPrivateHosts = args.allowPrivateHosts || isPrivateHost(url);
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-discover-"));
  const evidence = await Evidence.open(path.join(folder, "pages.warc.gz"));
  const client = new LiveClient(evidence, {
    ...CLIENT_DEFAULTS,
    requestsPerSecond: args.requestsPerSecond,
    concurrency: CONCURRENCY,
    allowPrivateHosts,
  });
  const browser = browserFrom(args.browser, output.log);
  const renderingWith = (asking: Client, hosts: ReadonlySet<string>): Rendering => ({
    mode: "auto",
    renderer: liveRenderer(evidence, browser, { client: asking, hosts }, TIMEZONE),
  });
  try {
    const proposal = await discover(
      { url, catalogue, maxPages: args.maxPages },
      {
        client,
        renderingWith: args.render === "never" ? null : renderingWith,
        signal,
        onProgress: output.progress,
      },
    );
    output.done();
    if ("reason" in proposal) {
      say(output, `${url}：${sayReason(proposal.reason)}，无法探查，没有写出门户文件`, {
        url,
        reason: proposal.reason,
      });
      return EXIT.incomplete;
    }
    output.result(
      proposedFile(proposal, {
        catalogue,
        catalogueRef: catalogueRef(args.catalogue),
        requestsPerSecond: args.requestsPerSecond,
        allowPrivateHosts,
        on: dayOf(now(), TIMEZONE),
        sayReason,
      }),
    );
    return conclude(proposal, output);
  } catch (error) {
    if (!signal.aborted) throw error;
    output.done();
    say(output, "已中断，没有写出门户文件", { url });
    return EXIT.incomplete;
  } finally {
    await browser.close();
    await client.close();
    await evidence.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function conclude({ units, unread, isCut }: Proposal, output: Output): ExitCode {
  for (const { url, reason } of unread)
    say(output, `没有读到或没有读全：${url}（${sayReason(reason)}）`, { url, reason });
  if (isCut) say(output, "已达到页数上限（--max-pages），单位和栏目可能不全", {});
  const columns = units.flatMap((unit) => unit.columns);
  const matched = columns.filter(({ category }) => category !== null).length;
  output.note(`${units.length} 个单位，${columns.length} 个栏目，${matched} 个已对应类别；请核对后使用`);
  return unread.length > 0 || isCut ? EXIT.incomplete : EXIT.complete;
}

/** A page is not patrolled where it leads off the portal's site. */
function sayReason(reason: Reason): string {
  return reason === "not-patrolled" ? "转到了本门户以外的网址" : reasonName(reason, "zh");
}

/** A line for a person at a terminal, a line of the log elsewhere. */
function say(output: Output, text: string, facts: object): void {
  output.note(text);
  output.log.info(facts, text);
}

function portalUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new UsageError(`不是网址：${text}；应以 http:// 或 https:// 开头，如 http://www.example.gov.cn/`);
  url.hash = "";
  return url.href;
}

function isPrivateHost(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || isPrivateAddress(hostname.replace(/^\[|\]$/g, ""));
}

/** A path must hold wherever the file is saved. */
function catalogueRef(idOrPath: string): string {
  const file = catalogueFile(idOrPath, null);
  return file !== null && file === path.resolve(idOrPath) ? file : idOrPath;
}

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HeadlessBrowser } from "../crawler/browser.ts";
import { CLIENT_DEFAULTS, LiveClient } from "../crawler/client.ts";
import { decodePage } from "../crawler/decode.ts";
import { follow } from "../crawler/follow.ts";
import { notAPage } from "../crawler/not-a-page.ts";
import { liveRenderer } from "../crawler/render.ts";
import { hostOf } from "../crawler/site.ts";
import { Evidence } from "../crawler/warc.ts";
import type { Reason } from "../domain/snapshot.ts";
import { UsageError } from "./exit.ts";

/** One page as text, from a file, standard input (`-`) or the network. */
export type OnePage =
  | { readonly ok: true; readonly text: string; readonly url: string | null }
  | { readonly ok: false; readonly reason: Reason; readonly url: string };

/**
 * @param base Address that the page's links are relative to; null: its own, or none for a file.
 * @param browser Shows the page; null: it is taken as it came.
 * @throws UsageError for an address that is none, a file that cannot be read, or that a browser is to show.
 */
export async function onePage(
  target: string,
  base: string | null,
  signal: AbortSignal,
  browser: HeadlessBrowser | null = null,
): Promise<OnePage> {
  if (base !== null && !URL.canParse(base)) throw new UsageError(`--base：应为完整的网址，现为“${base}”`);
  if (isAddress(target) && !URL.canParse(target)) throw new UsageError(`不是网址：${target}`);
  if (isAddress(target)) return fromNetwork(target, base, browser, signal);
  if (browser) throw new UsageError("--render 只用于网址");
  return { ok: true, text: decodePage(await localBytes(target), null).text, url: base };
}

/** A file, or standard input (`-`), as it is. @throws UsageError for a file that cannot be read. */
export async function localBytes(target: string): Promise<Uint8Array> {
  return target === "-" ? await standardInput() : await fileBytes(target);
}

export function isAddress(target: string): boolean {
  return /^https?:\/\//i.test(target);
}

async function fromNetwork(
  url: string,
  base: string | null,
  browser: HeadlessBrowser | null,
  signal: AbortSignal,
): Promise<OnePage> {
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-"));
  const evidence = await Evidence.open(path.join(folder, "page.warc.gz"));
  // Whoever names an address on the command line means it, also one on the own network.
  const client = new LiveClient(evidence, {
    ...CLIENT_DEFAULTS,
    requestsPerSecond: 2,
    concurrency: 1,
    allowPrivateHosts: true,
  });
  try {
    const hosts = new Set([hostOf(url)]);
    const answer = await follow(client, { url, form: null, purpose: "item" }, hosts, signal);
    if (!answer.ok) return { ok: false, reason: answer.reason, url };
    if (browser) {
      // A challenge is shown to nobody.
      const unfit = notAPage(answer.document, answer.page.status);
      if (unfit) return { ok: false, reason: unfit, url };
      const renderer = liveRenderer(evidence, browser, { client, hosts }, "Asia/Shanghai");
      const shown = await renderer.render(answer, signal);
      if (!shown.ok) return { ok: false, reason: shown.reason, url };
      return { ok: true, text: shown.document.html, url: base ?? shown.page.url };
    }
    return { ok: true, text: answer.document.html, url: base ?? answer.page.url };
  } finally {
    await client.close();
    await evidence.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fileBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`读不了文件 ${file}：${error instanceof Error ? error.message : String(error)}`);
  }
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

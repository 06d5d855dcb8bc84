import path from "node:path";
import { openStore } from "../store/open.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Output } from "./output.ts";

export interface ServeArguments {
  /** null: embedded, under `data`. */
  readonly store: string | null;
  readonly data: string;
  readonly host: string;
  readonly port: number;
}

/** `xuncha serve`: what a store holds, over HTTP, until the signal. */
export async function serveCommand(
  args: ServeArguments,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  await serveStore({ ...args, store: args.store ?? path.join(args.data, "xuncha.sqlite") }, output, signal);
  return EXIT.complete;
}

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** Serves one store on loopback; without tokens nothing else may ask. */
export async function serveStore(
  { store: location, host, port }: { readonly store: string; readonly host: string; readonly port: number },
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  if (!LOOPBACK.includes(host)) {
    throw new UsageError(`没有设置访问令牌时只能在本机提供服务：XUNCHA_HOST 应为 127.0.0.1，现为“${host}”`);
  }
  const store = await openStore(location);
  await store.close();
  output.note(`${port}`);
  signal.throwIfAborted();
}

import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { ChildOrder, ChildPatrol } from "./patrol-child.ts";

/**
 * Patrols units in a process of its own.
 * @param env Further settings of its environment.
 * @throws Error where it ends otherwise than well, with what it said.
 */
export async function inOwnProcess(
  order: ChildOrder,
  env: Readonly<Record<string, string>> = {},
): Promise<ChildPatrol> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", path.join(import.meta.dirname, "patrol-child.ts")],
    { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } },
  );
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  child.stdin.end(JSON.stringify(order));
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await code) !== 0) throw new Error(`the patrol ended with ${await code}: ${error}`);
  return JSON.parse(out) as ChildPatrol; // written by patrol-child.ts alone
}

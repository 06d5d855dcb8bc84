import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";

/** A Redis of the tests' own, with its log of writes (AOF); its files are gone when it stops. */
export interface RedisServer {
  readonly url: string;
  /** Stops and starts again, with what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws An error of one line where the system has no redis-server. */
export async function startRedis(): Promise<RedisServer> {
  if (spawnSync("redis-server", ["--version"]).status !== 0) {
    throw new Error(
      "redis-server is missing: install the system's package redis-server, or set XUNCHA_TEST_WITHOUT=redis",
    );
  }
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await start();
  return {
    url,
    async restart() {
      await end(server);
      server = await start();
    },
    async stop() {
      await end(server);
      await rm(folder, { recursive: true, force: true });
    },
  };

  async function start(): Promise<ChildProcess> {
    const started = spawn(
      "redis-server",
      ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""],
      { stdio: "ignore" },
    );
    const probe = new Redis(url, { maxRetriesPerRequest: null });
    probe.on("error", () => {});
    await probe.ping();
    probe.disconnect();
    return started;
  }
}

async function end(server: ChildProcess): Promise<void> {
  const closed = once(server, "close");
  server.kill("SIGTERM");
  await closed;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

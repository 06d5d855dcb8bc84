import {
  type Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from "kysely";
import pg from "pg";
import type { Text } from "../domain/outcome.ts";
import { readAddress } from "./address.ts";
import type { Engine } from "./engine.ts";
import type { Tables } from "./schema.ts";
import { StoreError } from "./store-error.ts";

const CONNECT_TIMEOUT_MS = 15_000;
/** A machine that vanishes in mid-transaction must not keep its locks for the hours that TCP would. */
const IDLE_IN_TRANSACTION_MS = 300_000;
const CONNECTIONS = 10;

/** Whether an address is one of PostgreSQL. */
export function isPostgres(location: string): boolean {
  return /^postgres(ql)?:\/\//i.test(location);
}

/**
 * A pool of connections to `postgres://user:password@host:port/database`. What is left out is taken from libpq's
 * environment variables; `?options=-c search_path=…` chooses a schema, `sslmode` and the like do what they do there.
 * Connects when it is first used.
 */
export function postgresEngine(location: string): Engine {
  demandReadable(location);
  const pool = new pg.Pool({
    application_name: "xuncha",
    connectionString: location,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
  });
  // A lost connection is told to whoever uses it next. Where nobody listens for it, it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PostgresDriver({ pool }),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new StorableTextCompiler(),
    },
    types: { text: sql`text collate "C"`, bytes: "bytea" },
  };
}

/**
 * The schema that new tables go to.
 * @throws {StoreError} The database cannot hold every text, has no such schema, or has all that is remembered in
 *   another: to begin anew beside it would look as if it were lost, tokens and all.
 */
export async function postgresSchema(db: Kysely<Tables>, location: string): Promise<string> {
  const asked = sql<{ encoding: string; schema: string | null }>`
    select current_setting('server_encoding') as encoding, current_schema() as schema`;
  const { encoding, schema } = (await asked.execute(db)).rows[0] ?? { encoding: "", schema: null };
  if (encoding !== "UTF8") {
    throw new StoreError(location, {
      zh: `数据库的编码是 ${encoding}，须为 UTF8（create database … encoding 'UTF8' template template0）`,
      en: `its encoding is ${encoding}, expected UTF8 (create database … encoding 'UTF8' template template0)`,
    });
  }
  if (schema !== null) {
    const kept = await schemasWithStore(db);
    if (kept.length === 0 || kept.includes(schema)) return schema;
    throw new StoreError(location, {
      zh: `记录在 schema ${kept[0]} 中，而 search_path 的第一个是 ${schema}；请在地址后加 ?options=-c%20search_path%3D${kept[0]}`,
      en: `its tables are in the schema ${kept[0]}, but ${schema} comes first in the search_path; add ?options=-c%20search_path%3D${kept[0]} to the address`,
    });
  }
  throw new StoreError(location, {
    zh: "search_path 中没有一个存在且可用的 schema",
    en: "no schema of its search_path exists and may be used",
  });
}

/** Schemas of the search_path that hold a store's tables, in its order. */
async function schemasWithStore(db: Kysely<Tables>): Promise<string[]> {
  const found = await sql<{ schema: string }>`
    select path.schema from unnest(current_schemas(false)) with ordinality as path (schema, place)
    where 2 = (select count(*) from pg_catalog.pg_tables
      where schemaname = path.schema and tablename in ('patrols', 'finding_events'))
    order by path.place`.execute(db);
  return found.rows.map(({ schema }) => schema);
}

/** Why a database is not to be had, by the code of the error. */
const REFUSALS: Readonly<Record<string, Text>> = {
  ECONNREFUSED: {
    zh: "数据库服务没有应答，请确认服务已启动，主机和端口无误",
    en: "no database server answers there; is it started, are host and port right?",
  },
  ENOTFOUND: { zh: "找不到数据库所在的主机", en: "the host is not known" },
  "28P01": { zh: "数据库不接受这个用户名或密码", en: "user or password is not accepted" },
  "28000": { zh: "数据库不允许这个用户从本机连接", en: "this user may not connect from here" },
  "3D000": {
    zh: "没有这个数据库，请先建立：create database 名称 encoding 'UTF8' template template0",
    en: "there is no such database; create it: create database NAME encoding 'UTF8' template template0",
  },
  "42501": { zh: "这个用户无权在此建表", en: "this user may not create tables here" },
};

/** What an error at opening means, in words for whoever runs the service; null for a rare one. */
export function postgresRefusal(error: unknown): Text | null {
  return (error instanceof Error && "code" in error && REFUSALS[String(error.code)]) || null;
}

const LOST =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08...|53300|57P0[1-3])$|^Connection terminated|^timeout exceeded when trying to connect/;

/** Whether an error says that the database server does not answer just now, and nothing of what it was asked. */
export function isOutOfReach(error: Error): boolean {
  return LOST.test("code" in error ? String(error.code) : error.message);
}

/** PostgreSQL has no text with a NUL, which a damaged page may well hold. */
class StorableTextCompiler extends PostgresQueryCompiler {
  protected override addParameter(parameter: unknown): void {
    super.addParameter(typeof parameter === "string" ? parameter.replaceAll("\0", "\uFFFD") : parameter);
  }
}

function demandReadable(location: string): void {
  if (readAddress(location)) return;
  throw new StoreError(location, {
    zh: "不是有效的数据库地址，应为 postgres://用户:密码@主机:端口/数据库；用户名和密码中的 : / ? # @ % 须写成 %3A %2F %3F %23 %40 %25",
    en: "is no address of a database, expected postgres://user:password@host:port/database; in user and password write : / ? # @ % as %3A %2F %3F %23 %40 %25",
  });
}

import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "@photostructure/sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type SelectModifierNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";
import type { Engine } from "./engine.ts";

type Connection = InstanceType<typeof DatabaseSync>;

/** How long a statement waits for another process. It blocks this one, so it is for waits of milliseconds. */
const BUSY_TIMEOUT_MS = 5000;
/** How long a transaction waits, without blocking, for another one to end. */
const LOCK_TIMEOUT_MS = 60_000;
const LOCK_RETRY_MS = 20;
const SQLITE_BUSY = 5;
/** Batches of full size have the same text, so a few dozen texts serve nearly every call. */
const STATEMENTS_KEPT = 64;

/**
 * Opens (creates) a SQLite file so that a committed patrol outlives a killed process and a power cut:
 * a write-ahead log that is flushed at every commit. Readers never wait for a writer.
 */
export function sqliteEngine(file: string): Engine {
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    connection.exec("PRAGMA journal_mode = WAL");
    connection.exec("PRAGMA synchronous = FULL");
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    dialect: {
      createAdapter: () => new EmbeddedAdapter(),
      createDriver: () => new EmbeddedDriver(connection),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new LocklessCompiler(),
    },
    types: { text: "text", bytes: "blob" },
  };
}

/** `for update` and `for share` are not said: a transaction has the one write lock from its start. */
class LocklessCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== "ForUpdate" && node.modifier !== "ForShare") super.visitSelectModifier(node);
  }
}

/** SQLite does roll back table definitions. Kysely assumes not; so a killed migration would leave half a schema. */
class EmbeddedAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDriver extends SqliteDriver {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    super({ database: keepStatements(connection) });
    this.#connection = connection;
  }

  /**
   * Takes the write lock at once: a transaction that reads first and writes later would fail where another
   * has written in between. Waits asleep, since the other may be in this very process.
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (const giveUpAt = Date.now() + LOCK_TIMEOUT_MS; ; await sleep(LOCK_RETRY_MS)) {
      this.#connection.exec("PRAGMA busy_timeout = 0");
      try {
        await connection.executeQuery(CompiledQuery.raw("begin immediate"));
        return;
      } catch (error) {
        if (!isBusy(error) || Date.now() > giveUpAt) throw error;
      } finally {
        this.#connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
    }
  }
}

/** What Kysely asks of a SQLite package, in the terms of node:sqlite. */
function keepStatements(connection: Connection): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => connection.close(),
    prepare(text) {
      const earlier = kept.get(text);
      if (earlier) return earlier;
      const statement = connection.prepare(text);
      const prepared: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
      for (const oldest of kept.size < STATEMENTS_KEPT ? [] : kept.keys()) {
        kept.delete(oldest);
        break;
      }
      kept.set(text, prepared);
      return prepared;
    },
  };
}

function isBusy(error: unknown): boolean {
  // The low byte of an extended code is the code.
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

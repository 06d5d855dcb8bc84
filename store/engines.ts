import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import pg from "pg";
import { inject } from "vitest";
import { openStore } from "./open.ts";
import { askForPostgres } from "./postgres-desk.ts";
import type { Store } from "./store.ts";

/** null where `XUNCHA_TEST_WITHOUT` names it. The import of this module fails where it does not start. */
export const POSTGRES: string | null = isLeftOut("postgres")
  ? null
  : await askForPostgres(inject("postgresDesk"));

/** Somewhere to keep one store, for one test. */
export interface Place {
  readonly location: string;
  /** One statement, said behind the store's back. */
  say(statement: string): Promise<void>;
  /** Gives it up, with all that it holds. */
  drop(): Promise<void>;
}

interface TestedEngine {
  readonly engine: string;
  readonly place: () => Promise<Place>;
  /** An empty store that is gone when it is closed. */
  readonly open: () => Promise<Store>;
}

/** Every kind of store that the tests run against: what one does, all do. */
export const ENGINES: readonly TestedEngine[] = [
  { engine: "SQLite", place: sqlitePlace, open: () => openStore(":memory:") },
  ...(POSTGRES === null ? [] : [postgresEngine(POSTGRES)]),
];

function postgresEngine(server: string): TestedEngine {
  return {
    engine: "PostgreSQL",
    place: () => postgresPlace(server),
    async open() {
      const place = await postgresPlace(server);
      const store = await openStore(place.location);
      return { ...store, close: () => store.close().then(place.drop) };
    },
  };
}

/** A schema of its own: as good as a database, and made in no time. */
export async function postgresPlace(server: string): Promise<Place> {
  const schema = `t${randomUUID().replaceAll("-", "")}`;
  const location = `${server}?options=-c%20search_path%3D${schema}`;
  await say(server, `create schema ${schema}`);
  return {
    location,
    say: (statement) => say(location, statement),
    drop: () => say(server, `drop schema ${schema} cascade`),
  };
}

async function say(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function sqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), "xuncha-store-"));
  const location = path.join(folder, "store.sqlite");
  return {
    location,
    async say(statement) {
      const raw = new DatabaseSync(location);
      try {
        raw.exec(statement);
      } finally {
        raw.close();
      }
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

function isLeftOut(part: string): boolean {
  return (process.env.XUNCHA_TEST_WITHOUT ?? "").split(",").includes(part);
}

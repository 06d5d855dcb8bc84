import { inspect } from "node:util";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { POSTGRES, postgresPlace } from "./engines.ts";
import {
  conclusion,
  finding,
  newPatrol,
  noon,
  PORTAL_KEY,
  patrolled,
  seenItem,
  unitRecord,
} from "./example.ts";
import { openStore } from "./open.ts";
import { startPostgres } from "./postgres-server.ts";
import { StoreError } from "./store-error.ts";

describe.skipIf(POSTGRES === null)("a store in PostgreSQL", () => {
  const given = new URL(POSTGRES ?? "postgres://none/");

  function address(change: (url: URL) => void): string {
    const url = new URL(given);
    change(url);
    return url.href;
  }

  async function refusal(location: string): Promise<StoreError> {
    const error: unknown = await openStore(location).then(
      () => null,
      (reason) => reason,
    );
    if (error instanceof StoreError) return error;
    throw new Error(`${location} is not refused with a StoreError: ${String(error)}`);
  }

  it.each<[string, (url: URL) => void, RegExp]>([
    [
      "a server that does not answer",
      (url) => (url.port = "1"),
      /127\.0\.0\.1:1\/postgres: .*没有应答.*ECONNREFUSED/,
    ],
    [
      "a host that does not exist",
      (url) => (url.hostname = "db.invalid"),
      /db\.invalid:\d+\/postgres: 找不到.*db\.invalid/,
    ],
    [
      "a database that does not exist",
      (url) => (url.pathname = "/none"),
      /127\.0\.0\.1:\d+\/none: 没有这个数据库.*"none" does not/,
    ],
    [
      "a wrong password",
      (url) => (url.password = "wr0ng"),
      /127\.0\.0\.1:\d+\/postgres: .*密码.*password auth/,
    ],
    [
      "a schema that does not exist",
      (url) => (url.search = "?options=-c%20search_path%3Dnone"),
      /search_path/,
    ],
  ])("names host and database, never the password, for %s", async (_, change, expected) => {
    const location = address(change);
    const error = await refusal(location);
    expect(error.message).toMatch(expected);
    const all = inspect(error, { depth: null, showHidden: true });
    expect(all).not.toContain(decodeURIComponent(new URL(location).password));
  });

  it.each([
    "postgres://xuncha:top/s3cret@db.test/xuncha",
    "postgres://xuncha:1/s3cret@db.test/xuncha",
    "postgres://xuncha:1#s3cret@db.test/xuncha",
    "postgres://xuncha:1?s3cret@db.test/xuncha",
    "postgres://xuncha:s3cret@db.test:port/xuncha",
    "mysql://xuncha:s3cret@db.test/xuncha",
    "http://db.test/?password=s3cret",
  ])("refuses an address that is badly written, and keeps its password to itself: %s", async (location) => {
    const error = await refusal(location);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("s3cret");
  });

  it("refuses a database that cannot hold every text", async () => {
    const client = new pg.Client(given.href);
    await client.connect();
    try {
      await client.query(
        "create database latin template template0 encoding 'LATIN1' locale 'C' locale_provider libc",
      );
      const error = await refusal(address((url) => (url.pathname = "/latin")));
      expect(error.message).toMatch(/LATIN1.*UTF8/);
      await client.query("drop database latin");
    } finally {
      await client.end();
    }
  });

  it("leaves alone what other programs keep in the same database", async () => {
    const [own, theirs] = [await postgresPlace(given.href), await postgresPlace(given.href)];
    await theirs.say("create table kysely_migration (name text, timestamp text)");
    await theirs.say("insert into kysely_migration values ('2030-theirs', '')");
    await (await openStore(own.location)).close();
    await (await openStore(own.location)).close();
    await expect(openStore(theirs.location)).rejects.toThrow(StoreError);
    for (const place of [own, theirs]) await place.drop();
  });

  it("does not begin anew where another schema comes before the one that holds it", async () => {
    const [own, before] = [await postgresPlace(given.href), await postgresPlace(given.href)];
    const [later, first] = [own, before].map(({ location }) =>
      location.slice(location.lastIndexOf("%3D") + 3),
    );
    await (await openStore(own.location)).close();
    const error = await refusal(`${given.href}?options=-c%20search_path%3D${first},${later}`);
    expect(error.message).toContain(`search_path%3D${later}`);
    await (await openStore(`${given.href}?options=-c%20search_path%3D${later},${first}`)).close();
    for (const place of [own, before]) await place.drop();
  });

  it("keeps the state before a patrol when the server goes down while it is recorded, and goes on after", async () => {
    const server = await startPostgres();
    try {
      const store = await openStore(server.url);
      const first = newPatrol("p1", "2016-12-01");
      await patrolled(
        store,
        first,
        conclusion(first, [finding("f1", first.asOf)], [unitRecord([seenItem(1)])]),
      );
      const second = newPatrol("p2", "2016-12-15");
      const end = conclusion(second, [finding("f2", second.asOf)], [unitRecord([seenItem(1), seenItem(2)])]);
      await store.createPatrol(second);
      await Promise.all([store.patrols(null), store.patrols(null), store.patrols(null)]); // some will be idle

      // Units are written by the time that the findings are to be had, which they are not.
      const other = new pg.Client(server.url);
      other.on("error", () => {});
      await other.connect();
      await other.query("begin");
      await other.query("lock table findings in exclusive mode");
      const recorded = store.recordPatrol("p2", end).then(
        () => "recorded",
        () => "lost",
      );
      while ((await other.query("select 1 from pg_locks where not granted")).rowCount === 0);
      await server.restart();
      expect(await recorded).toBe("lost");

      expect(await store.patrol("p2")).toMatchObject({ finishedAt: null });
      expect((await store.history(PORTAL_KEY, "mzj", null)).firstSeen).toEqual({
        [seenItem(1).url]: "2016-12-01",
      });
      expect((await store.knownFindings(PORTAL_KEY)).map(({ id }) => id)).toEqual(["f1"]);
      await store.recordPatrol("p2", end);
      expect(await store.result("p2")).toEqual(end.result);
      expect((await store.finding("f2"))?.firstSeen).toBe(noon("2016-12-15"));
      await store.close();
    } finally {
      await server.stop();
    }
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CLIENT_DEFAULTS, LiveClient } from "./client.ts";
import { conditionFor } from "./conditional.ts";
import type { Exchange } from "./evidence-record.ts";
import { PURPOSES, type Purpose } from "./page-request.ts";
import { Evidence } from "./warc.ts";

const BODY = "<p>一月的通知</p>";
const ETAG = 'W/"5f-gzip"';
const MODIFIED = "Sat, 31 Dec 2016 04:00:00 GMT";

let folder: string;
let evidence: Evidence;
let client: LiveClient;
let server: Server;
let asked: IncomingHttpHeaders[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-conditional-"));
  evidence = await Evidence.open(path.join(folder, "e.warc.gz"));
  asked = [];
});
afterEach(async () => {
  await client.close();
  await evidence.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** Asks for a page of which an earlier patrol received `earlier`, from a server that answers so. */
async function ask(
  answer: (request: IncomingHttpHeaders) => {
    readonly status: number;
    readonly etag?: string;
    readonly body?: string;
  },
  earlier: Partial<Exchange> = {},
  purpose: Purpose = "list",
) {
  server = createServer((request, response) => {
    if (request.url === "/robots.txt") return response.writeHead(404).end();
    asked.push(request.headers);
    const { status, etag, body } = answer(request.headers);
    return response.writeHead(status, { "content-type": "text/html", ...(etag && { etag }) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`; // a TCP server's address is no text
  const settings = { ...CLIENT_DEFAULTS, requestsPerSecond: 1000, concurrency: 2, allowPrivateHosts: true };
  const known: Exchange = {
    url,
    form: null,
    status: 200,
    headers: { "content-type": "text/html", etag: ETAG, "last-modified": MODIFIED },
    body: new TextEncoder().encode(BODY),
    fetchedAt: new Date(Date.now() - 14 * 86_400_000).toISOString() as Exchange["fetchedAt"],
    ...earlier,
  };
  client = new LiveClient(evidence, settings, null, async (asked) => (asked === url ? known : null));
  return client.get({ url, form: null, purpose }, new AbortController().signal);
}
const textOf = (answer: Awaited<ReturnType<typeof ask>>) =>
  answer.ok ? new TextDecoder().decode(answer.body) : answer.reason;

describe("a page that an earlier patrol received", () => {
  test("is asked for on condition, and is what it was where it has not changed, as of now", async () => {
    const before = new Date().toISOString();
    const answer = await ask(() => ({ status: 304, etag: '"5f"' }));
    expect(asked[0]).toMatchObject({ "if-none-match": ETAG, "if-modified-since": MODIFIED });
    expect(textOf(answer)).toBe(BODY);
    expect(answer.page?.status).toBe(200);
    expect((answer.page?.fetchedAt ?? "") >= before).toBe(true);
    expect(client.traffic).toMatchObject({ requests: 2, unmodified: 1, retries: 0 });
    expect(client.traffic.byPurpose).toMatchObject({ list: 1, robots: 1 });
  });

  test("is what comes where it has changed", async () => {
    expect(textOf(await ask(() => ({ status: 200, etag: '"60"', body: "new" })))).toBe("new");
    expect(client.traffic.unmodified).toBe(0);
  });

  test("is asked for as it is where the server speaks of another one", async () => {
    const answer = await ask((headers) =>
      headers["if-none-match"] ? { status: 304, etag: '"61"' } : { status: 200, body: "other" },
    );
    expect(textOf(answer)).toBe("other");
    expect(asked).toHaveLength(2);
  });

  test("is unreadable, never empty, where a server says without being asked that nothing has changed", async () => {
    expect(textOf(await ask(() => ({ status: 304, etag: '"61"' })))).toBe("unreadable");
  });

  test.each<[string, Partial<Exchange>, Purpose]>([
    ["is an item that is new to this patrol", {}, "item"],
    ["bore no tag and no date", { headers: { "content-type": "text/html" } }, "list"],
    ["was no page", { status: 404 }, "list"],
    ["was empty", { body: new Uint8Array() }, "list"],
    ["was received too long ago", { fetchedAt: "2016-12-31T04:00:00.000Z" }, "list"],
  ])("is asked for as it is where it %s", async (_why, earlier, purpose) => {
    expect(textOf(await ask(() => ({ status: 200, body: "page" }), earlier, purpose))).toBe("page");
    expect(asked[0]?.["if-none-match"]).toBeUndefined();
    expect(asked[0]?.["if-modified-since"]).toBeUndefined();
  });

  test("is asked for on condition only for what is asked again", () => {
    const earlier: Exchange = {
      url: "http://portal.test/",
      form: null,
      status: 200,
      headers: { etag: ETAG },
      body: new Uint8Array([1]),
      fetchedAt: "2016-12-31T04:00:00.000Z",
    };
    const on = PURPOSES.filter((purpose) => conditionFor(earlier, purpose, "2017-01-14T04:00:00.000Z"));
    expect(on).toEqual(["navigation", "column", "list", "finding", "sample"]);
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text as bodyOf } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import { CLIENT_DEFAULTS, type ClientSettings, LiveClient, recordedClient } from "./client.ts";
import { follow } from "./follow.ts";
import { headOf } from "./page-request.ts";
import { Evidence } from "./warc.ts";

const { signal } = new AbortController();
const page = (url: string) => ({ url, form: null, purpose: "item" }) as const;

let folder: string;
let evidence: Evidence;
let client: LiveClient;
let server: Server;
let asked: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-client-"));
  evidence = await Evidence.open(path.join(folder, "evidence.warc.gz"));
  asked = [];
});
afterEach(async () => {
  await client?.close();
  await evidence.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

describe("a client asks", () => {
  test("once for each address, and answers from the evidence afterwards", async () => {
    const url = await serve((_request, response) => html(response, "<p>好</p>"));
    const [a, b] = await Promise.all([
      client.get(page(`${url}a`), signal),
      client.get(page(`${url}a`), signal),
    ]);
    const c = await client.get(page(`${url}a`), signal);
    expect(asked.filter((p) => p === "/a")).toHaveLength(1);
    expect([a, b, c].every((answer) => answer.ok)).toBe(true);
    const replayed = await recordedClient(evidence).get(page(`${url}a`), signal);
    expect(replayed).toEqual(c);
  });

  test("each form that is posted to an address once, and keeps their answers apart", async () => {
    const url = await serve(async (request, response) =>
      html(response, `${request.method} ${await bodyOf(request)}`),
    );
    const post = (form: string | null) => ({ url: `${url}list`, form, purpose: "list" }) as const;
    const textOf = (answer: Answer) => (answer.ok ? new TextDecoder().decode(answer.body) : answer.reason);
    const forms = ["page=2", "page=3", null, "page=2"] as const;
    const said = ["POST page=2", "POST page=3", "GET ", "POST page=2"];
    for (const [n, form] of forms.entries())
      expect(textOf(await client.get(post(form), signal))).toBe(said[n]);
    expect(asked.filter((p) => p === "/list")).toHaveLength(3);
    const recorded = recordedClient(evidence);
    for (const [n, form] of forms.entries())
      expect(textOf(await recorded.get(post(form), signal))).toBe(said[n]);
    expect(await recorded.get(post("page=4"), signal)).toMatchObject({ ok: false, reason: "not-patrolled" });
  });

  test.each([
    [302, "GET "],
    [303, "GET "],
    [307, "POST page=2"],
    [308, "POST page=2"],
  ])("what a posted form is answered with %i is %s where that leads", async (status, said) => {
    const url = await serve(async (request, response) => {
      if (request.url === "/list") response.writeHead(status, { location: "/moved" }).end();
      else html(response, `<p>${request.method} ${await bodyOf(request)}</p>`);
    });
    const hosts = new Set([new URL(url).host]);
    const answer = await follow(
      client,
      { url: `${url}list`, form: "page=2", purpose: "list" },
      hosts,
      signal,
    );
    expect(answer).toMatchObject({
      ok: true,
      document: { html: `<p>${said}</p>` },
      page: { url: `${url}moved` },
    });
  });

  test("again where the server failed, and takes what comes then", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/a" && asked.filter((p) => p === "/a").length < 3) response.writeHead(500).end();
      else html(response, "<p>好</p>");
    });
    expect((await client.get(page(`${url}a`), signal)).ok).toBe(true);
    expect(asked.filter((p) => p === "/a")).toHaveLength(3);
  });

  test("for a column that is said to be gone until it was said three times in a row, and writes down how often", async () => {
    const column = (url: string) => ({ url, form: null, purpose: "column" }) as const;
    const times = (at: string) => asked.filter((p) => p === at).length;
    const url = await serve((request, response) => {
      const isIll = request.url === "/ill" && times("/ill") < 3;
      const isBack = request.url === "/back" && times("/back") === 2;
      if (isBack) html(response, "<p>好</p>");
      else response.writeHead(isIll ? 503 : 404).end("nothing here");
    });
    const [gone, ill] = await Promise.all(
      ["gone", "ill"].map((at) => client.get(column(`${url}${at}`), signal)),
    );
    expect(gone).toMatchObject({ ok: false, page: { status: 404, tries: 3 } });
    expect(ill?.page).toMatchObject({ status: 404 });
    expect(ill?.page).not.toHaveProperty("tries");
    expect((await client.get(column(`${url}back`), signal)).ok).toBe(true);
    expect([times("/gone"), times("/ill"), times("/back")]).toEqual([3, 3, 2]);
    expect(client.traffic).toMatchObject({ requests: 9, retries: 5 });
    const recorded = await recordedClient(evidence).get(column(`${url}gone`), signal);
    expect(recorded).toEqual(gone);
  });

  test("whether a file is there by HEAD, by GET where HEAD is not understood, and receives nothing of it", async () => {
    const methods: string[] = [];
    const url = await serve((request, response) => {
      if (request.url !== "/robots.txt") methods.push(`${request.method} ${request.url}`);
      const isHead = request.method === "HEAD";
      if (request.url === "/a.doc" && !isHead) html(response, "<p>好</p>");
      else if (request.url === "/a.doc") response.writeHead(200, { "content-length": 9_000_000 }).end();
      else if (request.url === "/b.doc") {
        response.writeHead(isHead ? 405 : 200, { "content-encoding": "gzip" });
        if (!isHead) response.write(Buffer.alloc(100_000));
        else response.end();
      } else response.writeHead(404).end("nothing here");
    });
    const head = (name: string) => ({ ...headOf(`${url}${name}`), purpose: "check" }) as const;
    const [there, shy, gone] = [
      await client.get(head("a.doc"), signal),
      await client.get(head("b.doc"), signal),
      await client.get(head("c.doc"), signal),
    ];
    expect([there.ok, shy.ok, gone.ok]).toEqual([true, true, false]);
    expect(gone.page).toMatchObject({ status: 404, tries: 3 });
    expect(methods).toEqual([
      "HEAD /a.doc",
      "HEAD /b.doc",
      "GET /b.doc",
      "HEAD /c.doc",
      "GET /c.doc",
      "GET /c.doc",
    ]);
    expect(client.traffic.byPurpose.check).toBe(3);
    expect(client.traffic.bytes).toBeLessThan(1000);
    // That an address is there says nothing of its page.
    const text = await client.get(page(`${url}a.doc`), signal);
    expect(text).toMatchObject({ ok: true, body: { length: 10 } });
    expect(methods.slice(6)).toEqual(["GET /a.doc"]);

    await evidence.close();
    const loaded = await Evidence.load(evidence.path);
    const recorded = recordedClient(loaded);
    expect(await recorded.get(head("a.doc"), signal)).toEqual(there);
    expect(await recorded.get(head("b.doc"), signal)).toEqual(shy);
    expect(await recorded.get(head("c.doc"), signal)).toEqual(gone);
    expect(await recorded.get(page(`${url}a.doc`), signal)).toEqual(text);
    expect(await recorded.get(page(`${url}b.doc`), signal)).toMatchObject({ reason: "not-patrolled" });
    await loaded.close();
    evidence = await Evidence.open(evidence.path);
  });

  test.each([
    [412, "blocked"],
    [403, "blocked"],
    [429, "blocked"],
    [521, "blocked"],
    [404, "unreachable"],
    [500, "server-error"],
  ])("status %i is %s, with the page that says so", async (status, reason) => {
    const url = await serve((request, response) =>
      response.writeHead(request.url === "/robots.txt" ? 404 : status).end("nothing here"),
    );
    expect(await client.get(page(`${url}a`), signal)).toMatchObject({
      ok: false,
      reason,
      page: { status },
    });
  });

  test("a host that does not answer in time, or hangs up, is no violation but a reason", async () => {
    const url = await serve(
      (request, response) => {
        if (request.url === "/reset") request.socket.destroy();
        else if (request.url !== "/slow") html(response, "");
      },
      { headTimeoutMs: 150, attempts: 2 },
    );
    expect(await client.get(page(`${url}slow`), signal)).toMatchObject({
      ok: false,
      reason: "timeout",
      page: null,
    });
    expect(await client.get(page(`${url}reset`), signal)).toMatchObject({ ok: false, reason: "unreachable" });
    expect(asked.filter((p) => p === "/reset")).toHaveLength(2);
  });

  test("what is no text is not received, what is too large is cut", async () => {
    const url = await serve(
      (request, response) => {
        if (request.url === "/a.pdf")
          response.writeHead(200, { "content-type": "application/pdf" }).end("%PDF");
        else html(response, request.url === "/big" ? "x".repeat(3000) : "");
      },
      { maxBytes: 2000 },
    );
    expect(await client.get(page(`${url}a.pdf`), signal)).toMatchObject({ ok: false, reason: "not-html" });
    expect(await client.get(page(`${url}big`), signal)).toMatchObject({ ok: false, reason: "too-large" });
  });

  test("compressed pages are kept as they came and read as they are meant", async () => {
    const url = await serve((_request, response) =>
      response
        .writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" })
        .end(gzipSync("<p>压缩</p>")),
    );
    const answer = await client.get(page(`${url}a`), signal);
    expect(answer.ok && new TextDecoder().decode(answer.body)).toBe("<p>压缩</p>");
    const recorded = await evidence.recorded(`${url}a`);
    expect(recorded?.kind === "response" && recorded.headers["content-encoding"]).toBe("gzip");
  });
});

describe("robots.txt", () => {
  test("what it forbids is not asked", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/robots.txt")
        response.writeHead(200, { "content-type": "text/plain" }).end("User-agent: *\nDisallow: /closed/\n");
      else html(response, "<p>好</p>");
    });
    expect(await client.get(page(`${url}closed/a`), signal)).toMatchObject({ ok: false, reason: "robots" });
    expect((await client.get(page(`${url}open/a`), signal)).ok).toBe(true);
    expect(asked).toEqual(["/robots.txt", "/open/a"]);
  });

  test("a page of HTML in its place holds no rules", async () => {
    const url = await serve((_request, response) => html(response, "<html>Disallow: /</html>"));
    expect((await client.get(page(`${url}a`), signal)).ok).toBe(true);
  });

  test("where the server fails to give it, nothing may be asked", async () => {
    const url = await serve((_request, response) => response.writeHead(503).end(), { attempts: 1 });
    expect(await client.get(page(`${url}a`), signal)).toMatchObject({ ok: false, reason: "server-error" });
    expect(asked).toEqual(["/robots.txt"]);
  });
});

describe("addresses", () => {
  test("a private address is not asked unless the portal file allows it", async () => {
    const url = await serve((_request, response) => html(response, "<p>好</p>"), {
      allowPrivateHosts: false,
    });
    expect(await client.get(page(`${url}a`), signal)).toMatchObject({ ok: false, reason: "not-patrolled" });
    expect(await client.get(page(url.replace("127.0.0.1", "localhost")), signal)).toMatchObject({
      ok: false,
      reason: "not-patrolled",
    });
    expect(asked).toEqual([]);
  });

  test("redirects are followed on the portal's hosts alone, by status and by script", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/a") response.writeHead(302, { location: "/b/" }).end();
      else if (request.url === "/b/") html(response, '<script>window.location.href="c.html"</script>');
      else if (request.url === "/out") response.writeHead(301, { location: "http://elsewhere.test/" }).end();
      else if (request.url === "/loop") response.writeHead(302, { location: "/loop" }).end();
      else html(response, "<p>到了</p>");
    });
    const hosts = new Set([new URL(url).host]);
    expect(await follow(client, page(`${url}a`), hosts, signal)).toMatchObject({
      ok: true,
      page: { url: `${url}b/c.html` },
    });
    expect(await follow(client, page(`${url}out`), hosts, signal)).toMatchObject({
      ok: false,
      reason: "not-patrolled",
    });
    expect(await follow(client, page(`${url}loop`), hosts, signal)).toMatchObject({
      ok: false,
      reason: "unreadable",
    });
  });
});

describe("manners", () => {
  test("no more requests are open at once, and none sooner, than the portal file allows", async () => {
    let open = 0;
    let most = 0;
    const url = await serve(
      (_request, response) => {
        open += 1;
        most = Math.max(most, open);
        setTimeout(() => {
          open -= 1;
          html(response, "");
        }, 30);
      },
      { requestsPerSecond: 50, concurrency: 2 },
    );
    const started = performance.now();
    await Promise.all(Array.from({ length: 10 }, (_, n) => client.get(page(`${url}${n}`), signal)));
    expect(most).toBeLessThanOrEqual(2);
    // Eleven requests with robots.txt, 20 ms apart at least.
    expect(performance.now() - started).toBeGreaterThanOrEqual(10 * 20 - 5);
  });

  test("an aborted patrol leaves no failure behind", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/robots.txt") response.writeHead(404).end();
    });
    const stop = new AbortController();
    const answer = client.get(page(`${url}a`), stop.signal);
    while (!asked.includes("/a")) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error("stopped"));
    await expect(answer).rejects.toThrow("stopped");
    expect(await evidence.recorded(`${url}a`)).toBeNull();
  });
});

async function serve(listener: RequestListener, settings: Partial<ClientSettings> = {}): Promise<string> {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new LiveClient(evidence, {
    ...CLIENT_DEFAULTS,
    requestsPerSecond: 1000,
    concurrency: 8,
    allowPrivateHosts: true,
    retryDelayMs: 1,
    ...settings,
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function html(response: Parameters<RequestListener>[1], text: string): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(text);
}

import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { HOME, listPage, STALE } from "./hostile-pages.ts";
import { HASTY, type HostileUnit, patrolHostile } from "./hostile-patrol.ts";
import {
  type Answerer,
  asOf,
  type HostileServer,
  sendForever,
  sendHtml,
  sendSome,
  serveHostile,
} from "./hostile-server.ts";
import { checkWarc } from "./iso-28500.ts";

const servers: HostileServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Serves stale columns under `/u/`, and everything else by `other`. */
async function serve(other: Answerer): Promise<HostileServer> {
  const server = await serveHostile((path, response, request) => {
    asOf(response, path);
    if (/^\/u\/[^/]+\/$/.test(path)) sendHtml(response, HOME);
    else if (/^\/u\/[^/]+\/gzdt\/$/.test(path)) sendHtml(response, listPage(STALE));
    else other(path, response, request);
  });
  servers.push(server);
  return server;
}

function unitAt(root: string, id: string): HostileUnit {
  return { id, url: `${root}u/${id}/`, columnUrls: [`${root}u/${id}/gzdt/`] };
}

const text = (body: string, type = "text/plain", status = 200): Answerer => {
  return (_path, response) => response.writeHead(status, { "content-type": type }).end(body);
};
const CLOSED = "User-agent: *\nDisallow: /u/\n";
const LONG = `User-agent: *\nDisallow: /closed/\n${"# 柳\n".repeat(200_000)}`;

describe("robots.txt", () => {
  const cases: Record<string, [expected: string, answer: Answerer]> = {
    none: ["failed", text("", "text/plain", 404)],
    html: ["failed", text(`<!-- 404 --><html><body>${CLOSED}</body></html>`, "text/html")],
    forbidden: ["failed", text("", "text/plain", 403)],
    "one-megabyte": ["failed", text(LONG)],
    "rules-then-one-megabyte": ["robots", text(CLOSED + LONG)],
    "rules-then-endless": [
      "robots",
      (_path, response) =>
        sendForever(response, "# 柳\n".repeat(10_000), { type: "text/plain", start: CLOSED }),
    ],
    "any-type": ["robots", text(CLOSED, "application/octet-stream")],
    moved: [
      "robots",
      (path, response) => {
        if (path === "/robots.txt") response.writeHead(301, { location: "/r/robots.txt" }).end();
        else response.writeHead(200, { "content-type": "text/plain" }).end(CLOSED);
      },
    ],
    "moved-in-circles": ["failed", (path, response) => response.writeHead(302, { location: path }).end()],
    "gzip-cut": [
      "failed",
      (_path, response) =>
        response
          .writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" })
          .end(gzipSync(CLOSED).subarray(0, 20)),
    ],
    "many-names": ["robots", text(`${"User-agent: a\n".repeat(9000)}${CLOSED.repeat(9000)}`)],
    "server-error": ["server-error", text("", "text/plain", 503)],
    stalls: ["timeout", (_path, response) => sendSome(response, CLOSED)],
    resets: ["unreachable", (_path, _response, request) => request.socket.destroy()],
  };

  test("of any kind is obeyed where it can be read; where the host fails to give it nothing is known", async () => {
    const units: HostileUnit[] = [];
    const hosts = new Map<string, HostileServer>();
    for (const [name, [, answer]] of Object.entries(cases)) {
      const server = await serve(answer);
      hosts.set(name, server);
      units.push(unitAt(server.url, name));
    }
    await patrolHostile(units, async ({ concluded, verdictOf, accusersOf }) => {
      const { faults, records } = checkWarc(await readFile(concluded.evidencePath));
      expect(faults).toEqual([]);
      for (const name of ["one-megabyte", "rules-then-endless", "any-type"]) {
        const url = `${hosts.get(name)?.url}robots.txt`;
        const record = records.find(({ header }) => header.get("warc-target-uri") === url);
        expect([name, record?.header.get("warc-truncated")]).toEqual([
          name,
          name === "any-type" ? undefined : "length",
        ]);
      }
      const verdicts = Object.keys(cases).map((name) => [name, verdictOf(name)]);
      expect(verdicts).toEqual(Object.entries(cases).map(([name, [expected]]) => [name, expected]));
      for (const [name, [expected]] of Object.entries(cases)) {
        if (expected === "failed") continue;
        expect(accusersOf(name), name).toEqual([]);
        expect(
          hosts.get(name)?.asked.filter((path) => path.startsWith("/u/")),
          name,
        ).toEqual([]);
      }
    });
  }, 60_000);
});

describe("an outage that begins in mid-patrol", () => {
  const names = Array.from({ length: 16 }, (_, n) => `unit${n}`);
  const ANSWERED = 14;

  test.each<[string, string, Answerer]>([
    ["every answer is 503", "server-error", text("", "text/plain", 503)],
    ["every connection is cut", "unreachable", (_path, _response, request) => request.socket.destroy()],
    ["nothing is answered any more", "timeout", () => {}],
  ])(
    "%s: what was not read is %s, what was read stands",
    async (_why, reason, outage) => {
      let answered = 0;
      const failing = await serveHostile((path, response, request) => {
        asOf(response, path);
        answered += 1;
        if (answered > ANSWERED) outage(path, response, request);
        else if (path === "/robots.txt") response.writeHead(404).end();
        else sendHtml(response, path.endsWith("/gzdt/") ? listPage(STALE) : HOME);
      });
      servers.push(failing);
      await patrolHostile(
        names.map((name) => unitAt(failing.url, name)),
        async ({ concluded, verdictOf, accusersOf }) => {
          const verdicts = names.map(verdictOf);
          expect(new Set(verdicts)).toEqual(new Set(["failed", reason]));
          for (const name of names) if (verdictOf(name) !== "failed") expect(accusersOf(name)).toEqual([]);
          expect(concluded.conclusion.result.complete).toBe(true);
          // It is left alone after the first failures, and again after those of the second pass.
          expect(failing.asked.length).toBeLessThan(ANSWERED + 30);
        },
        { client: { ...HASTY, timeoutMs: 250 } },
      );
    },
    60_000,
  );

  test("without it every unit is judged", async () => {
    const { url } = await serve(text("", "text/plain", 404));
    await patrolHostile(
      names.map((name) => unitAt(url, name)),
      async ({ verdictOf }) => expect(new Set(names.map(verdictOf))).toEqual(new Set(["failed"])),
    );
  }, 60_000);
});

describe("addresses that are none of the portal's", () => {
  test("a redirect to another host is not followed, whoever it is", async () => {
    const other = await serve(text("", "text/plain", 404));
    const { url } = await serve((path, response) => {
      if (path.startsWith("/away/")) response.writeHead(302, { location: `${other.url}u/x/gzdt/` }).end();
      else response.writeHead(404).end();
    });
    const away = { id: "away", url: `${url}u/away/`, columnUrls: [`${url}away/`] };
    await patrolHostile([away, unitAt(url, "stays")], async ({ verdictOf, accusersOf }) => {
      expect([verdictOf("away"), verdictOf("stays")]).toEqual(["not-patrolled", "failed"]);
      // Its home page links a column of its own that is not there.
      expect(accusersOf("away")).toEqual(["dead-link"]);
      expect(other.asked).toEqual([]);
    });
  });

  test("private addresses are asked only where the portal file allows it", async () => {
    const server = await serve(text("", "text/plain", 404));
    const named = server.url.replace("127.0.0.1", "localhost");
    const units = [unitAt(server.url, "by-number"), unitAt(named, "by-name")];
    await patrolHostile(
      units,
      async ({ verdictOf, accusersOf }) => {
        for (const { id } of units) {
          expect(verdictOf(id)).toBe("not-patrolled");
          expect(accusersOf(id)).toEqual([]);
        }
        expect(server.asked).toEqual([]);
      },
      { allowPrivateHosts: false },
    );
    await patrolHostile(units.slice(0, 1), async ({ verdictOf }) =>
      expect(verdictOf("by-number")).toBe("failed"),
    );
  });
});

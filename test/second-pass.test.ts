import { afterEach, describe, expect, test } from "vitest";
import { auditEvidence } from "../worker/audit-evidence.ts";
import { message } from "./hostile-case.ts";
import { HOME, listPage, STALE } from "./hostile-pages.ts";
import { HASTY, type HostileUnit, patrolHostile } from "./hostile-patrol.ts";
import { type Answerer, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";

let server: HostileServer;
afterEach(() => server.close());

const IDS = ["first", "second", "third"];
const healthy: Answerer = (path, response) => {
  if (path === "/robots.txt") response.writeHead(404).end();
  else sendHtml(response, path.endsWith("/gzdt/") ? listPage(STALE) : HOME);
};

function units(): HostileUnit[] {
  return IDS.map((id) => ({
    id,
    url: `${server.url}u/${id}/`,
    columnUrls: [`${server.url}u/${id}/gzdt/`],
  }));
}

const times = (path: string) => server.asked.filter((asked) => asked === path).length;

describe("what failed in a patrol is asked once more at its end", () => {
  const COLUMN = "/u/second/gzdt/";

  test.each<[string, Answerer]>([
    ["an error of the server", (_path, response) => response.writeHead(500).end()],
    ["no answer", () => {}],
    ["a connection that is cut", (_path, _response, request) => request.socket.destroy()],
    ["too many requests", (_path, response) => response.writeHead(429).end()],
  ])(
    "%s that has passed by then leaves no trace, and no other page is asked twice",
    async (_why, failing) => {
      server = await serveHostile((path, response, request) => {
        const fails = path === COLUMN && times(COLUMN) <= 2;
        (fails ? failing : healthy)(path, response, request);
      });
      await patrolHostile(units(), async ({ concluded, verdictOf }) => {
        expect(IDS.map(verdictOf)).toEqual(["failed", "failed", "failed"]);
        expect(times(COLUMN)).toBe(3);
        const others = server.asked.filter((path) => path !== COLUMN);
        expect(others).toEqual([...new Set(others)]);
        expect(concluded.traffic).toMatchObject({ askedAgain: 1, gotAgain: 1 });
        expect(await replayed(concluded.evidencePath)).toEqual(concluded.conclusion.result);
      });
    },
  );

  test.each<[string, string]>([
    ["maintenance", message("系统维护", "网站正在升级维护，请稍后访问。")],
    ["server-error", message("运行时错误", "应用程序中的服务器错误，请稍后再试。")],
  ])(
    "a notice of %s under 200 is asked for again, and no other page; what lasts is told by its reason",
    async (reason, notice) => {
      for (const shown of [1, 9]) {
        server = await serveHostile((path, response, request) => {
          if (path === COLUMN && times(COLUMN) <= shown) sendHtml(response, notice);
          else healthy(path, response, request);
        });
        await patrolHostile(units(), async ({ concluded, verdictOf, accusersOf }) => {
          expect(IDS.map(verdictOf)).toEqual(["failed", shown === 1 ? "failed" : reason, "failed"]);
          if (shown > 1) expect(accusersOf("second")).toEqual([]);
          expect(times(COLUMN)).toBe(2);
          expect(server.asked.length).toBe(new Set(server.asked).size + 1);
          expect(concluded.traffic.askedAgain).toBe(1);
          expect(await replayed(concluded.evidencePath)).toEqual(concluded.conclusion.result);
        });
        if (shown === 1) await server.close();
      }
    },
  );

  test("what still fails cannot be told, and is asked no third time", async () => {
    server = await serveHostile((path, response, request) => {
      if (path === COLUMN) response.writeHead(500).end();
      else healthy(path, response, request);
    });
    await patrolHostile(units(), async ({ concluded, verdictOf }) => {
      expect(IDS.map(verdictOf)).toEqual(["failed", "server-error", "failed"]);
      expect(times(COLUMN)).toBe(3);
      expect(concluded.traffic).toMatchObject({ askedAgain: 1, gotAgain: 0 });
      expect(await replayed(concluded.evidencePath)).toEqual(concluded.conclusion.result);
    });
  });

  test("a page that is merely slow is given the time it needs", async () => {
    server = await serveHostile((path, response, request) => {
      if (path === COLUMN) setTimeout(() => healthy(path, response, request), 900);
      else healthy(path, response, request);
    });
    const hasty = { ...HASTY, headTimeoutMs: 300 };
    await patrolHostile(units(), async ({ verdictOf }) => expect(verdictOf("second")).toBe("failed"), {
      client: hasty,
      again: { headTimeoutMs: 10_000, timeoutMs: 10_000 },
    });
  });

  test("an outage that has ended by then costs nobody's verdict", async () => {
    // Robots.txt, three home pages and the columns: the outage begins with the fifth request.
    const OUTAGE = { from: 5, to: 25 };
    server = await serveHostile((path, response, request) => {
      const n = server.asked.length;
      if (n >= OUTAGE.from && n < OUTAGE.to && !asksAgain()) request.socket.destroy();
      else healthy(path, response, request);
    });
    // The second pass begins with what failed first: whatever was asked three times has been given up before.
    const asksAgain = () => server.asked.some((path) => times(path) > 2);
    await patrolHostile(units(), async ({ concluded, verdictOf }) => {
      expect(IDS.map(verdictOf)).toEqual(["failed", "failed", "failed"]);
      expect(await replayed(concluded.evidencePath)).toEqual(concluded.conclusion.result);
    });
  });

  test("robots.txt that could not be had lets everything be asked once it can", async () => {
    server = await serveHostile((path, response, request) => {
      if (path === "/robots.txt" && times(path) <= 2) response.writeHead(503).end();
      else healthy(path, response, request);
    });
    await patrolHostile(units(), async ({ verdictOf }) =>
      expect(IDS.map(verdictOf)).toEqual(["failed", "failed", "failed"]),
    );
  });

  test("what is not there is not asked again", async () => {
    server = await serveHostile((path, response, request) => {
      if (path === COLUMN) response.writeHead(404).end();
      else healthy(path, response, request);
    });
    await patrolHostile(units(), async ({ concluded }) => {
      expect(times(COLUMN)).toBe(1);
      expect(concluded.traffic.askedAgain).toBe(0);
    });
  });
});

async function replayed(file: string) {
  const whatIf = { asOf: null, catalogue: null, overrides: {} };
  const { conclusion } = await auditEvidence(file, whatIf, new AbortController().signal);
  return conclusion.result;
}

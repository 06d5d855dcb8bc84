import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import type { RecordedPage } from "./dependencies.ts";
import { exampleServer, exampleStore, FIRST_PATROL, LATEST_PATROL } from "./example-server.ts";
import { PAGE_BODY, recordedPage } from "./example-service.ts";
import { markExcerpt } from "./excerpt-marks.ts";

let store: Store;
let app: FastifyInstance;
let sha256: string;
/** By patrol. */
let pages: Record<string, RecordedPage> = {};
const asked: string[] = [];
beforeAll(async () => {
  store = await exampleStore();
  const [proof] = (await store.finding("f2"))?.evidence ?? [];
  if (!proof) throw new Error("no evidence");
  sha256 = proof.sha256;
  app = await exampleServer(store, {
    evidenceOf: async (patrol, url) => {
      asked.push(`${patrol} ${url}`);
      return pages[patrol] ?? null;
    },
  });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const get = (path: string) => app.inject(`/api/v1/findings/${path}`);

describe("the page that a finding rests on", () => {
  it("is shown byte for byte, in a world where nothing runs and nothing is fetched", async () => {
    pages = { [LATEST_PATROL]: recordedPage({ sha256 }) };
    const { statusCode, headers, body } = await get("f2/evidence/0");
    expect([statusCode, body]).toEqual([200, PAGE_BODY]);
    expect(asked.at(-1)).toBe(`${LATEST_PATROL} http://portal.test/mzj/03.01/1.html`);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toContain("sandbox");
    expect(policy).toContain("default-src 'none'");
    expect(policy.filter((part) => part.startsWith("script"))).toEqual([]);
  });

  it.each([
    ["text/html; charset=gb2312", "gb18030", "text/html; charset=gb18030"],
    [null, "utf-8", "text/html; charset=utf-8"],
    ["application/json", "utf-8", "text/plain; charset=utf-8"],
    ["image/svg+xml", "utf-8", "text/plain; charset=utf-8"],
    ["application/pdf", null, "application/octet-stream"],
  ])("%s in %s is served as %s", async (contentType, encoding, type) => {
    pages = { [LATEST_PATROL]: recordedPage({ sha256, contentType, encoding }) };
    const { headers } = await get("f2/evidence/0");
    expect(headers["content-type"]).toBe(type);
    expect(headers["content-disposition"]).toBe(encoding === null ? "attachment" : undefined);
    expect(headers["content-security-policy"]).toContain("sandbox");
  });

  it("is the version that it rests on, whichever patrol has it", async () => {
    pages = {
      [LATEST_PATROL]: recordedPage({ sha256: "f".repeat(64) }),
      [FIRST_PATROL]: recordedPage({ sha256 }),
    };
    expect((await get("f1/evidence/0")).statusCode).toBe(200);
    pages = { [LATEST_PATROL]: recordedPage({ sha256: "f".repeat(64) }) };
    const answer = await get("f1/evidence/0");
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:xuncha:problem:no-evidence"]);
  });

  it("as text has the excerpt marked, and masks the numbers of persons", async () => {
    pages = { [LATEST_PATROL]: recordedPage({ sha256 }) };
    const { headers, body } = await get("f2/evidence/0?view=text");
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body).toContain("<mark>关于低保的 通知</mark>");
    expect(body).toContain("138****1234");
    expect(body).not.toContain("13800001234");
    expect(String(headers["content-security-policy"])).not.toContain("unsafe");
  });

  it("as text runs nothing that the page says", async () => {
    const lines = ["<script>alert(1)</script>", '"><img src=x onerror=alert(2)>'];
    pages = { [LATEST_PATROL]: recordedPage({ sha256, lines }) };
    const { body } = await get("f2/evidence/0?view=text&lang=en");
    expect(body).not.toMatch(/<script|<img/);
    expect(body).toContain("not found in the text below");
  });

  it.each([
    ["nobody/evidence/0", 404, "unknown-finding"],
    ["f2/evidence/7", 404, "no-evidence"],
    ["f2/evidence/-1", 400, "invalid-parameter"],
    ["f2/evidence/first", 400, "invalid-parameter"],
    ["f2/evidence/0?view=pdf", 400, "invalid-parameter"],
    ["f2/evidence/0?page=2", 400, "unknown-parameter"],
  ])("%s is answered with %i %s", async (path, status, code) => {
    const answer = await get(path);
    expect([answer.statusCode, answer.json().type]).toEqual([status, `urn:xuncha:problem:${code}`]);
  });

  it("has a picture where one was taken of that very page", async () => {
    const pictured = await exampleServer(store, {
      screenshotOf: async (_patrol, url, digest) => (digest === sha256 ? Buffer.from(`PNG of ${url}`) : null),
    });
    const { statusCode, headers, body } = await pictured.inject("/api/v1/findings/f2/evidence/0/screenshot");
    expect([statusCode, headers["content-type"]]).toEqual([200, "image/png"]);
    expect(body).toBe("PNG of http://portal.test/mzj/03.01/1.html");
    expect((await pictured.inject("/api/v1/findings/f2")).json().screenshots).toEqual([0]);
    await pictured.close();
    const answer = await get("f2/evidence/0/screenshot");
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:xuncha:problem:no-evidence"]);
  });

  it("that is no text has none to show", async () => {
    pages = { [LATEST_PATROL]: recordedPage({ sha256, encoding: null, lines: null }) };
    expect((await get("f2/evidence/0?view=text")).statusCode).toBe(404);
  });

  it("cannot be had where there is no evidence at all", async () => {
    const bare = await exampleServer(store);
    expect((await bare.inject("/api/v1/findings/f2/evidence/0")).statusCode).toBe(404);
    await bare.close();
  });
});

describe("an excerpt within lines", () => {
  const marked = (lines: string[], excerpt: string) =>
    markExcerpt(lines, excerpt).map((pieces) =>
      pieces.map(({ text, marked: is }) => (is ? `[${text}]` : text)).join(""),
    );

  it.each([
    [["市政府办公室"], "政府", ["市[政府]办公室"]],
    [["市政　府 办公室"], "政府", ["市[政　府] 办公室"]],
    [["一二", "三四"], "二 三", ["一[二]", "[三]四"]],
    [["一二", "", "三四"], "二三", ["一[二]", "", "[三]四"]],
    [["甲甲甲"], "甲", ["[甲][甲][甲]"]],
    [
      ["2016-12-01 关于低保的通知", "别的"],
      "关于低保的通知 2016-12-01",
      ["[2016-12-01] [关于低保的通知]", "别的"],
    ],
    [["一二"], "三", ["一二"]],
    [["一二"], " ", ["一二"]],
  ])("%j, %j", (lines, excerpt, expected) => {
    expect(marked(lines, excerpt)).toEqual(expected);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore } from "./example-server.ts";

let store: Store;
let app: FastifyInstance;
let dashboardDir: string;

beforeAll(async () => {
  dashboardDir = await mkdtemp(path.join(tmpdir(), "xuncha-dashboard-"));
  await mkdir(path.join(dashboardDir, "assets"));
  await writeFile(path.join(dashboardDir, "index.html"), "<!doctype html><title>built</title>");
  await writeFile(path.join(dashboardDir, "assets", "app-1a2b.js"), "export {};");
  await writeFile(path.join(dashboardDir, "notes.txt"), "not for serving");
  store = await exampleStore();
  app = await exampleServer(store, { dashboardDir });
});

afterAll(async () => {
  await app.close();
  await store.close();
  await rm(dashboardDir, { recursive: true });
});

const get = (url: string) => app.inject({ url, headers: { host: "127.0.0.1" } });

describe("the built dashboard", () => {
  test.each(["/", "/lists/stale-units?unit=mzj", "/units/mzj", "/findings/f1", "/no/such/view"])(
    "%s is its page, under a policy that runs its own files alone",
    async (url) => {
      const { statusCode, headers, body } = await get(url);
      expect(statusCode).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(body).toContain("<title>built</title>");
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toMatch(/unsafe|http:|https:|data:/);
      expect(headers["cache-control"]).toBe("private, no-cache");
    },
  );

  test("its files may be kept, since their names change with them", async () => {
    const { statusCode, headers, body } = await get("/assets/app-1a2b.js");
    expect([statusCode, body]).toEqual([200, "export {};"]);
    expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(headers["cache-control"]).toContain("immutable");
  });

  test.each(["/api/v1/nonsense", "/api", "/docs/nonsense", "/assets/gone.js"])(
    "%s is not taken for a view",
    async (url) => {
      const { statusCode, headers } = await get(url);
      expect(statusCode).toBe(404);
      expect(headers["content-type"]).toContain("application/problem+json");
    },
  );

  test.each(["/../../package.json", "/assets/%2e%2e/%2e%2e/package.json", "/notes.txt", "/%5b", "//["])(
    "%s shows no other file",
    async (url) => {
      const { body } = await get(url);
      expect(body).not.toContain("not for serving");
      expect(body).not.toContain("dependencies");
    },
  );

  test("the API answers beside it", async () => {
    expect((await get("/api/v1/units")).json().data).toHaveLength(3);
    expect((await get("/openapi.json")).json().openapi).toBe("3.1.0");
    expect((await app.inject({ method: "POST", url: "/lists/all" })).statusCode).toBe(405);
  });
});

test("where it was not built, the start page says how", async () => {
  const without = await exampleServer(store, { dashboardDir: path.join(dashboardDir, "nothing") });
  const { statusCode, body } = await without.inject({ url: "/", headers: { host: "localhost" } });
  expect(statusCode).toBe(200);
  expect(body).toContain("npm run build:web");
  expect((await without.inject({ url: "/lists/all" })).statusCode).toBe(404);
  await without.close();
});

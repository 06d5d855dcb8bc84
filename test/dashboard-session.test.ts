import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exampleServer, exampleStore } from "../api/example-server.ts";
import { bearer, patrolsOf, QUEUE, recordedPage } from "../api/example-service.ts";
import type { Store } from "../store/store.ts";
import { buildDashboard } from "./built-dashboard.ts";
import { chromiumPath, WITHOUT_CHROMIUM } from "./chromium.ts";

// Who may see the dashboard and what they may do in it, in a real browser.

describe.skipIf(WITHOUT_CHROMIUM)("the dashboard of a service with tokens", () => {
  let dashboardDir: string;
  let browser: Browser;
  let store: Store;
  let server: FastifyInstance;
  let origin: string;
  let tokens: Readonly<Record<"viewer" | "inspector" | "unit", string>>;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    const executablePath = chromiumPath();
    dashboardDir = await mkdtemp(path.join(tmpdir(), "xuncha-web-"));
    buildDashboard(dashboardDir);
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (dashboardDir) await rm(dashboardDir, { recursive: true });
  });

  beforeEach(async () => {
    store = await exampleStore();
    const tokenOf = async (...who: [role: "viewer" | "inspector" | "unit", unitId?: string]) =>
      (await bearer(store, ...who)).authorization.slice("Bearer ".length);
    tokens = {
      viewer: await tokenOf("viewer"),
      inspector: await tokenOf("inspector"),
      unit: await tokenOf("unit", "mzj"),
    };
    const { sha256 = "" } = (await store.finding("f1"))?.evidence[0] ?? {};
    server = await exampleServer(store, {
      ...patrolsOf(store),
      dashboardDir,
      queue: QUEUE,
      evidenceOf: async () => recordedPage({ sha256 }),
    });
    await server.listen({ host: "127.0.0.1", port: 0 });
    origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`; // a TCP server's address is no text
    context = await browser.newContext({ baseURL: origin, viewport: { width: 1366, height: 768 } });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    complaints = [];
    page.on("console", (message) => {
      const isRefusal = /status of (401|403|409)/.test(message.text());
      if (["error", "warning"].includes(message.type()) && !isRefusal) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  });

  afterEach(async () => {
    await context.close();
    await server.close();
    await store.close();
    expect(complaints).toEqual([]);
  });

  async function paste(token: string): Promise<void> {
    await page.getByLabel("访问令牌").fill(token);
    await page.getByRole("button", { name: "登录" }).click();
  }

  async function openAs(who: "viewer" | "inspector" | "unit", address: string): Promise<void> {
    await page.goto(address);
    await paste(tokens[who]);
    await page.locator(".signed-in").waitFor();
    await page.locator("main h1").first().waitFor();
  }

  test("asks once for a token, and then shows the address that was wanted", async () => {
    const wanted = "/lists/all?unit=mzj&confidence=confirmed";
    await page.goto(wanted);
    await page.getByRole("heading", { name: "登录" }).waitFor();
    expect(await page.locator("body").textContent()).not.toContain("民政");
    expect(await page.locator("nav").count()).toBe(0);

    await paste("xun_wrong");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("访问令牌不对，或已被撤销");

    await paste(tokens.viewer);
    await page.locator("main a[data-row]").first().waitFor();
    expect(page.url()).toBe(origin + wanted);
    expect(await page.locator("select[name=unit]").inputValue()).toBe("mzj");

    const other = await context.newPage();
    await other.goto("/units");
    await other.locator("main a[data-row]").first().waitFor();
    expect(await other.getByLabel("访问令牌").count()).toBe(0);
  });

  test("no script reads the token, and files come by plain links", async () => {
    await openAs("inspector", "/lists/all");
    expect(await page.evaluate("document.cookie + JSON.stringify({ ...localStorage })")).toBe("{}");
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "导出所列" }).click();
    expect((await waiting).suggestedFilename()).toMatch(/\.csv$/);
  });

  test("shows nothing any more after signing out", async () => {
    await openAs("inspector", "/units");
    await page.getByRole("button", { name: "退出" }).click();
    await page.getByRole("heading", { name: "登录" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/units");
    expect(await page.locator("body").textContent()).not.toContain("民政");
    await page.reload();
    await page.getByRole("heading", { name: "登录" }).waitFor();
  });

  test("asks again when the token is revoked", async () => {
    await openAs("inspector", "/units");
    await store.revokeToken("inspector", "2030-01-01T00:00:00.000Z");
    await page.getByRole("link", { name: "巡查记录" }).click();
    await page.getByRole("heading", { name: "登录" }).waitFor();
    await paste(tokens.viewer);
    await page.getByRole("heading", { name: "巡查记录" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/patrols");
  });

  test("an inspector notifies a unit, with a term, and the finding tells it", async () => {
    await openAs("inspector", "/findings/f1");
    const choice = page.locator("select[name=decision]");
    expect(await choice.locator("option").allTextContents()).toEqual([
      "请选择",
      "状态不变，补充说明或期限",
      "通知整改",
      "记为单位报已整改",
      "记为有异议",
      "不作问题处理",
    ]);
    expect(await page.getByRole("button", { name: "确定" }).isDisabled()).toBe(true);
    await choice.selectOption("notified");
    await page.locator("input[name=dueOn]").fill("2017-01-15");
    await page.locator("input[name=note]").fill("已电话通知<b>");
    await page.getByRole("button", { name: "确定" }).click();
    await page.getByText("待整改 → 已通知").waitFor();
    const text = await page.locator("main").textContent();
    for (const words of ["已电话通知<b>", "整改期限 2017-01-15", "inspector"]) expect(text).toContain(words);
    expect(await page.locator(".facts").textContent()).toContain("2017-01-15");
    expect((await store.finding("f1"))?.status).toBe("notified");
  });

  test("what meanwhile became impossible is told in the words of the service", async () => {
    await openAs("inspector", "/findings/f1");
    await page.locator("select[name=decision]").selectOption("notified");
    await store.decideFinding("f1", null, {
      status: "waived",
      note: null,
      by: "another",
      at: "2017-01-04T00:00:00.000Z",
      dueOn: null,
    });
    await page.getByRole("button", { name: "确定" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("状态为 waived 的问题不能改为 notified");
  });

  test("a unit claims or disputes what is its own, and is offered nothing else", async () => {
    await openAs("unit", "/findings/f1");
    const choice = page.locator("select[name=decision]");
    expect(await choice.locator("option").allTextContents()).toEqual([
      "请选择",
      "认领：已整改，请复查",
      "申诉：提出异议",
    ]);
    expect(await page.locator("input[name=dueOn]").count()).toBe(0);
    await choice.selectOption("claimed");
    await page.getByRole("button", { name: "确定" }).click();
    await page.getByText("待整改 → 单位报已整改，待复查").waitFor();
    await page.getByRole("link", { name: "巡查记录" }).click();
    await page.getByRole("heading", { name: "巡查记录" }).waitFor();
    expect(await page.getByRole("button", { name: "开始巡查" }).count()).toBe(0);
  });

  test("a viewer is offered no decision and no patrol", async () => {
    await openAs("viewer", "/findings/f1");
    await page.locator(".sides").waitFor();
    expect(await page.locator("select[name=decision]").count()).toBe(0);
    await page.getByRole("link", { name: "巡查记录" }).click();
    await page.locator(".patrols").waitFor();
    expect(await page.getByRole("button", { name: "开始巡查" }).count()).toBe(0);
  });

  test("a finding leads to its page as it was recorded, where nothing runs", async () => {
    await openAs("inspector", "/findings/f1");
    const opened = async (name: string) => {
      const popup = page.waitForEvent("popup");
      await page.getByRole("link", { name }).first().click();
      const shown = await popup;
      await shown.waitForLoadState();
      return shown.locator("body").textContent();
    };
    expect(await opened("文字（标出摘录）")).toContain("关于低保的 通知");
    expect(await opened("网页原样")).toContain("关于低保的通知");
  });

  test("an inspector starts a patrol, sees how far it is, and cancels it", async () => {
    await openAs("inspector", "/patrols");
    await page.getByRole("button", { name: "开始巡查" }).click();
    const running = page.locator(".running");
    await running.getByText("已查 0 / 3 个单位").waitFor();
    await store.setProgress("2017-01-04-s1", { unitsDone: 0, units: 3, pages: 17 });
    await running.getByText("已读 17 个网页").waitFor();

    await page.getByRole("button", { name: "开始巡查" }).click();
    await page.getByText("一次只进行一次巡查，巡查 2017-01-04-s1 尚未结束").waitFor();

    await running.getByRole("button", { name: "取消巡查" }).click();
    await running.getByRole("button", { name: "确定取消" }).click();
    await page.getByText("已取消或未完成").waitFor();
    expect(await running.count()).toBe(0);
  });

  test("the first screen tells the next patrol", async () => {
    await openAs("viewer", "/");
    await page.getByText("下次巡查").waitFor();
    expect(await page.locator("main").textContent()).toContain("2017-01-15 02:00");
  });
});

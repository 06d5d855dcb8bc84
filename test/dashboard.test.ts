import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import axe, { type AxeResults } from "axe-core";
import type { FastifyInstance } from "fastify";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildServer } from "../api/server.ts";
import { builtInCatalogues, loadCatalogue } from "../catalogue/load.ts";
import { rules } from "../rules/index.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import type { FindingList, OfPatrol, Summary, Timeline, UnitList } from "../web/api-answers.ts";
import { dryRun } from "../worker/dry-run.ts";
import { loadPortalFromText } from "../worker/portal-file.ts";
import { buildDashboard } from "./built-dashboard.ts";
import { chromiumPath, WITHOUT_CHROMIUM } from "./chromium.ts";
import { type Bench, openBench } from "./patrol-of-fixture.ts";

// The dashboard as an inspector has it before her: built, served, in a real browser.

const PATIENCE = { timeout: 20_000 };
const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>{{ 7*7 }}`;

if (WITHOUT_CHROMIUM) console.warn("the dashboard is not tested: XUNCHA_TEST_WITHOUT=chromium");

describe.skipIf(WITHOUT_CHROMIUM)("the dashboard", () => {
  let dashboardDir: string;
  let bench: Bench;
  let server: FastifyInstance;
  let origin: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let foreign: string[];

  beforeAll(async () => {
    const executablePath = chromiumPath();
    dashboardDir = await mkdtemp(path.join(tmpdir(), "xuncha-web-"));
    buildDashboard(dashboardDir);
    bench = await openBench();
    await bench.patrol();
    server = await serve(bench.store, dashboardDir);
    origin = `http://127.0.0.1:${portOf(server)}`;
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await bench?.close();
    if (dashboardDir) await rm(dashboardDir, { recursive: true });
  });

  beforeEach(async () => {
    context = await browser.newContext({
      baseURL: origin,
      viewport: { width: 1366, height: 768 },
      locale: "en",
    });
    page = await context.newPage();
    complaints = [];
    foreign = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`)) foreign.push(request.url());
    });
  });

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  // The shape is what the API's own tests hold its answers to.
  const api = async <T>(path: string) => (await (await fetch(`${origin}/api/v1${path}`)).json()) as T;
  const listed = (path: string) => api<FindingList>(path);
  const rowLinks = () => page.locator("main a[data-row]");
  const parameter = (name: string) => new URL(page.url()).searchParams.get(name);

  // Asked from outside: the page's policy lets nothing be evaluated within.
  const until = (condition: string) => expect.poll(() => page.evaluate(condition), PATIENCE).toBe(true);

  /** What keeps people out, after axe: faults of serious or critical impact. */
  async function barriers(): Promise<string[]> {
    await page.evaluate(axe.source);
    const results = (await page.evaluate("axe.run()")) as AxeResults;
    return results.violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  }

  async function open(address: string): Promise<void> {
    await page.goto(address);
    await page.locator("main h1").waitFor();
    await page.waitForLoadState("networkidle");
  }

  test("opens every screen, each with where it comes from and the caution about its catalogue", async () => {
    const [finding] = (await listed("/findings?limit=1")).data;
    if (!finding) throw new Error("the patrol found nothing");
    const screens: readonly (readonly [string, string, string])[] = [
      ["/", "总览", "先联系的单位"],
      ["/lists/all", "全部问题", finding.message],
      ["/lists/misfiled-items", "错放信息", "部门预算"],
      ["/units", "单位", finding.unit.name],
      [`/units/${finding.unit.id}`, finding.unit.name, "每天发布的信息"],
      [`/findings/${finding.id}`, finding.message, finding.evidence[0]?.sha256 ?? ""],
      ["/matrix", "目录矩阵", finding.unit.name],
      ["/scores", "得分排名", finding.unit.name],
      ["/forecast?days=92", "到期预警", "还有"],
      ["/statistics", "年度统计", finding.unit.name],
      ["/rules", "规则", "国办发〔2015〕15号"],
      ["/patrols", "巡查记录", "完整"],
    ];
    for (const [address, heading, words] of screens) {
      await open(address);
      expect(await page.locator("main h1").textContent(), address).toBe(heading);
      const text = (await page.locator("body").textContent()) ?? "";
      expect(text, address).toContain(words);
      expect(text, address).toContain("重建，仅供参考");
      // A rule speaks of tags that say null.
      const own = text.replaceAll("“null”", "");
      expect(own, address).not.toMatch(/\bnull\b|undefined|\bfailed\b|cantTell|NaN/);
      const { scrollWidth } = JSON.parse(
        await page.evaluate("JSON.stringify({ scrollWidth: document.documentElement.scrollWidth })"),
      );
      expect(scrollWidth, `${address} fits 1366 pixels`).toBeLessThanOrEqual(1366);
    }
  });

  test("tries out a parameter, tells who would change, and records nothing", async () => {
    const before = (await listed("/findings?limit=500")).data;
    await open("/rules");
    expect(await page.locator(".try button").isDisabled()).toBe(true);
    await page.locator("#stale-unit summary").click();
    await page.locator('input[name="stale-unit.limitDays"]').fill("366");
    await page.locator(".try button").click();
    await page.locator(".outcome").waitFor({ timeout: 60_000 });
    const freed = before.filter(({ rule }) => rule === "stale-unit").map(({ unit }) => unit.name);
    const text = (await page.locator(".outcome").textContent()) ?? "";
    expect(freed.some((name) => text.includes(name))).toBe(true);
    expect(text).toContain("不再是问题");
    await page.locator('input[name="stale-unit.limitDays"]').fill("");
    expect(await page.locator(".outcome").count()).toBe(0);
    expect((await listed("/findings?limit=500")).data).toEqual(before);
  });

  test("says on the first screen whom to call, as the summary orders them", async () => {
    const { unitsToCall, findings, undecided } = await api<Summary>("/summary");
    await open("/");
    const names = await page.locator(".calls tbody th").allTextContents();
    expect(names).toEqual(unitsToCall.map(({ unit }) => unit.name));
    const numbers = await page.locator(".numbers b").allTextContents();
    expect(numbers.map(Number)).toEqual([
      findings.confirmed,
      unitsToCall.length,
      findings.suspected,
      undecided.total,
    ]);
    expect(await page.locator("#undecided").textContent()).toContain("页面被拦截");
  });

  test("keeps filters in the address, over a reload and over going there and back", async () => {
    await open("/lists/all");
    const all = await rowLinks().count();
    await page.locator("select[name=confidence]").selectOption("suspected");
    await page.locator("select[name=severity]").selectOption("major");
    await page.locator("th.marks").getByRole("button").click();
    await page.waitForLoadState("networkidle");
    expect([parameter("confidence"), parameter("severity"), parameter("sort")]).toEqual([
      "suspected",
      "major",
      "severity",
    ]);
    const { page: expected } = await listed("/findings?confidence=suspected&severity=major&limit=1");
    expect(expected.total).toBeLessThan(all);
    expect(await rowLinks().count()).toBe(expected.total);
    expect(await page.locator("main tbody tr").getByText("疑似", { exact: true }).count()).toBe(
      expected.total,
    );

    const address = page.url();
    await page.reload();
    await rowLinks().first().waitFor();
    expect(page.url()).toBe(address);
    expect(await page.locator("select[name=confidence]").inputValue()).toBe("suspected");
    expect(await rowLinks().count()).toBe(expected.total);

    await rowLinks().nth(1).click();
    await page.locator(".sides").waitFor();
    await page.getByRole("button", { name: "回到清单" }).click();
    await rowLinks().first().waitFor();
    expect(page.url()).toBe(address);
    expect(await page.locator("select[name=severity]").inputValue()).toBe("major");
  });

  test("comes back to the row that was opened, where it was", async () => {
    await open("/lists/all");
    const row = rowLinks().last();
    const opened = await row.getAttribute("href");
    await row.scrollIntoViewIfNeeded();
    const before = await page.evaluate("scrollY");
    expect(before).toBeGreaterThan(100);
    await row.click();
    await page.locator(".sides").waitFor();
    await page.goBack();
    await rowLinks().first().waitFor();
    await until(`Math.abs(scrollY - ${before}) < 3`);
    await until(`document.activeElement?.getAttribute("href") === ${JSON.stringify(opened)}`);
  });

  test("goes through a long list by pages, and exports the whole of what is shown", async () => {
    const { page: whole } = await listed("/findings?limit=1&confidence=confirmed");
    await page.route("**/api/v1/findings?*", (route) => {
      const url = new URL(route.request().url());
      if (!url.searchParams.has("unit")) url.searchParams.set("limit", "10");
      return route.continue({ url: url.href });
    });
    await open("/lists/all?confidence=confirmed");
    const seen = new Set<string>();
    for (let n = 0; n < Math.ceil(whole.total / 10); n++) {
      if (n > 0) {
        const first = await rowLinks().first().getAttribute("href");
        await page.getByRole("link", { name: "下一页" }).click();
        await until(
          `document.querySelector("main a[data-row]")?.getAttribute("href") !== ${JSON.stringify(first)}`,
        );
        expect(parameter("confidence")).toBe("confirmed");
      }
      for (const link of await rowLinks().all()) seen.add((await link.getAttribute("href")) ?? "");
    }
    expect(seen.size).toBe(whole.total);

    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "导出所列" }).click();
    const text = await readFile(await (await waiting).path(), "utf8");
    expect(text.trim().split("\r\n")).toHaveLength(whole.total + 1);
    expect(text).not.toContain(",疑似,");
  });

  test("shows a burst in the unit's calendar, and no silence where it did not read", async () => {
    const [burst] = (await listed("/burst-publishing?confidence=confirmed")).data;
    if (!burst) throw new Error("the patrol found no burst");
    const { from, to } = burst.data;
    const { data: timeline } = await api<OfPatrol<Timeline>>(`/units/${burst.unit.id}/timeline`);
    await open(`/units/${burst.unit.id}`);
    const days = page.locator(".calendar g.burst");
    const marked: (readonly [string | null, number])[] = [];
    for (const day of await days.all())
      marked.push([await day.getAttribute("data-on"), Number(await day.getAttribute("data-items"))]);
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.at(0)?.[0]).toBe(from);
    expect(marked.at(-1)?.[0]).toBe(to);
    const items = new Map(timeline.days.map(({ on, items: count }) => [on as string, count]));
    for (const [on, count] of marked) expect(count).toBe(items.get(on ?? "") ?? 0);
    expect(await page.locator(".calendar g.day").count()).toBe(366);
    expect(await page.locator(".calendar figcaption").textContent()).toContain(burst.message);

    const { data: units } = await api<UnitList>("/units");
    for (const { id } of units) {
      const { data } = await api<OfPatrol<Timeline>>(`/units/${id}/timeline`);
      if (data.readFrom !== null) continue;
      await open(`/units/${id}`);
      expect(await page.locator(".calendar g.day:not(.unread)").count()).toBe(0);
      expect(await page.locator(".calendar g.silent").count()).toBe(0);
      expect(await page.locator(".calendar figcaption").textContent()).toContain("不能说明没有发布");
      return;
    }
    throw new Error("the simulated portal has no unit that was not read whole");
  });

  test("is worked by the keyboard", async () => {
    await open("/lists/all");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const second = await rowLinks().nth(1).getAttribute("href");
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe(second);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".sides").waitFor();
    expect(new URL(page.url()).pathname).toBe(second);

    await page.keyboard.press("/");
    await page.keyboard.type("人事");
    await page.keyboard.press("Enter");
    await page.locator(".filters").waitFor();
    expect([new URL(page.url()).pathname, parameter("q")]).toEqual(["/lists/all", "人事"]);
    await rowLinks().first().waitFor();
    const { page: found } = await listed(`/findings?limit=1&q=${encodeURIComponent("人事")}`);
    await until(`document.querySelectorAll("main a[data-row]").length === ${Number(found.total)}`);
  });

  test("binds what portals wrote as text, and links to no script", async () => {
    const { data } = await listed("/findings?limit=500");
    const victim = data.find(({ item }) => item !== null);
    if (!victim?.item) throw new Error("the patrol found no faulty item");
    const { id, unit, item, message } = victim;
    // As if the portal had published it so: in every answer, the title, the sentence and the address.
    await page.route(/\/api\/v1\/findings/, async (route) => {
      const answer = await route.fetch();
      const spoiled = (await answer.text())
        .replaceAll(JSON.stringify(item.title), JSON.stringify(HOSTILE))
        .replaceAll(JSON.stringify(message), JSON.stringify(HOSTILE))
        .replaceAll(JSON.stringify(item.url), JSON.stringify("javascript:document.title='owned'"));
      await route.fulfill({ response: answer, body: spoiled });
    });
    for (const address of [`/lists/all?unit=${unit.id}`, `/units/${unit.id}`, `/findings/${id}`]) {
      await open(address);
      expect(await page.locator("main").textContent(), address).toContain(HOSTILE);
      expect(await page.locator("main img, main script").count()).toBe(0);
      expect(await page.locator("a[href^='javascript' i]").count()).toBe(0);
      expect(await page.title()).not.toBe("owned");
    }
    const outward = await page.locator("main a[target=_blank]:not([href^='/api/'])").all();
    expect(outward.length).toBeGreaterThan(0);
    for (const link of outward) {
      expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
      expect(await link.getAttribute("href")).toMatch(/^https?:/);
    }
  });

  test("says what to do when the service does not answer, and goes on when it does", async () => {
    await open("/patrols");
    await page.route("**/api/v1/units*", (route) => route.abort());
    await page.getByRole("link", { name: "单位", exact: true }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("请确认服务仍在运行");
    await page.unroute("**/api/v1/units*");
    await page.getByRole("button", { name: "重试" }).click();
    await rowLinks().first().waitFor();
    expect(await alert.count()).toBe(0);
    // The browser itself reports the request that was cut.
    complaints = complaints.filter((text) => !text.includes("ERR_FAILED"));
  });

  test("says before the first patrol what to do first", async () => {
    const store = await openStore(":memory:");
    const empty = await serve(store, dashboardDir);
    for (const address of ["/", "/lists/stale-units", "/units", "/patrols"]) {
      await page.goto(`http://127.0.0.1:${portOf(empty)}${address}`);
      await page.getByText("xuncha patrol").first().waitFor();
    }
    foreign = foreign.filter((url) => !url.startsWith(`http://127.0.0.1:${portOf(empty)}/`));
    await empty.close();
    await store.close();
    complaints = complaints.filter((text) => !text.includes("404"));
  });

  test.each([
    [1366, 768],
    [390, 844],
  ])(
    "leads from the overview to a burst and its finding, readable by everybody, at %i x %i",
    async (width, height) => {
      await page.setViewportSize({ width, height });
      const [burst] = (await listed("/burst-publishing?confidence=confirmed")).data;
      if (!burst) throw new Error("the patrol found no burst");
      for (const address of [
        "/",
        "/lists/stale-units",
        `/units/${burst.unit.id}`,
        `/findings/${burst.id}`,
        "/patrols",
      ]) {
        await open(address);
        await page.waitForLoadState("networkidle");
        expect(await barriers(), address).toEqual([]);
        // Tables may scroll in their own frame; the page as a whole does not run out of the screen.
        const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        expect(await page.evaluate(overflow), address).toBeLessThanOrEqual(1);
        const folder = process.env.XUNCHA_SCREENSHOTS;
        const name = `${address.replace(/\W+/g, "-")}-${width}.png`;
        if (folder) await page.screenshot({ path: path.join(folder, name), fullPage: true });
      }
    },
  );

  test("prints what it shows, under portal, patrol, day and catalogue", async () => {
    await open("/lists/stale-units");
    await page.emulateMedia({ media: "print" });
    const head = page.locator(".provenance");
    expect(await head.isVisible()).toBe(true);
    const { patrol, catalogue } = await api<Summary>("/summary");
    for (const words of [patrol.portal, patrol.id, "2016-12-30", catalogue.name, "仅供参考"])
      expect(await head.textContent()).toContain(words);
    expect(await page.locator(".bar").isVisible()).toBe(false);
    expect(await page.locator(".filters").isVisible()).toBe(false);
    await open("/lists/stale-units?confidence=confirmed");
    expect(await page.locator("select[name=confidence]").isVisible()).toBe(true);
    expect(await page.locator("select[name=unit]").isVisible()).toBe(false);
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(1000);
  });
});

async function serve(store: Store, dashboardDir: string): Promise<FastifyInstance> {
  const server = await buildServer({
    store,
    rules,
    catalogues: await Promise.all(builtInCatalogues().map(({ id }) => loadCatalogue(id, null))),
    portalOf: ({ portalFile, catalogueFile }) => loadPortalFromText(portalFile, "portal.yaml", catalogueFile),
    log: false,
    version: "0.0.0",
    dashboardDir,
    dryRun: (patrol, overrides) => dryRun(store, patrol, overrides),
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  return server;
}

function portOf(server: FastifyInstance): number {
  return (server.server.address() as AddressInfo).port; // a TCP server's address is no text
}

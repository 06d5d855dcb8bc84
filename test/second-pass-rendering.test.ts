import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { BROWSER_DEFAULTS, HeadlessBrowser } from "../crawler/browser.ts";
import { auditEvidence } from "../worker/audit-evidence.ts";
import { chromiumPath, WITHOUT_CHROMIUM } from "./chromium.ts";
import { HOME, STALE } from "./hostile-pages.ts";
import { patrolHostile } from "./hostile-patrol.ts";
import { type Answerer, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";

/** A column whose list a script brings. */
const COLUMN = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>工作动态-市青柳局</title></head><body>
<div class="nav"><a href="/">网站首页</a></div><div class="place">当前位置：<a href="/">首页</a> &gt; 市青柳局 &gt; 工作动态</div>
<div class="main"><ul class="list" id="rows"></ul></div><div class="foot">主办单位：市青柳局</div><script>
fetch("data").then((r) => r.json()).then((d) => { document.getElementById("rows").innerHTML = d.map((row) =>
  '<li><a href="' + row.href + '">' + row.title + "</a><span>" + row.day + "</span></li>").join(""); });
</script></body></html>`;

const rows: Answerer = (_path, response) =>
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(STALE));

describe.skipIf(WITHOUT_CHROMIUM)(
  "a page that could not be shown is shown once more at the patrol's end",
  () => {
    let server: HostileServer | null = null;
    afterAll(() => server?.close());

    test.each<[why: string, failing: Answerer]>([
      [
        "the browser lost it",
        (...request) => {
          killShownPages();
          rows(...request);
        },
      ],
      ["its data did not come", (_path, response) => response.writeHead(503).end()],
    ])("%s", async (_why, failing) => {
      let times = 0;
      server = await serveHostile((path, response, request) => {
        if (path === "/robots.txt") response.writeHead(404).end();
        else if (path.endsWith("/data")) {
          times += 1;
          (times === 1 ? failing : rows)(path, response, request);
        } else sendHtml(response, path.endsWith("/gzdt/") ? COLUMN : HOME);
      });
      const browser = new HeadlessBrowser({ ...BROWSER_DEFAULTS, program: chromiumPath() });
      const url = `${server.url}u/a/`;
      try {
        await patrolHostile(
          [{ id: "a", url, columnUrls: [`${url}gzdt/`] }],
          async ({ concluded, verdictOf }) => {
            expect(verdictOf("a")).toBe("failed");
            const whatIf = { asOf: null, catalogue: null, overrides: {} };
            const again = await auditEvidence(concluded.evidencePath, whatIf, new AbortController().signal);
            expect(again.conclusion.result).toEqual(concluded.conclusion.result);
          },
          { browser, client: { attempts: 1 } },
        );
      } finally {
        await browser.close();
        await server.close();
        server = null;
      }
    });
  },
);

/** Ends the processes that show pages, of the browsers that this process has started. */
function killShownPages(): void {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const status = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  for (const pid of parents.keys())
    if (isOurs(pid) && read(`/proc/${pid}/cmdline`).includes("--type=renderer")) process.kill(pid, "SIGKILL");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}

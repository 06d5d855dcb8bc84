import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { GROUPS } from "../audit/rule.ts";
import { minuteOf } from "../reports/context.ts";
import { html, Markup } from "../reports/markup.ts";
import { GROUP_NAMES } from "../reports/names.ts";
import { type Summary, summaryOf } from "../reports/summary.ts";
import { needsToken } from "./auth.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { pagePolicy } from "./page-policy.ts";
import type { JudgedPatrol, PatrolDesk } from "./patrol-desk.ts";

const STYLE = `body { max-width: 44em; margin: 2em auto; padding: 0 1em; color: #1c2530; font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 24px; color: #1d3f72; } h2 { font-size: 18px; color: #1d3f72; } a { color: #1d3f72; }
table { border-collapse: collapse; } th, td { padding: 4px 12px; border: 1px solid #cfd8e3; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; } .note { color: #5f6b78; }`;

/** What stands at the address where the dashboard was not built: the latest patrol and where to read on. */
export function startPage(deps: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  const { store } = deps;
  return async (app) => {
    app.get("/", { schema: { hide: true } }, async (_request, reply) => {
      // Figures are for those who have a token, and a link carries none.
      const isShut = await needsToken(deps);
      const record = isShut ? null : await desk.latest();
      const result = record && (await store.result(record.id));
      const judged = record && (await desk.judged(record));
      return reply
        .type("text/html; charset=utf-8")
        .header("content-language", "zh-CN")
        .header("content-security-policy", pagePolicy({ style: STYLE, script: null }))
        .send(
          page(
            judged && result
              ? patrolSection(judged, summaryOf(result, judged.context("zh")))
              : isShut
                ? TOKEN_NEEDED
                : NO_PATROL,
          ),
        );
    });
  };
}

const TOKEN_NEEDED = html`<p>查看巡查结果须有访问令牌：在请求头中给出 <code>Authorization: Bearer xun_…</code>。</p>`;
const NO_PATROL = html`<p>还没有一次完整的巡查。请先运行 <code>xuncha patrol 门户文件.yaml</code>。</p>`;

function page(content: Markup): string {
  return html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>巡查</title><style>${new Markup(STYLE)}</style></head>
<body><main><h1>巡查</h1>
${content}
<p class="note">看板尚未构建：请在项目目录运行 <code>npm run build:web</code>，再重新启动服务。</p>
<p class="note"><a href="/api/v1/patrols">历次巡查</a>　<a href="/api/v1/units">各单位</a>　<a href="/api/v1/rules">规则</a>　<a href="/api/v1/catalogues">目录</a>　<a href="/openapi.json">接口说明（OpenAPI）</a></p>
</main></body>
</html>
`.source;
}

function patrolSection({ record, portal }: JudgedPatrol, { findings, undecided }: Summary): Markup {
  const report = `/api/v1/reports/patrols/${encodeURIComponent(record.id)}`;
  return html`<h2>${record.portal}</h2>
<p>最近一次完整的巡查：${record.id}，截至 ${minuteOf(record.asOf, portal.timezone)}。</p>
<p><a href="${report}.html">阅读报告</a>　<a href="${report}.csv">下载整改台账（CSV）</a>　<a href="${report}.json">JSON</a></p>
<table><thead><tr><th scope="col">清单</th><th scope="col">确认</th><th scope="col">疑似</th></tr></thead>
<tbody>${GROUPS.map((group) => {
    const { confirmed, suspected } = findings.byGroup[group];
    return html`<tr><th scope="row"><a href="/api/v1/${group}">${GROUP_NAMES[group].zh}</a></th><td class="number">${confirmed}</td><td class="number">${suspected}</td></tr>`;
  })}</tbody></table>
<p><a href="/api/v1/findings">全部问题</a>　疑似的须人工查看；另有 ${undecided.total} 项未能核实，不算问题。</p>`;
}

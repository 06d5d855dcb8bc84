import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { html, Markup } from "../reports/markup.ts";
import { pagePolicy } from "./page-policy.ts";

const STYLE = `body { max-width: 60em; margin: 2em auto; padding: 0 1em; color: #1c2530; font: 15px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 24px; } h2 { margin: 1.6em 0 .2em; font-size: 16px; } h1, h2, a { color: #1d3f72; } p { margin: .2em 0; }
table { width: 100%; border-collapse: collapse; } th, td { padding: 2px 10px; border: 1px solid #cfd8e3; text-align: left; vertical-align: top; } th { white-space: nowrap; }`;
const METHODS = ["get", "post", "patch", "delete"] as const;

/** What is shown of a schema. */
interface Schema {
  readonly description?: string;
  readonly enum?: readonly (string | null)[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What is shown of a call. */
interface Call {
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Description {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Partial<Record<(typeof METHODS)[number], Call>>>>;
}

/** The description of the API for people: what stands in `/openapi.json`, as a page without a script. */
export function docsPage(): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get("/docs", { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .header("content-language", "zh-CN")
        .header("content-security-policy", pagePolicy({ style: STYLE, script: null }))
        // It is made of this server's own schemas, which refer to nothing outside where this page looks.
        .send(page(app.swagger() as unknown as Description)),
    );
  };
}

function page({ info, paths }: Description): string {
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const call = item[method];
      return call ? [callSection(method.toUpperCase(), path, call)] : [];
    }),
  );
  return html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>接口说明　${info.title}</title><style>${new Markup(STYLE)}</style></head>
<body><main><h1>接口说明　${info.title} ${info.version}</h1>
<p>${info.description}</p>
<p>各答复的结构见 <a href="/openapi.json">/openapi.json</a>（OpenAPI 3.1）。</p>
${calls}
</main></body>
</html>
`.source;
}

function callSection(
  method: string,
  path: string,
  { summary = "", parameters = [], requestBody }: Call,
): Markup {
  const body = requestBody?.content["application/json"]?.schema.properties ?? {};
  const rows = [
    ...parameters.map(({ name, description, schema }) => row(name, description, schema)),
    ...Object.entries(body).map(([name, schema]) => row(`${name}（正文）`, schema.description, schema)),
  ];
  return html`<section><h2><code>${method} ${path}</code></h2><p>${summary}</p>
${rows.length > 0 && html`<table>${rows}</table>`}</section>`;
}

function row(name: string, description: string | undefined, schema: Schema): Markup {
  const values = (schema.enum ?? schema.items?.enum ?? []).filter((value) => value !== null);
  const said = [description ?? "", values.join("、")].filter((part) => part !== "");
  return html`<tr><th scope="row"><code>${name}</code></th><td>${said.join("；")}</td></tr>`;
}

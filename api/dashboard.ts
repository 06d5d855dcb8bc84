import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ApiDependencies } from "./dependencies.ts";
import type { PatrolDesk } from "./patrol-desk.ts";
import { startPage } from "./start-page.ts";

interface BuiltFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Its name carries a digest of its content. */
  readonly lasts: boolean;
}

const PAGE = "/index.html";
/** Addresses that are the API's, and never a view of the dashboard. */
const OF_API = /^\/(api|docs|openapi\.json|healthz|readyz|metrics)(\/|$)/;
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

// What the dashboard needs and no more: its own files, its own API. Markup comes from its templates alone.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types vue",
].join("; ");

/**
 * The dashboard as it was built into `dashboardDir`, held in memory: only these few files can be asked for.
 * Every other address that is not the API's is one of its views. Where it was not built, the start page
 * stands at `/` and says so.
 */
export function dashboard(deps: ApiDependencies, desk: PatrolDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    const files = await builtFiles(deps.dashboardDir ?? null);
    const page = files.get(PAGE);
    if (!page) {
      await app.register(startPage(deps, desk));
      return;
    }
    app.get("/*", { schema: { hide: true } }, async (request, reply) => {
      const [address = "/"] = request.url.split("?");
      if (OF_API.test(address)) return reply.callNotFound();
      const file = files.get(address) ?? (address.startsWith("/assets/") ? undefined : page);
      if (!file) return reply.callNotFound();
      reply.type(file.type).header("content-security-policy", POLICY);
      if (file.lasts) reply.header("cache-control", "private, max-age=31536000, immutable");
      return reply.send(file.bytes);
    });
  };
}

/** By address; empty where nothing was built. */
async function builtFiles(folder: string | null): Promise<ReadonlyMap<string, BuiltFile>> {
  const files = new Map<string, BuiltFile>();
  if (folder === null) return files;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  for (const entry of entries) {
    const type = TYPES[path.extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, file).split(path.sep).join("/")}`;
    files.set(address, { type, bytes: await readFile(file), lasts: address.startsWith("/assets/") });
  }
  return files;
}

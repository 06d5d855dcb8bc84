import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { parse } from "yaml";
import { columnKey } from "../crawler/site.ts";
import type { Portal } from "../domain/portal.ts";
import { discovering } from "./discovering.ts";

/** As much of a portal file as the exploration is held against. */
type Listed = Pick<Portal, "url" | "catalogue"> & {
  readonly units: readonly {
    readonly name: string;
    readonly columns?: readonly { readonly url: string; readonly category: string | null }[];
  }[];
};

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".xml": "text/xml",
};

const [dir] = process.argv.slice(2);
if (!dir) {
  console.error(
    "usage: npm run eval:discover -- DIR   (DIR/portals/*.yaml, each of which names its folder DIR/sites/NAME in a comment)",
  );
  process.exit(2);
}

for (const file of readdirSync(join(dir, "portals")).filter((name) => name.endsWith(".yaml"))) {
  const text = readFileSync(join(dir, "portals", file), "utf8");
  const site = /sites\/([\w.-]+)/.exec(text)?.[1];
  if (site === undefined) continue;
  await evaluate(file, parse(text) as Listed, join(dir, "sites", site));
}

async function evaluate(file: string, listed: Listed, folder: string): Promise<void> {
  const served = await serve(folder);
  try {
    const { code, portal, text, notes } = await discovering(served.url, { catalogue: listed.catalogue });
    const found = (portal?.units ?? []).flatMap((unit) => unit.columns);
    const place = (url: string) => columnKey(url).replace(/^[^/]*/, "");
    const byPlace = new Map(found.map((column) => [place(column.url), column]));
    const wanted = listed.units.flatMap(({ columns = [] }) => columns);
    const there = wanted.filter(({ url }) => byPlace.has(place(url)));
    const matched = found.filter(({ category }) => category !== null);
    const judged = there.filter(({ url }) => byPlace.get(place(url))?.category !== null);
    const agree = judged.filter(({ url, category }) => byPlace.get(place(url))?.category === category);
    console.log(
      `${file}: exit ${code}, ${portal?.units.length ?? 0} units (listed ${listed.units.length}), ${found.length} columns`,
    );
    console.log(
      `  listed columns found ${there.length}/${wanted.length}${wanted.length > 0 ? `  ${(there.length / wanted.length).toFixed(3)}` : ""}`,
    );
    console.log(
      `  matches ${matched.length}; of listed columns ${judged.length}, as the file has it ${agree.length}`,
    );
    for (const note of notes) console.log(`  ${note}`);
    for (const { url } of wanted.filter((one) => !there.includes(one))) console.log(`  not found: ${url}`);
    for (const { url, category } of judged.filter((one) => !agree.includes(one)))
      console.log(
        `  otherwise: ${url} is listed as ${category}, matched as ${byPlace.get(place(url))?.category}`,
      );
    for (const line of text.split("\n").filter((one) => /\{ category: "/.test(one)))
      console.log(`    ${line.trim().slice(2)}`);
  } finally {
    await served.close();
  }
}

/** A saved site on a free port, byte for byte. */
async function serve(folder: string): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    try {
      const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://page.invalid").pathname));
      const file = join(folder, path);
      if (statSync(file).isDirectory() && !path.endsWith("/")) {
        response.writeHead(301, { location: `${path}/` }).end();
        return;
      }
      const whole = path.endsWith("/") ? join(file, "index.html") : file;
      const body = readFileSync(whole);
      response.writeHead(200, { "content-type": TYPES[extname(whole)] ?? "text/html" }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/html" }).end("<h1>404</h1>");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // a TCP server's address is no text
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

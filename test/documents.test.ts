import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../audit/audit.ts";
import { CATALOGUE, TODAY } from "../audit/example.ts";
import { ORDINARY_PORTAL_FACTS } from "../audit/portal-facts.ts";
import type { Rule } from "../audit/rule.ts";
import { parseCatalogue } from "../catalogue/load.ts";
import type { PagerClue } from "../crawler/families/pager-clue.ts";
import { type Outline, outlineOf } from "../crawler/outline.ts";
import { NO_HISTORY } from "../domain/snapshot.ts";
import { loadPortalFromText } from "../worker/portal-file.ts";

const ROOT = path.join(import.meta.dirname, "..");
const DECISIONS = path.join(ROOT, "docs/decisions");
const run = promisify(execFile);

const documents = [
  ...readdirSync(ROOT).filter((file) => file.endsWith(".md")),
  ...readdirSync(path.join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.join("docs", file)),
];
const textOf = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

describe.each(documents)("%s", (file) => {
  const text = textOf(file);

  test("its links lead somewhere", () => {
    for (const [, target = ""] of withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [to = "", anchor] = target.split("#");
      const place = to === "" ? file : path.join(path.dirname(file), to);
      expect(existsSync(path.join(ROOT, place)), `${target} in ${file}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(textOf(place)), `${target} in ${file}`).toContain(anchor);
    }
  });

  test("the npm scripts that it names are there", () => {
    const { scripts } = JSON.parse(textOf("package.json"));
    for (const [, name = ""] of codeOf(text).matchAll(/\bnpm run (?:-s )?([\w:-]+)/g))
      expect(Object.keys(scripts), `npm run ${name} in ${file}`).toContain(name);
  });

  test("the commands and options that it names are there", () => {
    for (const [, command = "", rest = ""] of codeOf(text).matchAll(
      /(?:^|\s)xuncha (?:-- )?([a-z]+)([^\n#]*)/gm,
    )) {
      expect([...usage.keys()], `xuncha ${command} in ${file}`).toContain(command);
      for (const [option] of rest.matchAll(/--[a-z][\w-]*/g))
        expect(usage.get(command), `${option} of xuncha ${command} in ${file}`).toContain(option);
    }
  });

  test("its portal and catalogue files are valid", async () => {
    for (const yaml of blocksOf(text, "yaml")) {
      if (yaml.startsWith("schema: xuncha/portal@1")) await loadPortalFromText(yaml, file, null);
      if (yaml.startsWith("schema: xuncha/catalogue@1")) parseCatalogue(yaml, file);
    }
  });
});

test("every decision is in the index", () => {
  const index = readFileSync(path.join(DECISIONS, "README.md"), "utf8");
  for (const file of readdirSync(DECISIONS)) if (/^\d/.test(file)) expect(index).toContain(`](${file})`);
});

describe("the worked examples of CONTRIBUTING.md", () => {
  const guide = textOf("CONTRIBUTING.md");
  const code = blocksOf(guide, "ts");

  test("the rule judges its own examples as it says", async () => {
    const { exclaimedTitle } = (await imported("rule", code[0])) as { exclaimedTitle: Rule };
    for (const [kind, examples] of Object.entries(exclaimedTitle.examples))
      for (const { given, why } of examples) {
        const outcomes = audit(
          {
            snapshot: given,
            portal: ORDINARY_PORTAL_FACTS,
            filing: null,
            history: NO_HISTORY,
            catalogue: CATALOGUE,
            catalogueAdopted: false,
            today: TODAY,
          },
          [exclaimedTitle],
        );
        expect(
          outcomes.every(({ verdict }) => verdict.outcome === kind),
          why,
        ).toBe(true);
      }
  });

  test("the family's pager leads from its sample page to the next", async () => {
    const { morningPager } = (await imported("pager", code[1])) as {
      morningPager: (outline: Outline) => PagerClue | null;
    };
    const [page = ""] = blocksOf(guide, "html");
    const clue = (url: string) => morningPager(outlineOf(page, url));
    expect(clue("http://www.qinghe.example.gov.cn/nyj/list.shtml")?.next).toBe("list-2.shtml");
    expect(clue("http://www.qinghe.example.gov.cn/nyj/list-3.shtml")).toMatchObject({
      next: null,
      moreFollows: false,
    });
  });
});

/** Each command's own `--help`. */
const usage = new Map<string, string>();
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "xuncha-documents-"));
  const help = async (...args: string[]) =>
    (await run(process.execPath, [path.join(ROOT, "bin/xuncha.js"), ...args, "--help"])).stdout;
  const commands = [...(await help()).matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
  await Promise.all(
    commands.filter((name) => name !== "help").map(async (name) => usage.set(name, await help(name))),
  );
}, 120_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A block of code as a module; its imports are those of a file in `rules/` or `crawler/families/`. */
async function imported(name: string, code = ""): Promise<unknown> {
  const folder = name === "rule" ? "rules" : "crawler/families";
  const module = path.join(scratch, `${name}.ts`);
  const absolute = code.replace(
    /from "(\.[^"]+)"/g,
    (_, from: string) => `from "${path.join(ROOT, folder, from)}"`,
  );
  writeFileSync(module, absolute);
  return import(pathToFileURL(module).href);
}

/** Fenced blocks of one language, without the indentation of the list that they stand in. */
function blocksOf(text: string, language: string): string[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].flatMap(
    ([, indent = "", of, block = ""]) =>
      of === language ? [block.replace(new RegExp(`^${indent}`, "gm"), "")] : [],
  );
}

/** Commands stand in shell blocks and in backquotes. */
function codeOf(text: string): string {
  const inline = [...withoutCode(text, "blocks").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...blocksOf(text, "sh"), ...inline].join("\n");
}

function withoutCode(text: string, what: "all" | "blocks" = "all"): string {
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, "");
  return what === "all" ? prose.replace(/`[^`\n]+`/g, "") : prose;
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...withoutCode(text, "blocks").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

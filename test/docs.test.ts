import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RULES_PAGE, rulesPage } from "../docs/render-rules.ts";
import { rules } from "../rules/index.ts";

const page = rulesPage();

test("docs/rules.md is current (npm run docs writes it)", () => {
  expect(existsSync(RULES_PAGE) ? readFileSync(RULES_PAGE, "utf8") : "").toBe(page);
});

test("every rule and every example of it stands on the page", () => {
  for (const rule of rules) {
    expect(page).toContain(`\n### ${rule.id}\n`);
    const chapter = page.split(`\n### ${rule.id}\n`)[1]?.split(/\n##+ /)[0] ?? "";
    const examples = Object.values(rule.examples).flat();
    expect(chapter.split("\n").filter((l) => /^\| (通过|问题|未能核实|不适用) \|/.test(l))).toHaveLength(
      examples.length,
    );
  }
});

test("every sentence is filled", () => {
  expect(page).not.toMatch(/\{\w+\}/);
});

import type { Rule } from "../audit/rule.ts";
import type { YamlFile } from "../catalogue/yaml-file.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { Text } from "../domain/outcome.ts";
import type { Portal } from "../domain/portal.ts";

/** As much of a rule as overriding it needs. */
export type KnownRule = Pick<Rule, "id" | "params">;

type Path = readonly (string | number)[];

/**
 * Checks what a portal file names against what there is: categories, rules and their parameters, inspectors.
 * @param yaml The file that `portal` was read from.
 * @returns The portal, in which every listed column has a name: its own or its category's.
 * @throws InputError
 */
export function checkPortal(
  yaml: YamlFile,
  portal: Portal,
  catalogue: Catalogue,
  knownRules: readonly KnownRule[],
): Portal {
  const names = new Map(catalogue.categories.map(({ code, name }) => [code, name]));
  for (const { code, path } of codesOf(portal))
    if (!names.has(code)) yaml.at(path).report(noCategory(code, catalogue));

  const inspectors = portal.inspectors.map(({ id }) => id);
  for (const [n, { inspector }] of portal.units.entries())
    if (inspector !== null && !inspectors.includes(inspector))
      yaml.at(["units", n, "inspector"]).report(unknown("巡查员", "inspector", inspector, inspectors));

  checkRules(yaml, portal, knownRules);
  yaml.end();
  return {
    ...portal,
    units: portal.units.map((unit) => ({
      ...unit,
      columns: unit.columns.map((column) =>
        column.name === "" ? { ...column, name: names.get(column.category ?? "") ?? "" } : column,
      ),
    })),
  };
}

/** Every category that the file names, and where. */
function codesOf(portal: Portal): { readonly code: string; readonly path: Path }[] {
  const codes = (entries: readonly { readonly category: string | null }[], path: Path) =>
    entries.flatMap(({ category }, n) =>
      category === null ? [] : [{ code: category, path: [...path, n, "category"] }],
    );
  return [
    ...codes(portal.sharedColumns, ["sharedColumns"]),
    ...portal.units.flatMap((unit, n) =>
      (["columns", "exempt", "declared"] as const).flatMap((key) => codes(unit[key], ["units", n, key])),
    ),
  ];
}

function checkRules(yaml: YamlFile, portal: Portal, knownRules: readonly KnownRule[]): void {
  const byId = new Map(knownRules.map((rule) => [rule.id, rule]));
  for (const [id, override] of Object.entries(portal.rules)) {
    const rule = byId.get(id);
    if (!rule) {
      yaml.at(["rules", id]).report(unknown("规则", "rule", id, [...byId.keys()]));
      continue;
    }
    if (override === "off") continue;
    for (const name of Object.keys(override)) {
      const param = Object.hasOwn(rule.params, name) ? rule.params[name] : undefined;
      const place = yaml.at(["rules", id, name]);
      if (!param) place.report(unknown("参数", "parameter", name, Object.keys(rule.params)));
      else place.number({ ...param, integer: param.unit !== "share" });
    }
  }
}

function noCategory(code: string, catalogue: Catalogue): Text {
  const near = catalogue.categories.filter((c) => c.code.split(".")[0] === code.split(".")[0]);
  const some = near.map((c) => c.code);
  return {
    zh: `目录 ${catalogue.id} 中没有编码 ${code}${some.length > 0 ? `；同组的有：${some.join("、")}` : ""}`,
    en: `the catalogue ${catalogue.id} has no code ${code}${some.length > 0 ? `; of its group: ${some.join(", ")}` : ""}`,
  };
}

function unknown(zh: string, en: string, name: string, known: readonly string[]): Text {
  return {
    zh: `没有叫 ${name} 的${zh}；可用：${known.join("、") || "无"}`,
    en: `no ${en} is called ${name}; there are: ${known.join(", ") || "none"}`,
  };
}

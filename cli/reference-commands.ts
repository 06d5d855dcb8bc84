import { builtInCatalogues } from "../catalogue/load.ts";
import type { Catalogue, Category } from "../domain/catalogue.ts";
import type { Lang } from "../reports/context.ts";
import { rules } from "../rules/index.ts";
import { namedCatalogue } from "./catalogue-command.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Output } from "./output.ts";

/** `xuncha rules`: every rule with its basis, parameters and examples. */
export function rulesCommand(
  { json, lang }: { readonly json: boolean; readonly lang: Lang },
  output: Output,
): ExitCode {
  const told = rules.map(({ id, group, title, about, severity, basis, params, target, examples }) => ({
    id,
    group,
    title: title[lang],
    about: about[lang],
    severity,
    target,
    basis,
    params: Object.entries(params).map(([name, param]) => ({ name, ...param, about: param.about[lang] })),
    examples: Object.entries(examples).flatMap(([outcome, list]) =>
      list.map((example) => ({
        outcome,
        why: example.why,
        ...("data" in example ? { data: example.data } : {}),
      })),
    ),
  }));
  if (json) {
    output.result(JSON.stringify(told, null, 2));
    return EXIT.complete;
  }
  const lines = told.flatMap(({ id, title, about, basis, params }) => [
    `${id}　${title}`,
    `    ${about}`,
    ...basis.map(({ document, clause }) => `    依据：${document}　${clause}`),
    ...params.map((param) => `    参数：${param.name} = ${param.default}　${param.about}`),
  ]);
  output.result(lines.join("\n"));
  return EXIT.complete;
}

/** `xuncha catalogue list`. */
export async function catalogueList(output: Output): Promise<ExitCode> {
  output.result(
    builtInCatalogues()
      .map(({ id, name }) => `${id}\t${name}`)
      .join("\n"),
  );
  return EXIT.complete;
}

/** `xuncha catalogue show`: each category with what it demands, of whom, and where that was seen. */
export async function catalogueShow(
  id: string,
  { json, lang }: { readonly json: boolean; readonly lang: Lang },
  output: Output,
): Promise<ExitCode> {
  const catalogue = await namedCatalogue(id, lang);
  output.result(json ? JSON.stringify(catalogue, null, 2) : catalogueText(catalogue));
  return EXIT.complete;
}

/** `xuncha catalogue check`: throws an InputError for a faulty one. */
export async function catalogueCheck(file: string, lang: Lang, output: Output): Promise<ExitCode> {
  const { id, name, categories, provenance } = await namedCatalogue(
    /[/\\.]/.test(file) ? file : `./${file}`,
    lang,
  );
  output.result(`${id}　${name}：${categories.length} 个类别，${PROVENANCE[provenance]}，无误`);
  return EXIT.complete;
}

const PROVENANCE = {
  official: "原文目录",
  reconstructed: "重建目录",
  source: "有出处",
  "reconstructed-row": "重建",
} as const;

function catalogueText({ id, name, basis, provenance, categories }: Catalogue): string {
  const rebuilt = (kind: "duty" | "period") =>
    categories.filter((c) => c.provenance[kind] === "reconstructed").length;
  return [
    `${id}　${name}`,
    `依据：${basis}`,
    `来源：${PROVENANCE[provenance]}；${categories.length} 个类别，其中应公开事项为重建的 ${rebuilt("duty")} 个，更新期限为重建的 ${rebuilt("period")} 个`,
    "",
    "代码\t名称\t公开主体\t内容\t更新期限\t空栏目\t要素\t事项来源\t期限来源\t依据",
    ...categories.map(rowOf),
  ].join("\n");
}

function rowOf(category: Category): string {
  const { code, name, content, updateWithin, ifEmpty, requires, since, provenance, basis } = category;
  const source = (kind: "duty" | "period") =>
    provenance[kind] === "source" ? PROVENANCE.source : PROVENANCE["reconstructed-row"];
  return [
    code,
    since === null ? name : `${name}（${since}年起）`,
    category.for.join(" "),
    content,
    updateWithin ?? "none",
    ifEmpty,
    requires.join(" "),
    source("duty"),
    source("period"),
    basis ?? "",
  ].join("\t");
}

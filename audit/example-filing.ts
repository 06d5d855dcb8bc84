import type { CategoryCode } from "../domain/catalogue.ts";
import type { FilingModel } from "../domain/filing.ts";
import type { ColumnFacts } from "../domain/snapshot.ts";
import { addDays } from "../domain/time.ts";
import { CATALOGUE, column, item, known, TODAY, unit } from "./example.ts";
import { FilingTeacher } from "./filing-model.ts";

const NAMES = ["市教育局", "市司法局", "市水利局", "市林业局"];
const TOPICS = ["防汛", "普法", "档案", "窗口服务", "安全生产", "植树"];

/** How the other units of the example portal file: news, notices, documents and budgets, each in its column. */
export const FILED_WELL: FilingModel | null = taughtBy((name) => [
  filed("05.01", name, (topic) => [`${name}召开${topic}工作推进会`, `近日，${name}召开${topic}会议。`]),
  filed("05.02", name, (topic) => [`${name}关于报送${topic}材料的通知`, "各有关单位：请按时报送材料。"]),
  filed("03.01", name, (topic) => [
    `${name}关于印发《${topic}管理办法》的通知`,
    "现将办法印发给你们，请遵照执行。",
  ]),
  budgets(name),
]);

/** The same, but that every unit shows half of its budgets under the news. */
export const BUDGETS_AMONG_NEWS: FilingModel | null = taughtBy((name) => [
  filed("05.01", name, (topic, n) =>
    n % 2 === 0
      ? budgetOf(name, n + 10)
      : [`${name}召开${topic}工作推进会`, `近日，${name}召开${topic}会议。`],
  ),
  budgets(name),
]);

function budgets(name: string): ColumnFacts {
  return filed("04.01", name, (_, n) => budgetOf(name, n));
}

function budgetOf(name: string, n: number): readonly [string, string] {
  return [`${name}${2010 + n}年部门预算公开`, `${name}本年收入预算和支出预算如下。`];
}

function taughtBy(columnsOf: (name: string) => readonly ColumnFacts[]): FilingModel | null {
  const teacher = new FilingTeacher(CATALOGUE);
  for (const [n, name] of NAMES.entries())
    teacher.add(unit(columnsOf(name), { unit: { id: `other-${n}`, name } }));
  return teacher.model();
}

function filed(
  code: CategoryCode,
  name: string,
  write: (topic: string, n: number) => readonly [title: string, text: string],
): ColumnFacts {
  return column(
    code,
    TOPICS.map((topic, n) => {
      const [title, text] = write(topic, n);
      const url = `http://portal.test/${encodeURIComponent(name)}/${code}/${n}.html`;
      return item({
        url,
        title: known(title),
        body: known(text),
        publishedOn: known(addDays(TODAY, -n)),
        documentNumber: known(code === "03.01" ? `云发〔2016〕${n + 1}号` : null),
      });
    }),
  );
}

import { describe, expect, test } from "vitest";
import { findingsCsv } from "./csv.ts";
import { context, finding, itemFinding, NOTHING_FOUND, result } from "./example-patrol.ts";

const item = (title: string) => ({ url: "http://portal.test/mzj/1.html", title, publishedOn: null });
const csvOf = (title: string) =>
  findingsCsv(result({ findings: [itemFinding({ item: item(title) })] }), context);

describe("the ledger", () => {
  test("opens in a spreadsheet as Chinese, one finding a line", () => {
    const csv = findingsCsv(result(), context);
    expect(csv.startsWith("\uFEFF序号,单位,单位类别,栏目,目录代码,")).toBe(true);
    expect(csv.endsWith("\r\n")).toBe(true);
    const [header = "", first = "", second = ""] = csv.split("\r\n");
    expect(first.split(",")).toHaveLength(header.split(",").length);
    expect(first).toMatch(/^1,市民政局,部门,政策文件,03\.01,政策文件,不规范信息,/);
    expect(second).toContain("已 213 天未更新,确认,较重,,http://portal.test/mzj/05.02/,");
    expect(second).toContain("2016-12-17,2016-12-31,待整改,");
  });

  test("quotes what has commas, quotes or line breaks", () => {
    expect(csvOf('关于"三公",经费')).toContain('"关于""三公"",经费"');
    expect(csvOf("上\n下").split("\r\n")).toHaveLength(3);
  });

  test.each(["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"])(
    "does not let %j run as a formula",
    (title) => {
      const cells = csvOf(title).split(",");
      expect(cells.some((cell) => /^"?'\s*[=+\-@＝]/.test(cell))).toBe(true);
      expect(cells.some((cell) => /^"?\s*[=+\-@＝]/.test(cell))).toBe(false);
    },
  );

  test("has headers only where nothing was found, and speaks English", () => {
    expect(findingsCsv(NOTHING_FOUND, context).trimEnd().split("\r\n")).toHaveLength(1);
    const english = findingsCsv(result({ findings: [finding()] }), { ...context, lang: "en" });
    expect(english).toContain("Silent for 213 days,confirmed,major");
  });
});

import { describe, expect, test } from "vitest";
import { loadCatalogue } from "./load.ts";
import { categoriesNamed, matchColumn, matchColumns, THRESHOLD } from "./match.ts";
import { nearestCategories } from "./nearest.ts";

const hubei = await loadCatalogue("hubei-basic-2016", null);
const regulation = await loadCatalogue("regulation-2019", null);

describe("a column's name names its category", () => {
  test.each<[name: string, path: string[], code: string, atLeast: number]>([
    ["通知公告", [], "05.03", 1],
    ["【 通知　公告 】", [], "05.03", 1],
    ["通知公告（12）", [], "05.03", 1],
    ["通知公告 更多>>", [], "05.03", 1],
    ["办公地址、联系方式", [], "02.05", 1],
    ["机构概况", [], "02.01", 0.9],
    ["政策法规", [], "03.05", 0.9],
    ["信息公开年报", [], "01.04", 0.9],
    ["部门通知公告", [], "05.03", 0.85],
    ["本局工作动态", [], "05.01", 0.85],
    ["规范性文件公开", [], "03.01", 0.85],
    ["部门预算", ["财政资金"], "07.01", 1],
    ["财政资金部门预算", ["财政资金"], "07.01", 0.85],
    ["联系我们", ["信息公开目录", "机构概况"], "02.05", 0.9],
    ["办事指南", ["公共服务"], "08.03", 0.9],
    ["历史规划", ["规划计划"], "04.01", 0.9],
    ["下属单位", [], "02.04", 0.9],
    ["公开年报", [], "01.04", 0.85],
    ["政务公开年度报告", [], "01.04", 0.85],
    ["▪机构职能", [], "02.01", 1],
    ["\ue601 机构职能", [], "02.01", 1],
    ["机构 职能", [], "02.01", 1],
    ["机构·职能", [], "02.01", 1],
    ["1. 机构职能", [], "02.01", 1],
    ["01机构职能", [], "02.01", 1],
    ["（一）机构职能", [], "02.01", 1],
    ["三、通知公告new", [], "05.03", 1],
    ["预算公开", ["政府信息公开目录", "财政信息"], "07.01", 0.9],
  ])("%s under %j is %s", (name, path, code, atLeast) => {
    const match = matchColumn({ name, path }, hubei);
    expect(match?.code).toBe(code);
    expect(match?.confidence).toBeGreaterThanOrEqual(atLeast);
  });

  const bureau = { id: "mzj", name: "荆山市民政局", kind: "department" } as const;

  test.each(["荆山市民政局工作动态", "市民政局工作动态", "民政局工作动态"])(
    "%s is the unit's own",
    (name) => {
      expect(matchColumn({ name, path: [] }, hubei, bureau)?.code).toBe("05.01");
      expect(matchColumn({ name, path: [] }, hubei, { ...bureau, name: "荆山市水利局" })).toBeNull();
    },
  );

  test("a name of two categories is that which the unit owes", () => {
    const column = { name: "新闻动态", path: [] };
    expect(matchColumn(column, hubei, bureau)?.code).toBe("05.01");
    expect(matchColumn(column, hubei, { id: "zf", name: "荆山市人民政府", kind: "government" })?.code).toBe(
      "05.02",
    );
    expect(matchColumn(column, hubei)).toBeNull();
    // The menu is the group of both.
    const below = { name: "新闻动态", path: ["工作动态与公告"] };
    expect(matchColumn(below, hubei, bureau)?.code).toBe("05.01");
    expect(matchColumn(below, hubei)).toBeNull();
    expect(matchColumn({ name: "双公示", path: [] }, hubei, bureau)).toBeNull();
  });

  test("预算 and 决算 in one column are one category of the regulation", () => {
    for (const name of ["财政预决算", "部门预算", "预决算公开"])
      expect(matchColumn({ name, path: [] }, regulation)?.code).toBe("20.07");
  });
});

describe("where the name leaves a doubt, nothing is matched", () => {
  test.each<[name: string, path: string[], why: string]>([
    ["双公示", ["行政权力"], "two categories of one group bear it"],
    ["公告", [], "two characters say too little"],
    ["招聘信息", ["就业创业"], "another category's menu"],
    ["工作动态", ["专题专栏", "创建文明城市"], "a topical column"],
    ["通知公告", ["上级信息"], "another organ's"],
    ["省级通知公告", [], "another organ's"],
    ["财政预决算", [], "neither 部门预算 nor 政府财政预决算"],
    ["领导活动", [], "news of the leaders, not their introduction"],
    ["动态", [], "a core that every column could have"],
    ["首页", [], "no category at all"],
    ["", [], "no name"],
    ["政务公开", [], "the menu of all that is disclosed"],
    ["公开电话", [], "nothing that the catalogue calls so"],
    ["其他", [], "what is other than the rest"],
    ["工作动态", ["直属单位"], "another body's"],
    ["12345热线", [], "a number that belongs to the name"],
  ])("%s under %j: %s", (name, path) => {
    expect(matchColumn({ name, path }, hubei)).toBeNull();
  });
});

describe("a unit's columns are seen beside each other", () => {
  const column = (name: string) => ({ name, path: [] });
  const codesOf = (names: string[], beside: string[] = []) =>
    matchColumns(names.map(column), hubei, null, beside).map((match) => match?.code ?? null);

  test("what is other than the rest is told only where the rest has a column", () => {
    expect(codesOf(["部门文件"])).toEqual([null]);
    expect(codesOf(["部门文件", "规范性文件"])).toEqual(["03.02", "03.01"]);
    expect(codesOf(["部门文件"], ["03.01"])).toEqual(["03.02"]);
    expect(codesOf(["其他主动公开文件"])).toEqual(["03.02"]);
  });

  test("what a government's menu calls its departments' is not its own", () => {
    const government = { id: "zf", name: "荆山市人民政府", kind: "government" } as const;
    expect(matchColumn(column("部门通知公告"), hubei, government)).toBeNull();
    expect(matchColumn(column("信息公开目录"), hubei, government)?.code).toBe("01.02");
  });

  test("a bureau's news are its own, not the government's", () => {
    const bureau = { id: "mzj", name: "荆山市民政局", kind: "department" } as const;
    expect(matchColumn(column("政务新闻"), hubei, bureau)).toBeNull();
    expect(
      matchColumn(column("政务新闻"), hubei, { id: "zf", name: "荆山市人民政府", kind: "government" })?.code,
    ).toBe("05.02");
  });
});

describe("what comes nearest to a name without a match", () => {
  test("is told best first, below the threshold", () => {
    const near = nearestCategories({ name: "财政预决算" }, hubei, null);
    expect(near.map(({ code }) => code)).toContain("07.03");
    for (const { confidence } of near) expect(confidence).toBeLessThan(THRESHOLD);
    expect(near.map(({ confidence }) => confidence)).toEqual(
      near.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
    );
  });

  test("is nothing where nothing is near", () => {
    expect(nearestCategories({ name: "网上展馆" }, hubei, null)).toEqual([]);
  });
});

describe("the menus above decide between the bearers of one name", () => {
  const [first, second] = hubei.categories;
  if (!first || !second) throw new Error("the catalogue is empty");
  const catalogue = {
    ...hubei,
    categories: [
      { ...first, code: "a", name: "政府信息公开制度", aliases: ["政策法规"], group: "公开制度" },
      { ...second, code: "b", name: "法律法规规章", aliases: ["政策法规"], group: "政策文件" },
    ],
  };
  test.each<[path: string[], code: string | undefined]>([
    [[], undefined],
    [["政策文件"], "b"],
    [["信息公开", "公开制度"], "a"],
    [["公开制度", "政策文件"], undefined],
  ])("%j", (path, code) => {
    expect(matchColumn({ name: "政策法规", path }, catalogue)?.code).toBe(code);
  });
});

test("every name of a built-in catalogue finds its own category, where its group is the menu", () => {
  for (const catalogue of [hubei, regulation])
    for (const { code, name, group } of catalogue.categories) {
      const match = matchColumn({ name, path: group === null ? [] : [group] }, catalogue);
      expect(match?.code, name).toBe(code);
      expect(match?.confidence).toBeGreaterThanOrEqual(THRESHOLD);
    }
});

describe("a page speaks for a category by the names on it", () => {
  const bureau = { id: "mzj", name: "荆山市民政局", kind: "department" } as const;
  const heading = { name: "机构概况", path: [], isHeading: true };
  const named = (name: string) => ({ name, path: ["机构概况"], isHeading: false });

  test("but not by the group that it stands under, where it holds another of that group's", () => {
    expect(categoriesNamed([named("领导信息"), heading], hubei, bureau)).toEqual(["02.02"]);
  });

  test("by the heading where its own name says nothing, and by a menu that leads somewhere", () => {
    expect(categoriesNamed([named("关于我们"), heading], hubei, bureau)).toEqual(["02.01"]);
    const menu = { ...heading, isHeading: false };
    expect(categoriesNamed([named("领导信息"), menu], hubei, bureau)).toEqual(["02.02", "02.01"]);
  });

  test("by a heading of another group", () => {
    const other = { name: "规划计划", path: [], isHeading: true };
    expect(categoriesNamed([named("领导信息"), other], hubei, bureau)).toEqual(["02.02", "04.03"]);
  });
});

import { describe, expect, test } from "vitest";
import { bodyNamed } from "./unit-name.ts";

const kindsOf = (names: string) => names.split(" ").map((name) => `${name} ${bodyNamed(name)?.kind ?? null}`);

describe("a body's name tells its kind", () => {
  test.each([
    [
      "department",
      "市民政局 柏川市自然资源和规划局 发改委 市卫生健康委 卫生和计划生育局 工业和信息化局 县教育委员会 市政府办公室 市委宣传部 团市委 残联 市妇联 市总工会 红十字会 市人民检察院 扶贫办 市编办 国家税务总局柏川市税务局 民政局（老龄办） 【市司法局】 市水利局网站 市教育局(12) 开发区管委会 市公共资源交易中心",
    ],
    ["town", "桃园镇 花石乡 桃园镇人民政府 花石民族乡"],
    ["subdistrict", "河滨街道 河滨街道办事处 河滨办事处"],
    ["government", "柏川市人民政府 溪山县政府 市政府"],
  ])("%s", (kind, names) => {
    expect(kindsOf(names)).toEqual(names.split(" ").map((name) => `${name} ${kind}`));
  });

  test.each([
    ["ministries and the province's", "财政部 教育部 国家税务总局 省财政厅 某省教育厅 国务院办公厅"],
    [
      "services and columns",
      "一网通办 网上办事 新闻中心 下载中心 部门预算 局长信箱 规划布局 走进教育局 政府信息公开 工作动态",
    ],
    ["many together", "乡镇街道 县直部门 各乡镇 政府部门 特色乡镇 街道办事处"],
    ["places", "柏川市 桃园 首页"],
  ])("not %s", (_, names) => {
    expect(kindsOf(names)).toEqual(names.split(" ").map((name) => `${name} null`));
  });
});

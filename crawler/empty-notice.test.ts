import { describe, expect, test } from "vitest";
import { emptyNoticesOf, isEmptyNotice } from "./empty-notice.ts";
import { outlineOf } from "./outline.ts";

describe("isEmptyNotice", () => {
  test.each([
    "暂无",
    "该栏目暂无信息！",
    "没有找到相关记录",
    "无相关数据",
    "该目录下暂时没有信息",
    "目前没有需要公开的信息",
    "本季度暂无集中采购项目。",
    "截至目前，本乡暂无库区移民资金。",
    "我局今年以来没有行政强制事项。",
    "本单位无下属单位",
    "县水利局2016年度无行政处罚案件",
    "截止2016年11月，本单位尚未作出行政处罚决定",
    "对不起，暂无数据，请稍后再来",
    "本年度尚无此项内容，如有将及时公开",
    "暂无人事任免信息，一旦产生将第一时间公布",
    "2016年度我局未作出行政处罚决定，暂无相关信息。",
    "暂无信息，预案正在修订中。",
    "我局不具有行政执法职能，无此项内容。",
    "该栏目无信息，如有需要请联系办公室：0722-3212345",
  ])("%s", (text) => expect(isEmptyNotice(text)).toBe(true));

  test.each([
    "此栏目内容正在整理",
    "本栏目正在建设中",
    "没有更多数据了",
    "暂无评论",
    "无",
    "无障碍浏览",
    "新增项目：无",
    "无线电管理事项",
    "无需办理事项",
    "没有重大违法记录",
    "如果没有数据，请刷新",
    "未经许可不得转载本站内容",
    "公示期内未收到异议",
    "公示期内未收到异议，将及时公布结果",
    "我局未开展此项检查，名单见附件",
    "预案正在修订中，旧预案继续有效",
  ])("not: %s", (text) => expect(isEmptyNotice(text)).toBe(false));
});

describe("emptyNoticesOf", () => {
  const noticesIn = (body: string) => emptyNoticesOf(outlineOf(body, null)).map(({ text }) => text);

  test("gives the sentence whole where its markup cuts it", () => {
    expect(noticesIn("<p>我镇<b>暂无</b>此类信息。</p>")).toEqual(["我镇暂无此类信息。"]);
  });

  test("is no notice beside a label, in a row with others, or within a paragraph", () => {
    expect(noticesIn("<p><b>下属单位：</b>暂无</p>")).toEqual([]);
    expect(noticesIn("<table><tr><td>分管工作</td><td>暂无信息</td></tr></table>")).toEqual([]);
    expect(noticesIn("<p>全县机构改革之后设置三个科室。<span>暂无信息</span></p>")).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { addressDayOf, printedDateIn } from "./printed-date.ts";

describe("printedDateIn", () => {
  it.each([
    ["2024-09-30 09:24", "2024-09-30"],
    ["【发布时间：2020-12-08阅读次数：】", "2020-12-08"],
    ["2025年06月03日 13时44分", "2025-06-03"],
    ["2024.9.3", "2024-09-03"],
    ["[2020/6/1]", "2020-06-01"],
    ["2024 年 9 月 30 日", "2024-09-30"],
    ["２０２４年９月３０日", "2024-09-30"],
    ["2024-09-3009:24", "2024-09-30"],
    ["二○○九年一月一日", "2009-01-01"],
    ["二〇二四年十二月三十一日", "2024-12-31"],
    ["二零一九年十月廿五日", "2019-10-25"],
    ["二〇一六年12月三十日", "2016-12-30"],
    ["2016年十二月5号", "2016-12-05"],
    ["零七年八月二十九号", "2007-08-29"],
    ["20161228", "2016-12-28"],
    ["16-12-28", "2016-12-28"],
  ])("reads %s", (text, day) => {
    expect(printedDateIn(text)?.day).toBe(day);
  });

  it.each(["05-12", "9月30日", "2019年02月", "2023-02-30", "0000-00-00"])(
    "knows that %s is no whole day",
    (text) => {
      expect(printedDateIn(text)).toEqual({ text, day: null });
    },
  );

  it.each([
    "",
    "来源：某某日报",
    "电话：0722-3312345",
    "第1183号",
    "2018年1－9月份财政收支",
    "1-9月份",
    "版本 1.10.3",
  ])("finds no date in %j", (text) => {
    expect(printedDateIn(text)).toBeNull();
  });

  it("keeps the words as they stand", () => {
    expect(printedDateIn("时间：２０２４年９月３０日 来源：")?.text).toBe("２０２４年９月３０日");
  });

  it("takes the first of several whole dates", () => {
    expect(printedDateIn("2016-05-01 更新 2016-06-01")?.day).toBe("2016-05-01");
  });
});

describe("addressDayOf", () => {
  it.each([
    ["http://a.example/tzgg/201612/t20161228_77.html", "2016-12-28"],
    ["./t20161228_77.shtml", "2016-12-28"],
    ["http://a.example/art/2016/1/8/art_64_1.html", "2016-01-08"],
    ["http://a.example/031/20161228/1f2e.html", "2016-12-28"],
    ["http://a.example/2016-12/28/content_5.htm", "2016-12-28"],
    ["http://a.example/10/20/2016/6/3/0f3c.shtml", "2016-06-03"],
  ])("reads %s", (url, day) => {
    expect(addressDayOf(url)).toBe(day);
  });

  it.each([
    "http://a.example/content/post_9360641.html",
    "http://a.example/info/1002/12841.htm",
    "/20169928/a.html",
  ])("finds none in %s", (url) => {
    expect(addressDayOf(url)).toBeNull();
  });
});

import { expect, test } from "vitest";
import { maskedData, maskPersonalData } from "./personal-data.ts";

test.each([
  ["身份证11010119900307851X，", "身份证11*************51X，"],
  ["110101900307851", "11**********851"],
  ["卡号 4111111111111111", "卡号 411111******1111"],
  ["身份证１１０１０１１９９００３０７８５１Ｘ，", "身份证11*************51X，"],
  ["电话13800001234联系", "电话138****1234联系"],
])("masks what is in %j", (text, masked) => {
  expect(maskPersonalData(text)).toBe(masked);
});

test.each([
  "91420000MA4K2B7C8X",
  "合同编号20161228000000000001",
  "预算 12345678901 元",
  "预算 １２３４５６７８９０１ 元",
  "0722-12345678",
  "2016-12-31",
  "",
])("leaves %j as it stands", (text) => {
  expect(maskPersonalData(text)).toBe(text);
});

test("masks texts and lists, but leaves numbers and addresses", () => {
  const url = "http://portal.test/13800001234.html";
  expect(maskedData({ a: "13800001234", b: ["13800001234", url], c: 13800001234, d: null, e: url })).toEqual({
    a: "138****1234",
    b: ["138****1234", url],
    c: 13800001234,
    d: null,
    e: url,
  });
});

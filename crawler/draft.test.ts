import { expect, test } from "vitest";
import { readDraft } from "./draft.ts";

const titleOf = (...lines: string[]) => {
  const { title, documentNumber, body } = readDraft(lines);
  return {
    title: title.known && title.value,
    number: documentNumber.known && documentNumber.value,
    body: body.known && body.value,
  };
};

test("the first line is the title, the rest the text", () => {
  expect(titleOf("市民政局召开工作会议", "", "12月30日，市民政局召开会议。")).toEqual({
    title: "市民政局召开工作会议",
    number: null,
    body: "12月30日，市民政局召开会议。",
  });
});

test("what nobody sees is left out", () => {
  expect(titleOf("\ufeff关于做好\u200b防汛工作的通知", "各镇：", "　　一\u200b、加强\u00ad值守。")).toEqual({
    title: "关于做好防汛工作的通知",
    number: null,
    body: "各镇：\n一、加强值守。",
  });
});

test("the head of a document, its number and who signs stand above the title", () => {
  const draft = titleOf(
    "云泽市人民政府文件",
    "云政发〔2016〕3号",
    "签发人：张某",
    "关于做好防汛工作的通知",
    "各镇：",
  );
  expect(draft).toEqual({ title: "关于做好防汛工作的通知", number: "云政发〔2016〕3号", body: "各镇：" });
});

test("a number may stand below the title", () => {
  expect(titleOf("关于做好防汛工作的通知", "云政发[2016]3号", "各镇：").number).toBe("云政发[2016]3号");
});

test.each([
  [["云泽市人民政府", "关于做好防汛工作的通知", "各镇："], "云泽市人民政府关于做好防汛工作的通知"],
  [
    ["云泽市人民政府关于印发《养老服务", "管理办法》的通知", "各镇："],
    "云泽市人民政府关于印发《养老服务管理办法》的通知",
  ],
  [
    ["云泽市人民政府办公室", "关于印发云泽市养老服务体系建设规划的", "通知", "各镇："],
    "云泽市人民政府办公室关于印发云泽市养老服务体系建设规划的通知",
  ],
])("a title on several lines is joined: %j", (lines, title) => {
  expect(titleOf(...lines).title).toBe(title);
});

test.each([
  [["关于印发《养老服务办法的通知", "各镇人民政府：", "一、总体要求"]],
  [["市民政局召开工作会议", "一、会议传达了有关通知"]],
  [["市民政局走访困难群众", "本报讯 市民政局走访了困难群众，送去慰问金。"]],
  [["公示", "根据有关通知，现将名单公示如下。"]],
])("what does not complete the title is text: %j", (lines) => {
  expect(titleOf(...lines).title).toBe(lines[0]);
});

test.each([
  [["12月30日，市民政局召开会议。会议要求抓好落实。", "会后进行了督查。"]],
  [["一、总体要求", "认真落实。"]],
  [["现将名单公示如下："]],
])("a stretch of text without a title is all text: %j", (lines) => {
  expect(titleOf(...lines)).toEqual({ title: "", number: null, body: lines.join("\n") });
});

test("a title that ends in a full stop is one all the same", () => {
  expect(titleOf("关于做好防汛工作的通知。", "各镇：").title).toBe("关于做好防汛工作的通知。");
});

test("pictures carry what the text lacks", () => {
  const { carriers } = readDraft(["标题"], 2);
  expect(carriers.known && carriers.value).toHaveLength(2);
});

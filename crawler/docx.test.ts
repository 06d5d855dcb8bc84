import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readDocx } from "./docx.ts";

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

function docx(body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  const files = { "word/document.xml": `<w:document ${W}><w:body>${body}</w:body></w:document>`, ...parts };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}
const p = (text: string, format = "") => `<w:p><w:pPr>${format}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
const numbered = (list: number, level: number) =>
  `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`;
const level = (at: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
const NUMBERING = {
  "word/numbering.xml": `<w:numbering ${W}><w:abstractNum w:abstractNumId="7">${level(0, "chineseCounting", "%1、")}${level(1, "chineseCounting", "（%2）")}${level(2, "bullet", "")}${level(3, "decimal", "%4.")}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>`,
};

test("paragraphs are lines; runs join, breaks and tabs stay, entities are read", () => {
  const body =
    '<w:p><w:r><w:t>关于印发《办法》</w:t></w:r><w:r><w:t xml:space="preserve">的通知 A&amp;B</w:t></w:r></w:p>' +
    '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t></w:r></w:p>';
  expect(readDocx(docx(body))?.lines).toEqual(["关于印发《办法》的通知 A&B", "一\t二", "三"]);
});

test("numbers that Word gives by itself are in the text, level by level", () => {
  const body =
    p("总体要求", numbered(1, 0)) +
    p("目标", numbered(1, 1)) +
    p("原则", numbered(1, 1)) +
    p("点", numbered(1, 2)) +
    p("主要任务", numbered(1, 0)) +
    p("甲", numbered(1, 1)) +
    p("细", numbered(1, 3)) +
    p("另起", numbered(2, 0)) +
    p("无号", '<w:numPr><w:numId w:val="0"/></w:numPr>');
  expect(readDocx(docx(body, NUMBERING))?.lines).toEqual([
    "一、总体要求",
    "（一）目标",
    "（二）原则",
    "点",
    "二、主要任务",
    "（一）甲",
    "1.细",
    "一、另起",
    "无号",
  ]);
});

test("a number may come from the paragraph's style, and from the style that it is based on", () => {
  const styles = `<w:styles ${W}><w:style w:styleId="a"><w:pPr>${numbered(1, 0)}</w:pPr></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style><w:style w:styleId="c"><w:basedOn w:val="c"/></w:style></w:styles>`;
  const body =
    p("甲", '<w:pStyle w:val="b"/>') + p("乙", '<w:pStyle w:val="a"/>') + p("丙", '<w:pStyle w:val="c"/>');
  const parts = { ...NUMBERING, "word/styles.xml": styles };
  expect(readDocx(docx(body, parts))?.lines).toEqual(["一、甲", "二、乙", "丙"]);
});

test("eleven and twenty are written as in Chinese", () => {
  const body = Array.from({ length: 21 }, () => p("", numbered(1, 0))).join("");
  const lines = readDocx(docx(body, NUMBERING))?.lines ?? [];
  expect([9, 10, 19, 20].map((at) => lines[at])).toEqual(["十、", "十一、", "二十、", "二十一、"]);
});

test("a row of a table is a line, its cells apart by tabs", () => {
  const cell = (text: string) => `<w:tc>${p(text)}</w:tc>`;
  const body = `<w:tbl><w:tr>${cell("姓名")}${cell("电话")}</w:tr><w:tr>${cell("张某")}${cell("")}</w:tr></w:tbl>`;
  expect(readDocx(docx(body))?.lines).toEqual(["姓名\t电话", "张某"]);
});

test("what was deleted or moved away, former formats and second forms are no text; pictures are counted", () => {
  const body =
    "<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>新</w:t></w:r></w:p>" +
    p("甲", `<w:pPrChange><w:pPr>${numbered(1, 0)}</w:pPr></w:pPrChange>`) +
    "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>框</w:t><pic:pic/></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>";
  expect(readDocx(docx(body, NUMBERING))).toEqual({ lines: ["新", "甲", "框"], pictures: 1 });
});

test("no Word document, a damaged one, and one that unpacks to more than an article are not read", () => {
  const whole = docx(p("正文"));
  expect(readDocx(whole.subarray(0, whole.length - 30))).toBeNull();
  expect(readDocx(zipSync({ "xl/workbook.xml": strToU8("<workbook/>") }))).toBeNull();
  expect(readDocx(zipSync({ "word/document.xml": new Uint8Array(33_000_000) }))).toBeNull();
});

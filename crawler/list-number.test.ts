import { expect, test } from "vitest";
import { readArticle } from "./article-page.ts";
import { PageDocument } from "./page-document.ts";

const page = (list: string) =>
  `<h1>关于办理流程的公告</h1><p>发布时间：2016-12-01　来源：市档案局</p><div class="TRS_Editor">
  <p>一、提交申请，由窗口当场登记。</p><p>二、窗口受理，五个工作日内答复。</p>${list}<p>四、领取结果，逾期由窗口代为保管。</p></div>`;
const numbered = (list: string) => {
  const { body } = readArticle(new PageDocument(page(list), null));
  return body.known ? body.value.split("\n")[2] : body;
};

test.each([
  [
    "figures of a list that says from which it counts",
    `<ol start="3"><li>科室审核，报分管领导批准。</li></ol>`,
    "3.科室审核，报分管领导批准。",
  ],
  [
    "Chinese figures",
    `<ol start="3" style="list-style-type: cjk-ideographic"><li><p>科室审核，报分管领导批准。</p></li></ol>`,
    "三、科室审核，报分管领导批准。",
  ],
  ["a list whose figures a style sheet may hide", `<ol><li>科室审核。</li></ol>`, "科室审核。"],
  [
    "figures that the editor draws behind entries of its classes",
    `<ol class="custom_cn list-paddingleft-1"><li class="list-cn-1-3 list-cn-paddingleft-1"><p>科室审核。</p></li></ol>`,
    "三、科室审核。",
  ],
  ["no figures", `<ol start="3" style="list-style: none"><li>科室审核。</li></ol>`, "科室审核。"],
  ["numbered by hand", `<ol start="3"><li>三、科室审核。</li></ol>`, "三、科室审核。"],
])("the number that a browser puts before an entry: %s", (_, list, line) =>
  expect(numbered(list)).toBe(line),
);

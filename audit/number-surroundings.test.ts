import { describe, expect, test } from "vitest";
import {
  around,
  columnHeads,
  headsRecipients,
  isContact,
  isOtherNumber,
  isPublicAccount,
  isSaidCard,
  isSaidIdentity,
  listsContacts,
} from "./number-surroundings.ts";

/** What stands around the number in `text`, which is written as 〇. */
const near = (text: string) => around(text.replace("〇", "1234567890"), text.indexOf("〇"), 10);
const far = (letters: number) => "，".repeat(letters);

describe("what stands around a number", () => {
  test("is told by line and by distance", () => {
    const text = `${"甲".repeat(400)}\n${"乙".repeat(70)}〇${"丙".repeat(20)}\n丁`;
    expect(near(text)).toEqual({
      above: `${"甲".repeat(229)}\n${"乙".repeat(70)}`,
      before: "乙".repeat(60),
      line: "乙".repeat(60),
      rest: "丙".repeat(20),
      after: `${"丙".repeat(20)}\n丁`,
    });
    expect(near(`上一行\n本行〇${"丙".repeat(80)}`)).toMatchObject({
      before: "上一行\n本行",
      line: "本行",
      rest: "丙".repeat(50),
      after: "丙".repeat(30),
    });
    expect(near("〇")).toEqual({ above: "", before: "", line: "", rest: "", after: "" });
  });
});

describe("a number is said to be", () => {
  test.each(["身份证号：〇", "身份号码〇", "证件号码：〇", "公民身份〇", `身份证${far(21)}〇`])(
    "an identity number: %s",
    (text) => expect(isSaidIdentity(near(text))).toBe(true),
  );
  test.each(["〇身份证", "身份证号\n〇", `身份证${far(22)}〇`, "证书编号〇"])(
    "no identity number: %s",
    (text) => expect(isSaidIdentity(near(text))).toBe(false),
  );

  test.each([
    "银行卡〇",
    "卡号：〇",
    "卡 号〇",
    "储蓄卡〇",
    "一卡通〇",
    "惠农卡〇",
    "社保卡〇",
    "存折〇",
    `存折${far(22)}〇`,
  ])("a card's: %s", (text) => expect(isSaidCard(near(text))).toBe(true));
  test.each(["〇银行卡", "银行卡\n〇", `存折${far(23)}〇`, "账号〇"])("no card's: %s", (text) =>
    expect(isSaidCard(near(text))).toBe(false),
  );

  test.each([
    ...[
      "编号〇",
      "编 号：〇",
      "许可证号〇",
      "京字第〇",
      "第〇",
      "项目代码：〇",
      "代 码 〇",
      "备案〇",
      "备案登记号〇",
    ],
    ...[
      "许可〇",
      "经营许可凭证号码〇",
      "合同〇",
      "合同序列〇",
      "流水〇",
      "订单号〇",
      "账号（〇",
      "条码(〇",
      "序列号〇",
    ],
    ...["批号〇", "文号〇", "编码:〇"],
  ])("another's: %s", (text) => expect(isOtherNumber(near(text))).toBe(true));
  test.each([
    "编号为张三〇",
    "身份证号码是〇",
    "编号\n张三〇",
    "许可一二三四五六七〇",
    "〇编号",
    `编号${" ".repeat(20)}〇`,
  ])("not another's: %s", (text) => expect(isOtherNumber(near(text))).toBe(false));
});

describe("an account is a body's", () => {
  test.each([
    ...[
      "对公账户〇",
      "保证金〇",
      "财政专户〇",
      "收款人：某某〇",
      "〇（某某公司）",
      "市民政局 〇",
      "户名：慈善总会\n〇",
    ],
    ...["账户名称：某某〇", "〇\n市工会", "缴费〇", "基金会〇"],
  ])("%s", (text) => expect(isPublicAccount(near(text), false)).toBe(true));
  test.each(["张三〇", "我局将资金打入。\n〇", "市民政局 2016年〇", `公司${far(60)}〇`, `〇${far(30)}公司`])(
    "not: %s",
    (text) => expect(isPublicAccount(near(text), false)).toBe(false),
  );
  test("of a card, its own line alone says so", () => {
    expect(isPublicAccount(near("某某公司\n银行卡〇\n某某公司"), true)).toBe(false);
    expect(isPublicAccount(near("某某公司银行卡〇"), true)).toBe(true);
    expect(isPublicAccount(near("银行卡〇（某某公司）"), true)).toBe(true);
  });
  test("a sentence above, and who signs, say nothing of it", () => {
    expect(isPublicAccount(near("由财政发放。\n市财政局\n2016年5月3日\n张三〇"), false)).toBe(false);
    for (const signed of ["2016年12月3日", "2016年5月13日", " 2016年5月3日 "])
      expect(isPublicAccount(near(`市财政局\n${signed}\n张三〇`), false), signed).toBe(false);
    expect(isPublicAccount(near("由财政发放。　\n张三〇"), false)).toBe(false);
    expect(isPublicAccount(near("由财政发放\n张三〇"), false)).toBe(true);
    for (const line of ["经复核。由财政发放", "财政发放于2016年5月3日", "2016年5月3日由财政发放"])
      expect(isPublicAccount(near(`${line}\n张三〇`), false), line).toBe(true);
    expect(isPublicAccount(near("由财政发放。〇"), false)).toBe(true);
    expect(isPublicAccount(near("市财政局\n某年某月\n张三〇"), false)).toBe(true);
  });
});

describe("contacts", () => {
  test.each(["姓名  职务  电话", "单位　手机", "部门、联系方式"])("stand in a table: %s", (head) => {
    expect(listsContacts(`公示\n${head}\n张三 13912345678`)).toBe(true);
  });
  test.each(["姓名\n电话", "姓名 年龄", "电话 手机"])("do not: %j", (text) =>
    expect(listsContacts(text)).toBe(false),
  );

  test.each([
    ...[
      "联系电话〇",
      "〇（微信同号）",
      `咨询请打${far(290)}〇`,
      `〇${far(24)}举报电话`,
      "电话号码较多。\n〇",
    ],
    ...[
      "张主任〇",
      "〇（王书记）",
      "村委会书记\n〇",
      "电话：0722-3312345、〇",
      "3312345 〇",
      "07223312345 〇",
      "02788123456 〇",
      "李科长〇",
      "联络员〇",
      "〇，3312345",
      "Tel:〇",
      "tel:〇",
    ],
  ])("are told: %s", (text) => expect(isContact(near(text))).toBe(true));
  test.each([
    ...[
      "张三〇",
      "王书记到会。\n张三〇",
      `咨询${far(299)}〇`,
      `〇${far(30)}举报`,
      "编号93312345678〇",
      "1123456〇",
    ],
    ...["贫困户李四，男，〇", "由负责的同志送达。\n〇"],
  ])("are not: %s", (text) => expect(isContact(near(text))).toBe(false));
});

describe("the head of a number's column", () => {
  const head = (text: string) => columnHeads(text.replace("〇", "1234567890"))(text.indexOf("〇"));
  test.each([
    ["序号 姓名 编号\n1 张某 〇", "编号"],
    ["序号 姓名 编号\n1 张某 2\n2 李某 〇", "编号"],
    ["姓名 编号 备注\n张某 〇 无", "编号"],
    ["甲 乙 丙\n姓名 编号 备注\n张某 〇 无", "编号"],
    ["序号 姓名 编号\n张某 〇", ""],
    ["编号 姓名\n〇 张某", ""],
    ["序号，姓名 和 编号\n1 张某 〇", ""],
    ["〇", ""],
    [`姓名 编号 备注\n张某 〇 ${"无".repeat(385)}`, "编号"],
    [`姓名 编号 备注\n张某 〇 ${"无".repeat(400)}`, ""],
  ])("%j: %s", (text, expected) => expect(head(text)).toBe(expected));
});

test.each([
  ["姓名 家庭住址 手机号", true],
  ["户主 补助金额 联系电话", true],
  ["姓名 单位 补贴 电话", false],
  ["户主 帮扶责任人 救助 电话", false],
  ["姓名 补贴额 经销商电话", false],
  ["姓名 补贴金额", false],
  ["姓名 电话", false],
])("those who are helped or paid: %s: %s", (line, expected) => expect(headsRecipients(line)).toBe(expected));

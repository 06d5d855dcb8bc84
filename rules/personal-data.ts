import { article, known, unit, unknown } from "../audit/example.ts";
import { birthIn, isBankCard, isCreditCode } from "../audit/person-number.ts";
import { defineRule, failed, gapIn, passed, quoting } from "../audit/rule.ts";
import { type CalendarDate, daysBetween } from "../domain/time.ts";

// Invented: their check digits are right, their owners do not exist.
const PERSON = "421381197203040017";
const OTHER = "421381198501020123";
const PERMIT = "421381201608010018";
const CARD = "6217001234567890122";
const CARDS = [
  CARD,
  "6217001234567890130",
  "6217001234567890148",
  "6217001234567890155",
  "6217001234567890163",
  "6217001234567890171",
];
const CARD_LABELS = ["银行卡", "卡号", "卡 号", "储蓄卡", "一卡通", "存折"];
const OTHER_LABELS = [
  ...[
    "编号",
    "编 号：",
    "证号",
    "证 号",
    "字第",
    "字 第",
    "第",
    "代码",
    "代 码",
    "备案",
    "备 案",
    "备案甲乙丙丁",
    "许可",
    "许 可",
  ],
  ...[
    "许可甲乙丙丁戊己",
    "合同",
    "合 同",
    "合同甲乙丙丁",
    "流水",
    "流水甲乙丙",
    "订单",
    "订单甲乙丙",
    "账号",
    "账 号",
    "条码",
    "条 码",
  ],
  ...["序列", "序列甲乙丙", "批号", "批 号", "文号", "文 号", "编码", "编 码", "项目编号: （", "项目编号 ("],
];
const PUBLIC_LABELS = [
  ...[
    "对公",
    "保证金",
    "专户",
    "国库",
    "财政",
    "非税",
    "公司",
    "基本户",
    "单位",
    "中心",
    "开户名称",
    "交易",
    "税务",
    "收款人",
    "缴款",
    "缴费",
    "募捐",
  ],
  ...[
    "捐赠",
    "捐款",
    "基金会",
    "慈善",
    "工会",
    "协会",
    "民政局 ",
    "法院 ",
    "学校 ",
    "研究所 ",
    "救助站 ",
    "居委 ",
    "办公厅 ",
    "账户名称",
  ],
];

export const personalData = defineRule({
  id: "personal-data",
  group: "malformed-items",
  title: { zh: "泄露个人信息", en: "Personal data" },
  about: {
    zh: "标题或正文里有没有遮掩的公民身份号码（校验码、行政区划、出生日期都对，且不是统一社会信用代码）或银行卡号（校验码和卡号开头都对）；手机号码不在联系方式里的，只作疑似。单位账户、保证金账户、证书和项目的编号、网址里的数字不算；已经遮掩的不算。证号像身份号码、又没有写明是身份证的，至多疑似。报告里一律遮掩。附件不看。",
    en: "An unmasked identity number (its check digit, division and day of birth are right and it is no credit code) or bank card (check digit and prefix are right) in title or text; a mobile number outside contact details is only suspected. Accounts of public bodies, deposits, numbers of licences and projects and figures in addresses are none, nor is what is masked. A number that looks like an identity number but is not said to be one is at most suspected where it may be another number. Reports show all of them masked. Attachments are not looked at.",
  },
  severity: "critical",
  basis: [
    {
      document: "本市巡查参数",
      clause: "公开的信息不得泄露公民身份号码、银行卡号等个人信息",
      from: null,
      until: null,
    },
  ],
  params: {},
  wording: {
    unmasked: {
      message: { zh: "有没有遮掩的{kind}{count}个：{masked}", en: "{count} unmasked: {kind}, {masked}" },
      expected: {
        zh: "不公开个人信息，确需公开的予以遮掩",
        en: "No personal data, or masked where it must be shown",
      },
      actual: { zh: "{kind}{count}个", en: "{count}: {kind}" },
      remedy: {
        zh: "立即撤下或遮掩，并检查附件",
        en: "Take it down or mask it at once; look into the attachments too",
      },
    },
  },
  terms: {
    identity: { zh: "公民身份号码", en: "identity number" },
    bank: { zh: "银行卡号", en: "bank card" },
    mobile: { zh: "手机号码", en: "mobile number" },
  },
  target: "item",
  needs: [],

  appliesTo: () => true,

  judge({ title, body }, { today }) {
    const places = [title, body].flatMap((fact) =>
      fact.known ? numbersIn(fact.value, today).map((number) => ({ ...number, fact })) : [],
    );
    for (const [kind, isSure] of ORDER) {
      const found = places.filter((p) => p.kind === kind && p.isSure === isSure);
      const first = found[0];
      if (!first) continue;
      const distinct = [...new Set(found.map(({ number }) => number))];
      const data = { kind, count: distinct.length, masked: distinct.slice(0, 5).map((n) => maskOf(kind, n)) };
      const because = [title, body].flatMap((fact) => {
        const its = found.find((p) => p.fact === fact);
        return fact.known && its ? [quoting(fact, its.words)] : [];
      });
      return failed("unmasked", data, because, {
        confidence: isSure ? "confirmed" : "suspected",
        severity: kind === "mobile" ? "major" : null,
      });
    }
    return gapIn([title, body]) ?? passed;
  },

  examples: {
    passed: [
      { why: "没有号码", given: text("公示期间可到窗口反映。") },
      { why: "已经遮掩的身份号码", given: text("身份证号：42**************017，4213811972****0010。") },
      { why: "校验码不对，不是身份号码", given: text("身份证号：421381197203040018") },
      { why: "统一社会信用代码", given: text("统一社会信用代码：91421381MA4900A13X") },
      {
        why: "许可证编号由区划、日期和流水号组成，碰巧校验码也对",
        given: text(`建设工程规划许可证：建字第${PERMIT}号`),
      },
      { why: "项目代码", given: text(`项目代码：${PERMIT}`) },
      {
        why: "各种编号，字间可以有空格，号码可以在括号里",
        given: text(OTHER_LABELS.map((label) => label + PERMIT).join("\n")),
      },
      { why: "各种编号里像银行卡的数字", given: text(OTHER_LABELS.map((label) => label + CARD).join("\n")) },
      {
        why: "各种对公账户",
        given: text(PUBLIC_LABELS.map((label) => `${label}${"　".repeat(40)}${CARD}`).join("\n".repeat(70))),
      },
      {
        why: "统一社会信用代码恰好由数字组成，又像身份号码",
        given: text("登记证号512301195001191492"),
      },
      { why: "出生日期还没有到，不是身份号码", given: text("421381201701010012，421381189912310016") },
      {
        why: "加密网址和不带协议的网址里的数字",
        given: text(`https://portal.test/?id=${PERSON}\nwww.portal.test/a,${PERSON}`),
      },
      {
        why: "字母、星号、小数点、等号连着的数字",
        given: text(
          `A${PERSON} *${PERSON} .${PERSON} =${PERSON} _${PERSON} /${PERSON} -${PERSON} ${PERSON}* ${PERSON}_ ${PERSON}- ${PERSON}Z`,
        ),
      },
      {
        why: "座机旁边的手机是办公电话",
        given: text("张某　0722-3456789　13800001234\n李某　3456789　13900001234"),
      },
      { why: "号码后面才说是电话", given: text("张某13800001234（电话）") },
      { why: "上文说过是报名电话", given: text(`报名方式：${"向所在村提出申请，".repeat(25)}13800001234`) },
      { why: "网址里的数字", given: text(`详见http://portal.test/view?id=${PERSON}`) },
      { why: "更长数字里的一段", given: text(`流水号9${PERSON}1`) },
      { why: "单位的保证金账户", given: text(`投标保证金账户：市公共资源交易中心，账号：${CARD}`) },
      { why: "财政专户", given: text(`开户行：某银行\n户名：市财政局非税收入专户\n账号：${CARD}`) },
      { why: "招标公告的联系人手机", given: text("招标人：市民政局\n联系人：张某\n电话：13800001234") },
      {
        why: "领导和值班人员的电话表",
        given: text("姓名\t职务\t电话\n张某\t主任\t13800001234\n李某\t科员\t13900001234"),
      },
      { why: "举报电话", given: text("如有异议，请在公示期内向监督电话13800001234反映。") },
    ],
    failed: [
      {
        why: "身份号码",
        given: text(`救助对象张某，身份证号${PERSON}，住河西村。`),
        data: { kind: "identity", count: 1, masked: ["42*************017"] },
        confidence: "confirmed",
        severity: "critical",
      },
      {
        why: "名单里只有号码，没有写明是身份证，出生日期是成年人的",
        given: text(`张某　${PERSON}\n李某　${OTHER}`),
        data: { kind: "identity", count: 2, masked: ["42*************017", "42*************123"] },
        confidence: "confirmed",
      },
      {
        why: "末位是X",
        given: text("公民身份号码：11010519491231002X"),
        data: { kind: "identity", count: 1, masked: ["11*************02X"] },
      },
      {
        why: "编号在别处，不在号码前面；后一个号码的主人是未成年人",
        given: text(`编号：见附件，张某${PERMIT}`),
        data: { kind: "identity", count: 1, masked: ["42*************018"] },
        confidence: "suspected",
        quotes: ["编号：见附件，张某421381201608010018"],
      },
      {
        why: "今天出生的，1900年出生的",
        given: text("身份证号：421381201612310013，421381190001010010"),
        data: { kind: "identity", count: 2, masked: ["42*************013", "42*************010"] },
        confidence: "confirmed",
      },
      {
        why: "各种说法的身份证号，正文和标题都有，证据各引一处",
        given: article({
          title: known(`关于${PERSON}的公示`),
          body: known(
            `救助对象名单如下，其中身份证号${OTHER}\n身份号码${OTHER}，证件号${PERSON}，公民身份${OTHER}`,
          ),
        }),
        data: { kind: "identity", count: 2, masked: ["42*************017", "42*************123"] },
        confidence: "confirmed",
        quotes: ["关于421381197203040017", "象名单如下，其中身份证号421381198501020123"],
      },
      {
        why: "写明是身份证的，即使也像编号",
        given: text(`身份证编号：${PERMIT}`),
        data: { kind: "identity", count: 1, masked: ["42*************018"] },
        confidence: "confirmed",
      },
      {
        why: "没有写明是身份证，出生日期是未成年人的",
        given: text("421381200012190033"),
        data: { kind: "identity", count: 1, masked: ["42*************033"] },
        confidence: "suspected",
      },
      {
        why: "没有写明是身份证，出生日期是成年人的",
        given: text("421381200012180011"),
        data: { kind: "identity", count: 1, masked: ["42*************011"] },
        confidence: "confirmed",
      },
      {
        why: "各种说法的银行卡号，最多列五个",
        given: text(CARD_LABELS.map((label, n) => `${label}：${CARDS[n]}`).join("\n")),
        data: {
          kind: "bank",
          count: 6,
          masked: [
            "621700*********0122",
            "621700*********0130",
            "621700*********0148",
            "621700*********0155",
            "621700*********0163",
          ],
        },
        confidence: "confirmed",
      },
      {
        why: "编号，可能借用了身份号码，只能是疑似",
        given: text(`编号：${PERSON}`),
        data: { kind: "identity", count: 1, masked: ["42*************017"] },
        confidence: "suspected",
      },
      {
        why: "标题里的身份号码，正文还没有读出",
        given: article({ title: known(`关于${PERSON}一户的公示`), body: unknown("needs-browser") }),
        data: { kind: "identity", count: 1, masked: ["42*************017"] },
      },
      {
        why: "写明是银行卡号",
        given: text(`户主张某，惠农卡卡号：${CARD}`),
        data: { kind: "bank", count: 1, masked: ["621700*********0122"] },
        confidence: "confirmed",
        severity: "critical",
      },
      {
        why: "像银行卡号，没有写明",
        given: text(`张某　${CARD}　300元`),
        data: { kind: "bank", count: 1, masked: ["621700*********0122"] },
        confidence: "suspected",
      },
      {
        why: "名单上面是财政局的落款，不是财政专户",
        given: text(`市财政局\n2016年5月3日\n张某　${CARD}　300元`),
        data: { kind: "bank", count: 1, masked: ["621700*********0122"] },
        confidence: "suspected",
      },
      {
        why: "上文说的网格管理是工作，不是联系人",
        given: text("会议部署了网格管理工作。\n补贴名单：张某，男，河西村，13800001234，300元。"),
        data: { kind: "mobile", count: 1, masked: ["138****1234"] },
        confidence: "suspected",
      },
      {
        why: "手机号码不在联系方式里",
        given: text("补贴名单：张某，男，河西村，13800001234，300元。"),
        data: { kind: "mobile", count: 1, masked: ["138****1234"] },
        confidence: "suspected",
        severity: "major",
      },
    ],
    cantTell: [
      { why: "正文读不出", given: article({ body: unknown("needs-browser") }), reason: "needs-browser" },
    ],
    inapplicable: [{ why: "没有信息", given: unit([]) }],
  },
});

type Kind = "identity" | "bank" | "mobile";

/** What is told first. One finding an item. */
const ORDER: readonly (readonly [Kind, boolean])[] = [
  ["identity", true],
  ["bank", true],
  ["identity", false],
  ["bank", false],
  ["mobile", false],
];

interface Place {
  readonly kind: Kind;
  readonly number: string;
  readonly isSure: boolean;
  /** The number with some words before it. */
  readonly words: string;
}

const NUMBER = /(?<![\dA-Za-z.*_=/-])(?:\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9})(?![\dA-Za-z*_-])/g;

const IDENTITY_LABEL = /身份证|身份号码|证件号|公民身份/;
const OTHER_NUMBER =
  /(?:编\s?号|证\s?号|字\s?第|第|代\s?码|备\s?案\S{0,4}|许\s?可\S{0,6}|合\s?同\S{0,4}|流水\S{0,3}|订单\S{0,3}|账\s?号|条\s?码|序列\S{0,3}|批\s?号|文\s?号|编\s?码)[:：\s（(]*$/;
const CARD_LABEL = /银行卡|卡\s?号|储蓄卡|一卡通|惠农卡|社保卡|存折/;
const PUBLIC_ACCOUNT =
  /对公|保证金|专户|国库|财政|非税|公司|基本户|单位|中心|开户名称|交易|税务|收款人|缴款|缴费|募捐|捐赠|捐款|基金会|慈善|工会|协会|[局院校所站委厅]\s(?!\d{4}年)|开户单位|账户名称/;
const CONTACT =
  /联系|电话|手机|咨询|热线|举报|监督|投诉|传真|报名|负责|经办|客服|代理|采购|招标|河长|湖长|林长|网格|值班|邮箱|微信|QQ|书记|主任|局长|镇长|站长|所长|科长|队长|校长|医生|医师|律师|公司|评审|号码|通讯|服务|Tel|Phone/i;

/** The numbers of persons in a text. Addresses are passed over. */
function numbersIn(whole: string, today: CalendarDate): Place[] {
  const text = whole.replace(/(?:https?:\/\/|www\.)[\w\-.~:/?#[\]@!$&'()*+,;=%]{1,500}/gi, (address) =>
    " ".repeat(address.length),
  );
  const isContactList = text
    .split("\n")
    .some((line) => /姓名|单位|部门|职务/.test(line) && /电话|手机|联系/.test(line));
  return [...text.matchAll(NUMBER)].flatMap(({ 0: number, index }): Place[] => {
    const before = text.slice(Math.max(0, index - 60), index);
    const line = before.split("\n").at(-1) ?? "";
    const around = before + text.slice(index + number.length, index + number.length + 30);
    const place = { number, words: [...line].slice(-12).join("") + number };
    const birth = birthIn(number);
    if (birth !== null && birth >= "1900-01-01" && birth <= today) {
      const isSaid = IDENTITY_LABEL.test(line.slice(-24));
      const isOther = OTHER_NUMBER.test(line.slice(-20));
      const isGrown = daysBetween(birth, today) > 16 * 366;
      if (!isSaid && (isCreditCode(number) || (isOther && !isGrown))) return [];
      return [{ ...place, kind: "identity", isSure: isSaid || (isGrown && !isOther) }];
    }
    if (isBankCard(number)) {
      const isSaid = CARD_LABEL.test(line.slice(-24));
      if (
        PUBLIC_ACCOUNT.test(isSaid ? lineAround(text, index) : besides(before) + around.slice(before.length))
      )
        return [];
      if (!isSaid && OTHER_NUMBER.test(line.slice(-20))) return [];
      return [{ ...place, kind: "bank", isSure: isSaid }];
    }
    if (number.length === 11 && !isContactList && !isContact(text, index, around))
      return [{ ...place, kind: "mobile", isSure: false }];
    return [];
  });
}

/** Whether a mobile number is a contact's: by the words around it, a word further up, or landlines beside it. */
function isContact(text: string, at: number, around: string): boolean {
  const above = text.slice(Math.max(0, at - 300), at);
  const near = besides(above) + around.slice(Math.min(60, at));
  return CONTACT.test(near) || CALLED.test(above) || LANDLINE.test(around);
}

/** The line that the text's `at`th letter stands in. */
function lineAround(text: string, at: number): string {
  const from = text.lastIndexOf("\n", at) + 1;
  const to = text.indexOf("\n", at);
  return text.slice(Math.max(from, at - 60), Math.min(to < 0 ? text.length : to, at + 60));
}

/** The last line of a text, and those above it that are no sentences and sign none: labels, rows, headings. */
function besides(text: string): string {
  const lines = text.split("\n");
  const isSigned = (n: number) => /^\s*\d{4}年\d{1,2}月\d{1,2}日\s*$/.test(lines[n] ?? "");
  const isApart = (line: string, n: number) =>
    /[。！？]$/.test(line.trim()) || isSigned(n) || isSigned(n + 1);
  return lines.filter((line, n) => n === lines.length - 1 || !isApart(line, n)).join("\n");
}

/** What tells of contacts, also in a sentence further up. */
const CALLED =
  /联系|电话|手机|咨询|热线|举报|监督|投诉|传真|报名|代理|采购|招标|河长|湖长|林长|网格[员长]|值班|微信|QQ|通讯|Tel|Phone/i;

const LANDLINE = /(?<!\d)(?:0\d{2,3}[-—－\s]?)?[2-8]\d{6,7}(?!\d)/;

function maskOf(kind: Kind, number: string): string {
  const [first, last] = { identity: [2, 3], bank: [6, 4], mobile: [3, 4] }[kind] as [number, number];
  return number.slice(0, first) + "*".repeat(number.length - first - last) + number.slice(-last);
}

function text(body: string) {
  return article({ body: known(body) });
}

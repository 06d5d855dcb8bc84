import { article, known, unit, unknown } from "../audit/example.ts";
import { type NumberKind, personalNumbersIn } from "../audit/personal-numbers.ts";
import { defineRule, failed, gapIn, passed, quoting } from "../audit/rule.ts";

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
const OTHER_LABELS =
  "编号|编 号：|证号|证 号|字第|字 第|第|代码|代 码|备案|备 案|备案甲乙丙丁|许可|许 可|许可甲乙丙丁戊己|合同|合 同|合同甲乙丙丁|流水|流水甲乙丙|订单|订单甲乙丙|账号|账 号|条码|条 码|序列|序列甲乙丙|批号|批 号|文号|文 号|编码|编 码|项目编号: （|项目编号 (".split(
    "|",
  );
const PUBLIC_LABELS =
  "对公|保证金|专户|国库|财政|非税|公司|基本户|单位|中心|开户名称|交易|税务|收款人|缴款|缴费|募捐|捐赠|捐款|基金会|慈善|工会|协会|民政局 |法院 |学校 |研究所 |救助站 |居委 |办公厅 |账户名称".split(
    "|",
  );

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
      fact.known ? personalNumbersIn(fact.value, today).map((number) => ({ ...number, fact })) : [],
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
      { why: "国家标准里举例的号码", given: text("公民身份号码如11010519491231002X，前六位是地址码。") },
      {
        why: "表头写明是编号，碰巧校验码也对",
        given: text(`序号 办件编号 事项\n1 ${PERMIT} 户口迁移`),
      },
      { why: "受理号一类的号", given: text(`受理号：${PERMIT}\n业务号（${PERMIT}）`) },
      { why: "分标段的账号", given: text(`一标段：${CARD}\n二标段：${CARDS[1]}`) },
      {
        why: "是金额、邮箱、单号，不是手机",
        given: text("资产13800001234元，13800001234.50，寄13800001234@portal.test，运单号13800001234。"),
      },
      {
        why: "责任人、联络员公布的手机",
        given: text("防汛责任人：张某13800001234，联络员：李某13900001234。"),
      },
      {
        why: "帮扶干部的电话",
        given: text("户主 帮扶责任人 联系电话\n张某 李某 13800001234"),
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
        given: text("公民身份号码：42138119720304005X"),
        data: { kind: "identity", count: 1, masked: ["42*************05X"] },
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
        why: "全角的身份号码",
        given: text("张某　４２１３８１１９７２０３０４００５Ｘ"),
        data: { kind: "identity", count: 1, masked: ["42*************05X"] },
        confidence: "confirmed",
        quotes: ["张某　４２１３８１１９７２０３０４００５Ｘ"],
      },
      {
        why: "低保对象名单里的手机",
        given: text(
          "姓名 家庭住址 手机号 保障人口\n张某 甲村 13800001234 3\n李某 乙村 13900001234 2\n咨询电话：3456789",
        ),
        data: { kind: "mobile", count: 2, masked: ["138****1234", "139****1234"] },
        confidence: "suspected",
        severity: "major",
      },
      {
        why: "表头写明是身份证号",
        given: text(`姓名 身份证 金额\n张某 ${PERMIT} 300`),
        data: { kind: "identity", count: 1, masked: ["42*************018"] },
        confidence: "confirmed",
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

/** What is told first. One finding an item. */
const ORDER: readonly (readonly [NumberKind, boolean])[] = [
  ["identity", true],
  ["bank", true],
  ["identity", false],
  ["bank", false],
  ["mobile", false],
];

function maskOf(kind: NumberKind, number: string): string {
  const [first, last] = { identity: [2, 3], bank: [6, 4], mobile: [3, 4] }[kind] as [number, number];
  return number.slice(0, first) + "*".repeat(number.length - first - last) + number.slice(-last);
}

function text(body: string) {
  return article({ body: known(body) });
}

import { withoutAddresses } from "../audit/addresses.ts";
import { article, column, item, known, unit, unknown } from "../audit/example.ts";
import { commonShare, mojibakeIn } from "../audit/mojibake.ts";
import { cantTell, defineRule, failed, passed, quoting } from "../audit/rule.ts";

export const damagedText = defineRule({
  id: "damaged-text",
  group: "malformed-items",
  title: { zh: "文字损坏", en: "Damaged text" },
  about: {
    zh: "标题或正文里有乱码（如“锟斤拷”、按错误编码解出的字）、替换符“�”、没有还原的转义（如“&nbsp;”）、残留的网页代码或样式，或者模板里没有填上的占位文字。生僻字、外文、私用区的字、用“×”隐去的内容不算；讲编码或网页代码的文章里引用的不算；网址里的不看。整页都认不出时，可能是本工具解码有误，不作判断。残留的样式和成串的问号只作疑似。一条信息只算一个问题。",
    en: "Title or text holds mojibake (words decoded by the wrong table, 锟斤拷), replacement characters, entities escaped twice (&nbsp;), leftover markup or styles, or a template's unfilled placeholder. Rare characters, foreign words, private-use characters and what is hidden by × are no fault, nor what an article on encodings or web pages quotes, nor what stands in addresses. Where nothing on the page makes sense it may be decoded wrongly by this tool, and nothing is said. Leftover styles and rows of question marks are only suspected. One finding an item.",
  },
  severity: "major",
  basis: [
    {
      document: "本市巡查参数",
      clause: "信息内容应当完整、可读，没有乱码和残留代码",
      from: null,
      until: null,
    },
  ],
  params: {},
  wording: {
    mojibake: wordingOf(
      "有乱码",
      "mojibake",
      "按原文重新录入；检查入库与页面的编码是否一致",
      "Enter the text again; check the encodings",
    ),
    entity: wordingOf(
      "有没有还原的转义字符",
      "an entity escaped twice",
      "改为它所代表的字符",
      "Write the character that it stands for",
    ),
    markup: wordingOf(
      "残留网页代码",
      "leftover markup",
      "清除残留的代码，按纯文本重新粘贴",
      "Remove the markup; paste it again as plain text",
    ),
    placeholder: wordingOf(
      "有没有填上的占位文字",
      "an unfilled placeholder",
      "填上内容，或者修正模板",
      "Fill it in, or mend the template",
    ),
  },
  target: "item",
  needs: ["title", "body"],

  appliesTo: () => true,

  judge({ title, body }) {
    const parts = [title, body].flatMap((fact) => {
      const fault = faultIn(fact.value);
      return fault ? [{ fact, fault }] : [];
    });
    // What a placeholder for a title is, damaged-title knows.
    const words = body.value.trim();
    const at = body.value.indexOf(words);
    const whole = WHOLE_BODY.test(words)
      ? [{ fact: body, fault: { wording: "placeholder", at, words } as const }]
      : [];
    const first = [...parts, ...whole].sort(
      (a, b) => Number(isDoubtful(a.fault)) - Number(isDoubtful(b.fault)),
    )[0];
    if (!first || isQuoted([title.value, body.value])) return passed;
    const { fact, fault } = first;
    const isUnread = commonShare(title.value) < LEGIBLE && commonShare(body.value) < LEGIBLE;
    if (fault.wording === "mojibake" && isUnread) return cantTell("unreadable");
    const excerpt = around(fact.value, fault);
    return failed(fault.wording, { excerpt }, [quoting(fact, excerpt)], {
      confidence: isDoubtful(fault) ? "suspected" : "confirmed",
    });
  },

  examples: {
    passed: [
      { why: "平常的文字", given: text("12月30日，市民政局召开会议。") },
      { why: "姓名用了生僻字", given: text("公示人员：张𠮷、李㐂、王喆、赵堃、孙犇、刘骉。") },
      { why: "私用区的字，换一种字体就能看", given: text("工作人员：刘\ue863。") },
      {
        why: "外文和音标",
        given: text("我市与Orléans（奥尔良）、Århus（奥胡斯）结为友好城市，参观Façade艺术馆。"),
      },
      { why: "希腊字母、单位和序号", given: text("设计水位±0.00，坡度≥3‰，①②③，φ25钢筋，Ⅱ类水质。") },
      { why: "用叉号隐去的内容", given: text("被处罚人张××，住××××××××××××镇。") },
      { why: "表格里的横线和下划线", given: text("填表人：______　日期：————————————") },
      { why: "公司名称里的“&”", given: text("示例R&D中心、A&B公司参加会议。") },
      { why: "小于号和大于号", given: text("样品检出限P<0.05，a<b且b>c；《办法》<试行>。") },
      {
        why: "网址里的“&”",
        given: text(
          "查询网址http://portal.test/list?a=1&amp;b=2。",
          "https://portal.test/&amp;",
          "www.portal.test/&amp;",
        ),
      },
      {
        why: "讲乱码的文章引用“锟斤拷”",
        given: text("网页出现“锟斤拷”是怎么回事？这是字符编码转换造成的乱码。"),
      },
      { why: "来信引用连成一串的“锟斤拷”", given: text("来信：页面显示“锟斤拷锟斤拷”，无法查看。") },
      { why: "讲网页代码的文章引用“&nbsp;”", given: text("HTML中用&nbsp;表示空格，用<br>换行。") },
      { why: "公文里的空白和填写说明", given: text("请在“姓名”栏填写真实姓名。{试行}") },
      {
        why: "讲编码、格式的文章里引用的代码",
        given: text("GBK码里的\ufffd", "UTF8码里的\ufffd", "HTML5里的<br>", "CSS里的<br>", "XML里的<br>"),
      },
      {
        why: "正文里说到测试、输入内容的",
        given: text("请输入内容后提交", "今天测试", "测试内容很多", "空值记作null"),
      },
      { why: "四个“烫”“屯”是叠字", given: text("水烫烫烫烫的，屯屯屯屯") },
      { why: "三个问号是语气", given: text("这样的作风要得吗???大家都在问。") },
      {
        why: "句子里说到的undefined",
        given: text("变量未赋值时显示undefined。", "请在此处填写内容后交回。"),
      },
      { why: "没有正文", given: text("") },
    ],
    failed: [
      {
        why: "UTF-8误作GBK",
        given: text("会议由局长主持。\n甯傛皯鏀垮眬鍙紑宸ヤ綔浼氳"),
        data: { excerpt: "甯傛皯鏀垮眬鍙紑宸ヤ綔浼氳" },
        confidence: "confirmed",
        severity: "major",
      },
      {
        why: "标题整个是乱码，正文好好的：解码没有误",
        given: article({ title: known("甯傛皯鏀垮眬鍙紑宸ヤ綔浼氳") }),
        data: { excerpt: "甯傛皯鏀垮眬鍙紑宸ヤ綔浼氳" },
        confidence: "confirmed",
      },
      {
        why: "正文整个是乱码，标题好好的：解码没有误",
        given: article({ body: known("甯傛皯鏀垮眬鍙紑宸ヤ綔浼氳") }),
        data: { excerpt: "甯傛皯鏀垮眬鍙紑宸ヤ綔浼氳" },
        confidence: "confirmed",
      },
      {
        why: "标题里的UTF-8误作Latin-1",
        given: article({ title: known("å¸\u0082æ°\u0091æ\u0094¿å±\u0080公告") }),
        data: { excerpt: "å¸\u0082æ°\u0091æ\u0094¿å±\u0080公告" },
      },
      {
        why: "GBK误作Latin-1",
        given: text("现将名单公布如下：ÊÐÃñÕþ¾ÖÕÙ¿ª¹¤×÷»áÒé"),
        data: { excerpt: "现将名单公布如下：ÊÐÃñÕþ¾ÖÕÙ¿ª¹¤×÷»áÒé" },
      },
      { why: "“锟斤拷”", given: text("会议由锟斤拷局长主持。"), data: { excerpt: "会议由锟斤拷局长主持。" } },
      {
        why: "内存里没有写过的字",
        given: text("会议由烫烫烫烫烫主持。", "会议由屯屯屯屯屯主持。"),
        data: { excerpt: "会议由烫烫烫烫烫主持。" },
        quotes: ["会议由烫烫烫烫烫主持。", "会议由屯屯屯屯屯主持。"],
      },
      { why: "替换符", given: text("会议由张\ufffd主持。"), data: { excerpt: "会议由张\ufffd主持。" } },
      {
        why: "转义了两次的空格",
        given: text("联系人：&nbsp;&nbsp;张某"),
        data: { excerpt: "联系人：&nbsp;&nbsp;张某" },
        confidence: "confirmed",
      },
      {
        why: "其他转义了两次的",
        ...all("&amp;nbsp;", "&lsquo;", "&rdquo;", "&mdash;", "&emsp;", "&ensp;", "&#160;", "&#x3000;"),
        data: { excerpt: "&amp;nbsp;" },
        confidence: "confirmed",
      },
      {
        why: "标题里转义了两次的引号",
        given: article({ title: known("关于开展&ldquo;敬老月&rdquo;活动的通知") }),
        data: { excerpt: "关于开展&ldquo;敬老月&rdquo;活动的通知" },
      },
      {
        why: "残留的标签",
        given: text("会议强调，</span>要抓好落实。"),
        data: { excerpt: "会议强调，</span>要抓好落实。" },
        confidence: "confirmed",
      },
      {
        why: "其他残留的代码",
        ...all(
          "要点</b>",
          "要点</font >",
          "要点<br/>落实",
          "要点<br />落实",
          "要点<p>落实",
          "要点<td width = '5'>落实",
          "要点<a href='#'>落实",
          "要点<o:p></o:p>",
          "<![endif]要点",
        ),
        data: { excerpt: "要点</b>" },
        confidence: "confirmed",
      },
      {
        why: "代码旁边是文件名和标签，不是讲网页代码的文章",
        given: text(
          "网页index.html，</span>落实",
          "附件a.css，</span>落实",
          "附件/xml，</span>落实",
          "<html></span>落实",
        ),
        data: { excerpt: "ndex.html，</span>落实" },
        quotes: [
          "ndex.html，</span>落实",
          "附件a.css，</span>落实",
          "附件/xml，</span>落实",
          "<html></span>落实",
        ],
      },
      {
        why: "外文页面里残留的标签",
        given: article({ title: known("City Hall"), body: known("Read the notice.</span> Thank you all.") }),
        data: { excerpt: "he notice.</span> Thank you all." },
        confidence: "confirmed",
      },
      {
        why: "很长的一行，只引前后几个字；别的行不引",
        given: text(
          "第一行\n现将本次会议确定的各有关事项通知如下</span>请各镇各街道各部门各单位认真组织抓好落实\n第三行",
        ),
        data: { excerpt: "的各有关事项通知如下</span>请各镇各街道各部门各单位认真组" },
      },
      {
        why: "标题里只是疑似，正文里确有残留：说确有的",
        given: article({ title: known("联系人??????"), body: known("联系人：&nbsp;张某") }),
        data: { excerpt: "联系人：&nbsp;张某" },
        confidence: "confirmed",
      },
      {
        why: "带属性的标签",
        given: text('要求：<font color="red">务必按时</font>'),
        data: { excerpt: '要求：<font color="red">务必按时</font>' },
      },
      {
        why: "残留的样式，也可能是读取时多取的，只能是疑似",
        given: text(".TRS_Editor P{margin-top:0}\n会议强调，要抓好落实。"),
        data: { excerpt: ".TRS_Editor P{margin-top:0}" },
        confidence: "suspected",
      },
      {
        why: "其他残留的样式",
        ...all("TABLE.TRS_Editor{", "@font-face {", "mso-bidi-font-size:12pt", "Normal 0 false false false"),
        data: { excerpt: "TABLE.TRS_Editor{" },
        confidence: "suspected",
      },
      {
        why: "成串的问号，多半是丢失的字，只能是疑似",
        given: text("联系人：??????，电话见附件。"),
        data: { excerpt: "联系人：??????，电话见附件。" },
        confidence: "suspected",
      },
      {
        why: "没有填上的变量",
        given: text("来信人：$\u007bletter.name}，来信时间见后。"),
        data: { excerpt: "来信人：$\u007bletter.name}，来信时间见后。" },
      },
      {
        why: "模板标签",
        given: text("点击量：{{article.hits}}"),
        data: { excerpt: "点击量：{{article.hits}}" },
      },
      {
        why: "其他没有填上的变量",
        ...all(
          "{{ item.title }}",
          "{{title | date}}",
          "{$info.title}",
          "#\u007bitem.title}",
          "<%=title%>",
          "[!--newstext--]",
          "{dede:field",
          "[field:title",
          "Lorem ipsum dolor sit amet",
          "联系人：{{联系人}}",
          "请于[object Object]前报送。",
        ),
        data: { excerpt: "{{ item.title }}" },
        confidence: "confirmed",
      },
      {
        why: "单独一行的占位文字",
        given: text("各镇：\n此处插入正文\n请落实。"),
        data: { excerpt: "此处插入正文" },
      },
      {
        why: "脚本没有填上的值单独一行",
        given: text("各镇：\nundefined\n请落实。"),
        data: { excerpt: "undefined" },
      },
      {
        why: "正文只有占位文字，前后有空行",
        given: text(
          "\n请输入内容\n",
          "请在此填写信息内容。",
          "请输入文本",
          "此处添加文字...",
          "正文内容",
          "测试",
          "测试数据",
          "Test",
          "null",
          "undefined",
          "NaN",
          "[object Object]",
        ),
        data: { excerpt: "请输入内容" },
        confidence: "confirmed",
        quotes: [
          "请输入内容",
          "请在此填写信息内容。",
          "请输入文本",
          "此处添加文字...",
          "正文内容",
          "测试",
          "测试数据",
          "Test",
          "null",
          "undefined",
          "NaN",
          "[object Object]",
        ],
      },
      { why: "正文只有“请输入内容”", given: text("请输入正文内容"), data: { excerpt: "请输入正文内容" } },
    ],
    cantTell: [
      { why: "正文读不出", given: article({ body: unknown("needs-browser") }), reason: "needs-browser" },
      {
        why: "整页都是乱码，也可能是解码有误",
        given: article({ title: known("甯傛皯鏀垮眬"), body: known("甯傛皯鏀垮眬鍙紑宸ヤ綔浼氳") }),
        reason: "unreadable",
      },
    ],
    inapplicable: [{ why: "没有信息", given: unit([]) }],
  },
});

/** From which share of common characters on a text was plainly decoded by the right table. */
const LEGIBLE = 0.1;

interface Fault {
  readonly wording: "mojibake" | "entity" | "markup" | "placeholder";
  readonly at: number;
  readonly words: string;
  readonly isDoubtful?: boolean;
}

const isDoubtful = (fault: Fault): boolean => fault.isDoubtful === true;

const TAG =
  "p|br|hr|div|span|font|img|table|tbody|thead|tr|td|th|ul|ol|li|strong|center|script|style|iframe|input|h[1-6]|o:p|st1:\\w+|v:\\w+|w:\\w+|\\?xml:\\w+";

const FORMS: readonly (Omit<Fault, "at" | "words"> & { readonly form: RegExp })[] = [
  { wording: "mojibake", form: /\ufffd|(?<![“‘《「『"锟斤拷])锟斤拷|烫{5,}|屯{5,}/u },
  {
    wording: "entity",
    form: /&(?:amp;)?(?:nbsp|amp|lt|gt|quot|apos|[lr][ds]quo|middot|hellip|[mn]dash|times|copy|[em][mn]sp|#\d{2,6}|#x[\da-f]{2,5});/i,
  },
  {
    wording: "markup",
    form: new RegExp(
      `</(?:${TAG}|a|b|i|u|em)\\s*>|<(?:p|br|hr|span|div|strong|o:p)\\s*/?>|<(?:${TAG}|a|b|i|u|em)\\s[\\w:-]{2,20}\\s*=[^<>]{0,300}>`,
      "i",
    ),
  },
  { wording: "markup", form: /<!--\[if |<!\[endif\]|<!\[CDATA\[/i },
  {
    wording: "placeholder",
    form: /[$#]\{[a-z_][\w.]{1,60}\}|\{\{\s*[a-z_$][\w.]{1,60}(?:\s*\|\s*\w+)?\s*\}\}|\{\$[a-z_][\w.]{1,60}\}|<%=[^%]{1,80}%>|\[!--[\w.]{1,40}--\]|\{dede:[a-z]|\[field:[a-z]|lorem ipsum dolor/i,
  },
  {
    wording: "placeholder",
    form: /\{\{\s?\p{Script=Han}{1,12}\s?\}\}|\[object Object\]|^(?:undefined|NaN|此处(?:输入|填写|添加|插入)(?:正文|内容|文字|图片|附件))$/mu,
  },
  {
    wording: "markup",
    form: /\.TRS_\w{1,30}[^{}\n]{0,80}\{|@font-face\s{0,5}\{|mso-[a-z-]{3,40}:|\bfalse\s{1,9}false\s{1,9}false\b/i,
    isDoubtful: true,
  },
  { wording: "mojibake", form: /\?{6,}/, isDoubtful: true },
];

const WHOLE_BODY =
  /^(?:请(?:在此)?(?:输入|填写|添加)(?:正文|内容|文字|信息|文本){1,2}|此处(?:输入|填写|添加)(?:正文|内容|文字)|正文内容|测试(?:内容|正文|文字|信息|数据)?|test|null|undefined|NaN|\[object Object\])[。.…]{0,3}$/i;

/** What is wrong with a text, the surest first; null where nothing is. Addresses are passed over. */
function faultIn(whole: string): Fault | null {
  const text = withoutAddresses(whole);
  const garbled = mojibakeIn(text);
  if (garbled !== null) return { wording: "mojibake", at: text.indexOf(garbled), words: garbled };
  for (const { form, ...fault } of FORMS) {
    const found = form.exec(text);
    if (found) return { ...fault, at: found.index, words: found[0] };
  }
  return null;
}

const ABOUT_CODE =
  /乱码|字符编码|编码方式|字符集|unicode|utf-?8|\bgbk\b|\bgb2312\b|\bgb18030\b|(?<![./<])\bhtml5?\b(?!>)|源代码|程序代码|网页代码|代码示例|javascript|(?<![./])\bcss\b|(?<![./])\bxml\b|网页标签|页面标签|标签规范|转义|占位符|模板变量/i;

/** An article on encodings or web pages quotes what is a fault elsewhere. */
function isQuoted(parts: readonly string[]): boolean {
  return parts.some((part) => ABOUT_CODE.test(part));
}

/** The words around a fault, within its line. */
function around(text: string, { at, words }: Fault): string {
  const before = text.slice(Math.max(0, at - 40), at).replace(/.*\n/s, "");
  const rest = text.slice(at, at + 100).replace(/\n.*/s, "");
  const shown = Math.min(words.length, 60);
  return (
    [...before].slice(-10).join("") + rest.slice(0, shown) + [...rest.slice(shown)].slice(0, 15).join("")
  );
}

function wordingOf(zh: string, en: string, zhRemedy: string, enRemedy: string) {
  return {
    message: { zh: `${zh}：“{excerpt}”`, en: `The text holds ${en}: {excerpt}` },
    expected: { zh: "完整、可读的文字", en: "Text that can be read" },
    actual: { zh: "{excerpt}", en: "{excerpt}" },
    remedy: { zh: zhRemedy, en: enRemedy },
  };
}

/** Each of these, which the evidence quotes whole. */
function all(...bodies: readonly string[]) {
  return { given: text(...bodies), quotes: bodies };
}

/** Articles with these texts. */
function text(...bodies: readonly string[]) {
  const items = bodies.map((body, n) =>
    item({ url: `http://portal.test/mzj/${n + 1}.html`, body: known(body) }),
  );
  return unit([column("05.01", items)]);
}

/** What stands around a number, by which it is known what number it is. */
export interface Surroundings {
  /** The 300 letters before it. */
  readonly above: string;
  /** The 60 letters before it. */
  readonly before: string;
  /** Of those the ones on its own line. */
  readonly line: string;
  /** The rest of its line, up to 60 letters from where it begins. */
  readonly rest: string;
  /** The 30 letters after it. */
  readonly after: string;
}

/** The surroundings of the `length` letters at `at`. */
export function around(text: string, at: number, length: number): Surroundings {
  const before = text.slice(Math.max(0, at - 60), at);
  return {
    above: text.slice(Math.max(0, at - 300), at),
    before,
    line: before.slice(before.lastIndexOf("\n") + 1),
    rest: text.slice(at + length, at + 60).replace(/\n.*/s, ""),
    after: text.slice(at + length, at + length + 30),
  };
}

/** Whether the text says that it is an identity number. */
export function isSaidIdentity({ line }: Surroundings): boolean {
  return /身份证|身份号码|证件号|公民身份/.test(line.slice(-24));
}

/** Whether the text says that it is the number of a card. */
export function isSaidCard({ line }: Surroundings): boolean {
  return /银行卡|卡\s?号|储蓄卡|一卡通|惠农卡|社保卡|存折/.test(line.slice(-24));
}

/** Whether the words right before it say that it is the number of a permit, a project, a contract. */
export function isOtherNumber({ line }: Surroundings): boolean {
  return OTHER_NUMBER.test(line.slice(-20));
}

const OTHER_NUMBER =
  /(?:编\s?号|证\s?号|字\s?第|第|代\s?码|备\s?案\S{0,4}|许\s?可\S{0,6}|合\s?同\S{0,4}|流水\S{0,3}|订单\S{0,3}|账\s?号|条\s?码|序列\S{0,3}|批\s?号|文\s?号|编\s?码|\p{Script=Han}(?<!身份证|证件|卡|机|话|系|[一二三四五六七八九十])号)[:：\s（(]*$/u;

/** Whether an account is that of a body or a fund; of one that is said to be a card's, by its own line alone. */
export function isPublicAccount({ before, line, rest, after }: Surroundings, isCard: boolean): boolean {
  return PUBLIC_ACCOUNT.test(isCard ? line + rest : besides(before) + after);
}

const PUBLIC_ACCOUNT =
  /对公|保证金|专户|国库|财政|非税|公司|基本户|单位|中心|开户名称|交易|税务|收款人|缴款|缴费|募捐|捐赠|捐款|基金会|慈善|工会|协会|党费|团费|标段|标包|竞买|[局院校所站委厅]\s(?!\d{4}年)|账户名称/;

/** Whether a text holds a table of people to call. */
export function listsContacts(text: string): boolean {
  return text
    .split("\n")
    .some((line) => /姓名|单位|部门|职务/.test(line) && PHONE.test(line) && !headsRecipients(line));
}

/** Whether a line heads a list of those who are helped or paid: their telephones are for nobody to call. */
export function headsRecipients(line: string): boolean {
  return (
    /姓名|户主/.test(line) &&
    OWN_PHONE.test(line) &&
    /住址|身份证|保障|补贴|补助|救助|低保|贫困|残疾|发放|金额/.test(line) &&
    !/单位|部门|职务|责任|干部|医[生师]|经办|负责|企业|门店|网点|机构|法人|法定/.test(line)
  );
}

const PHONE = /电话|手机|联系/;
/** Without a word of whose it is: 经销商电话 is another's. */
const OWN_PHONE = /(?<!\S)(?:本人|家庭|联系)?(?:电话|手机|方式)(?:号码?)?(?!\S)/;

/** What heads the column that a number of a table stands in, by its place in the text; "" elsewhere. */
export type HeadOver = (at: number) => string;

/**
 * Tables as lines of cells with blanks between them. Only a row of as many cells as its head is told by it. Asked
 * in the order of the text, all answers together take time linear in its length.
 */
export function columnHeads(text: string): HeadOver {
  let start = 0;
  let next = 0;
  let head: readonly string[] = [];
  let cells: readonly string[] = [];
  return (at) => {
    while (next <= at) {
      start = next;
      const end = text.indexOf("\n", start);
      next = end < 0 ? text.length + 1 : end + 1;
      const line = text.slice(start, next);
      cells = line.length <= LONGEST_ROW ? cellsOf(line) : [];
      if (cells.length >= 3 && !/[\d，。；]/.test(line)) head = cells;
    }
    if (head.length === 0 || cells.length !== head.length) return "";
    return head[cellsOf(text.slice(start, at)).length] ?? "";
  };
}

const LONGEST_ROW = 400;

function cellsOf(line: string): readonly string[] {
  return line.split(/\s+/).filter((cell) => cell !== "");
}

/** Whether a mobile number is a contact's: by a word further up, the words around it, or landlines beside it. */
export function isContact({ above, before, after }: Surroundings): boolean {
  return (
    CALLED.test(above) ||
    CALLED.test(after) ||
    OFFICE.test(besides(above) + after) ||
    LANDLINE.test(before) ||
    LANDLINE.test(after)
  );
}

/** What tells of contacts, also in a sentence further up. */
const CALLED =
  /联系|电话|手机|咨询|热线|举报|监督|投诉|传真|报名|代理|采购|招标|河长|湖长|林长|网格[员长]|值班|微信|QQ|通讯|Tel|Phone/i;

/** What does so only close by, and in no sentence. */
const OFFICE =
  /网格|负责|责任人|联络[员人]|信息员|调解员|护林员|经办|客服|邮箱|书记|主任|[局镇乡县市区处站所科股队校院组]长|警官|民警|医生|医师|律师|公司|评审|号码|服务/;

const LANDLINE = /(?<!\d)(?:0\d{2,3}[-—－\s]?)?[2-8]\d{6,7}(?!\d)/;

/** The last line of a text, and those above it that are no sentences and sign none: labels, rows, headings. */
function besides(text: string): string {
  const lines = text.split("\n");
  const isSigned = (n: number) => /^\s*\d{4}年\d{1,2}月\d{1,2}日\s*$/.test(lines[n] ?? "");
  const isApart = (line: string, n: number) =>
    /[。！？]$/.test(line.trim()) || isSigned(n) || isSigned(n + 1);
  return lines.filter((line, n) => n === lines.length - 1 || !isApart(line, n)).join("\n");
}

import type { Category, Content } from "../domain/catalogue.ts";
import type { Column } from "../domain/portal.ts";

/**
 * The outward form of an item: what its title, or its number, says that it is, whatever it is about. Known by
 * the words that such a title ends in; a report of a meeting on the budget is no budget.
 */
export interface FilingForm {
  /** As it stands in a finding's data. */
  readonly id: string;
  /** Of an item with this title and document number (null: it has none). */
  readonly isOf: (title: FormalTitle, documentNumber: string | null) => boolean;
  /** Contents of categories where it belongs … */
  readonly contents: readonly Content[];
  /** … of which the name, an alias or a keyword says so; a column called so takes it as well. */
  readonly called: RegExp;
  /** It belongs in all categories of those contents, and counts only where no other form is shown. */
  readonly isGeneral?: true;
  /** Contents of categories where it surely does not belong. Everywhere else it is let be. */
  readonly strangeIn: readonly Content[];
}

// What a column of general notices may hold is not strange there: most columns of notices hold nearly everything.
const NEWS: readonly Content[] = ["news"];
const NOTICES: readonly Content[] = ["notice"];
const DOCUMENTS: readonly Content[] = ["policy", "interpretation"];
const YEARLY: readonly Content[] = ["plan", "finance", "annual-report", "personnel"];
const RECORDS: readonly Content[] = ["list", "event", "service"];

/** A title, and what every form asks of it. */
interface FormalTitle {
  readonly written: string;
  /** Without blanks and without what may follow a title: （修订）, （第二批）, a number of the issue. */
  readonly plain: string;
  /** It tells of something: what it ends in is what was met, read or studied. */
  readonly isReport: boolean;
}

/** Every form that is known; where an item shows several, the first counts. */
export const FILING_FORMS: readonly FilingForm[] = [
  {
    id: "appointment",
    isOf: ended(
      /(?:(?:职务|干部|人员|人事)(?:任免|任职|免职|任命)|(?:等|某|同志)(?:任免|任职|免职|任免职))(?:职务)?(?:事项)?的?(?:通知|决定|公告|公示|名单|情况)?$|关于.{2,30}(?:任职|免职|任免职)的?(?:通知|决定)$|关于(?:任命|(?:免去|提名)(?=.{2,40}(?:职务|同志)的)).{2,40}的(?:通知|决定)$/,
    ),
    contents: ["personnel"],
    called: /任免|任职|人事/,
    strangeIn: [...NEWS, ...NOTICES, ...DOCUMENTS, "plan", "finance", "annual-report", ...RECORDS],
  },
  {
    id: "interpretation",
    isOf: ({ plain, isReport }) =>
      !isReport &&
      /解读$|^(?:一图|图文?)(?:读懂|看懂|解)|^(?:政策|文件)?解读[:|丨]|《[^》]{2,60}》的?(?:起草|修订|编制)说明$|(?:答记者问|政策问答)$/.test(
        plain,
      ),
    contents: ["interpretation"],
    called: /解读|读懂|问答/,
    strangeIn: [...NEWS, ...NOTICES, "policy", ...YEARLY, "list", "service"],
  },
  {
    id: "disclosure-report",
    isOf: yearly(
      /(?:政府信息|政务|信息)公开(?:工作)?(?:年度)?(?:工作)?(?:年度报告|年报)$|年度?(?:政府信息|政务|信息)公开工作(?:情况)?的?报告$/,
    ),
    contents: ["annual-report"],
    called: /年度报告|年报/,
    strangeIn: [...NEWS, ...NOTICES, ...DOCUMENTS, "plan", "finance", "personnel", ...RECORDS],
  },
  {
    id: "final-accounts",
    isOf: yearly(/决算的?(?:信息|情况)?的?(?:公开|公示|说明|报告|报表|表)?(?:说明|情况)?$/),
    contents: ["finance"],
    called: /决算/,
    strangeIn: [...NEWS, ...NOTICES, ...DOCUMENTS, "plan", "annual-report", "personnel", ...RECORDS],
  },
  {
    id: "budget",
    isOf: yearly(/预算(?:安排|编制)?的?(?:信息|情况)?的?(?:公开|公示|说明|草案|报表|表)?(?:说明|情况)?$/),
    contents: ["finance"],
    called: /预算|预决算/,
    strangeIn: [...NEWS, ...NOTICES, ...DOCUMENTS, "plan", "annual-report", "personnel", ...RECORDS],
  },
  {
    id: "work-summary",
    isOf: yearly(
      /(?:年|年度|上半年|季度).{0,14}工作总结(?:[及和暨与].{0,12}工作(?:计划|打算|安排|要点|思路))?$/,
    ),
    contents: ["plan"],
    called: /总结/,
    strangeIn: [...NEWS, ...NOTICES, ...DOCUMENTS, "finance", "annual-report", "personnel", ...RECORDS],
  },
  {
    id: "work-plan",
    isOf: yearly(/(?:年|年度).{0,14}工作(?:要点|计划)$/),
    contents: ["plan"],
    called: /计划|要点/,
    strangeIn: [...NEWS, ...NOTICES, "interpretation", "finance", "annual-report", "personnel", ...RECORDS],
  },
  {
    id: "deputies-proposal",
    isOf: ({ written, isReport }) =>
      !isReport && /(?:人大|代表).{0,30}建议.{0,12}(?:答复|复函|回复)/.test(written),
    contents: ["event"],
    called: /建议(?:办理|答复)/,
    strangeIn: [...NEWS, ...NOTICES, ...DOCUMENTS, ...YEARLY, "list", "service"],
  },
  {
    id: "members-proposal",
    isOf: ({ written, isReport }) =>
      !isReport && /(?:政协|委员).{0,30}提案.{0,12}(?:答复|复函|回复)/.test(written),
    contents: ["event"],
    called: /提案/,
    strangeIn: [...NEWS, ...NOTICES, ...DOCUMENTS, ...YEARLY, "list", "service"],
  },
  {
    id: "powers-list",
    isOf: ended(/(?:权力|责任|权责)清单(?:目录)?$/),
    contents: ["list", "service"],
    called: /(?:权力|责任|权责)清单/,
    strangeIn: [...NEWS, ...NOTICES, "interpretation", ...YEARLY, "event"],
  },
  {
    id: "emergency-plan",
    isOf: ended(/应急预案》?(?:的通知)?$/),
    contents: ["list", "event"],
    called: /预案/,
    strangeIn: [...NEWS, "interpretation", ...YEARLY, "service"],
  },
  {
    id: "company-recruitment",
    isOf: ({ written, isReport }) =>
      !isReport && /(?:公司|集团|酒店|超市|工厂).{0,12}(?:招聘|招工)/.test(written),
    contents: ["event"],
    called: /就业/,
    strangeIn: [...NEWS, ...DOCUMENTS, ...YEARLY, "list", "service"],
  },
  {
    id: "recruitment",
    isOf: ended(
      // 招聘会计 looks for an accountant, 招聘会 is a fair.
      /(?:招聘(?!会(?!计)|专场|活动)|公开招考|招录|公开选调|公开遴选|拟聘|拟录用).{0,24}(?:公告|简章|公示|名单|启事|(?:面试|体检|笔试|考察|资格复审)(?:的?(?:安排|通知|成绩))?)$/,
    ),
    contents: ["personnel"],
    called: /招聘|招考|招录|录用/,
    strangeIn: [...NEWS, ...DOCUMENTS, "plan", "finance", "annual-report", "list", "service"],
  },
  {
    id: "tender",
    isOf: ended(
      /(?:招标|资格预审|中标(?:候选人)?|开标|竞争性(?:磋商|谈判)|询价|单一来源|采购(?:项目|需求)?|成交|废标|流标)(?:结果)?的?(?:公告|公示)$/,
    ),
    contents: ["event"],
    called: /招标|投标|采购/,
    strangeIn: [...NEWS, ...DOCUMENTS, ...YEARLY, "list", "service"],
  },
  {
    id: "penalty",
    isOf: ended(/行政处罚(?:决定书?|决定信息|信息|结果|案件信息)(?:公示|公开)?$/),
    contents: ["event"],
    called: /处罚/,
    strangeIn: [...NEWS, ...DOCUMENTS, ...YEARLY, "list", "service"],
  },
  {
    id: "licence",
    isOf: ended(/行政许可(?:决定书?|决定信息|信息|结果)(?:公示|公开)?$/),
    contents: ["event"],
    called: /许可/,
    strangeIn: [...NEWS, ...DOCUMENTS, ...YEARLY, "list", "service"],
  },
  {
    id: "consultation",
    isOf: ({ plain, isReport }) =>
      !isReport &&
      /征求.{0,40}意见.{0,6}(?:公告|启事|通知|函)$|征求意见稿.{0,6}公开征[求集].{0,6}意见|公开征[求集].{0,40}(?:意见|建议)(?:的?(?:公告|启事|通知))?$/.test(
        plain,
      ),
    contents: ["event", "notice"],
    called: /征集|征求/,
    strangeIn: [...NEWS, "interpretation", ...YEARLY, "list", "service"],
  },
  {
    id: "service-guide",
    isOf: ended(/(?:办事|服务|办理)指南$/),
    contents: ["service"],
    called: /指南|办事|服务/,
    strangeIn: [...NEWS, ...DOCUMENTS, ...YEARLY],
  },
  {
    id: "statistical-bulletin",
    isOf: ended(/统计公报$/),
    contents: ["event"],
    called: /统计/,
    strangeIn: [...NEWS, ...DOCUMENTS, ...YEARLY, "service"],
  },
  {
    // A document with a number of its own, that is not a report of one.
    id: "numbered-document",
    isOf: (title, documentNumber) =>
      isNumber(documentNumber) &&
      !isReportOf(title) &&
      /(?:通知|意见|办法|规定|细则|决定|批复|方案)》?$/.test(title.plain),
    contents: ["policy", "notice"],
    called: /文件$|公文|通知|公告|法规$/,
    isGeneral: true,
    strangeIn: [...NEWS, "interpretation"],
  },
  {
    id: "notice",
    isOf: (title) => /关于.{2,60}的(?:通知|通告|公告|公示)$/.test(title.plain) && !isReportOf(title),
    contents: ["notice", "policy"],
    called: /通知|公告|公示|文件$/,
    isGeneral: true,
    // Columns of news hold notices everywhere: only one with a number is strange there.
    strangeIn: ["interpretation"],
  },
  {
    id: "news",
    isOf: ({ plain }, documentNumber) =>
      !isNumber(documentNumber) &&
      /^.{2,24}(?:召开|举办|举行|开展|组织|走访|慰问|调研|部署|深入|赴).{2}/.test(plain) &&
      !/关于|《|(?:通知|公告|通告|公示|方案|办法|意见|报告|总结|要点|计划|简章|解读|答复|情况|制度|指南|公报|名单|启事|函|决定|规定|细则|清单|预案)$/.test(
        plain,
      ),
    contents: ["news"],
    called: /动态|要闻|新闻/,
    isGeneral: true,
    strangeIn: ["policy", "interpretation", ...YEARLY, "list"],
  },
];

/** The forms that an item's title and number show: general ones only where there is no other. */
export function formsOf(title: string, documentNumber: string | null): readonly FilingForm[] {
  const formal = { written: title, plain: plain(title), isReport: REPORT.test(title) };
  const shown = FILING_FORMS.filter(({ isOf }) => isOf(formal, documentNumber));
  const particular = shown.filter(({ isGeneral }) => !isGeneral);
  return particular.length > 0 ? particular : shown;
}

/** Whether items of this form belong in `category`. */
export function belongsIn(form: FilingForm, category: Category): boolean {
  return form.contents.includes(category.content) && (form.isGeneral === true || isLabelled(category, form));
}

/** Whether an item of this form surely does not belong in `category`. */
export function isStrangeIn(form: FilingForm, category: Category): boolean {
  if (!form.strangeIn.includes(category.content) || belongsIn(form, category)) return false;
  return form.isGeneral === true || !isLabelled(category, form);
}

/** Whether a column's name, or a menu above it, says that it takes items of this form. */
export function isCalledAfter(form: FilingForm, { name, path }: Pick<Column, "name" | "path">): boolean {
  // Menus are called 政策文件 or 工作动态与公告 whatever stands below.
  return [name, ...(form.isGeneral ? [] : path)].some((label) => form.called.test(label));
}

function isLabelled({ name, aliases, keywords }: Category, form: FilingForm): boolean {
  return [name, ...aliases, ...keywords].some((label) => form.called.test(label));
}

/** Titles that tell of something: what they end in is what was met, read or studied. */
const REPORT =
  /召开|举行|举办|开展|宣布|组织(?:学习|观看|参加|召开)|传达|学习贯彻|启动|走访|慰问|调研|督查|推进会|座谈会|培训[班会]/;

/** Whether a title tells of a document: what it says after 关于 is what the document is about. */
function isReportOf({ written, isReport }: FormalTitle): boolean {
  const about = written.indexOf("关于");
  return isReport && (about < 0 || written.search(REPORT) < about);
}

/** A number with its year, or of an order; 第5号 alone is that of an issue. */
function isNumber(documentNumber: string | null): boolean {
  return documentNumber !== null && /(?:19|20)\d\d|令/.test(documentNumber);
}

function ended(pattern: RegExp): FilingForm["isOf"] {
  return ({ plain, isReport }) => !isReport && pattern.test(plain);
}

/** Of what an office makes every year: before the year stands whose it is, and nothing that anybody does. */
function yearly(pattern: RegExp): FilingForm["isOf"] {
  const isEnded = ended(pattern);
  return (title, documentNumber) => {
    if (!isEnded(title, documentNumber) || DONE.test(title.written)) return false;
    const year = title.plain.search(/(?:19|20)\d\d年|《/);
    return year < 0 || OFFICE.test(title.plain.slice(0, year).replace(/\([^()]{0,20}\)/g, ""));
  };
}

/** Nothing, or what offices are called; 关于 may follow. */
const OFFICE =
  /^(?:[^，。：；！？,:;!?“”]{0,40}[局委办厅院府镇乡道处心司站所会社队校县市区州省联协馆台室科组学庭部行园场厂团署村])?(?:机关|部门|本级)?(?:关于)?$/;
/** Who does something with it, wherever that stands. */
const DONE =
  /认真|积极|扎实|圆满|顺利|及时|率先|全力|精心|谋划|讨论|审议|审定|听取|征求|点评|热议|强调|要求|出台|贯彻|领会|围绕|聚焦/;

function plain(title: string): string {
  return title
    .normalize("NFKC")
    .replace(/\s/g, "")
    .replace(/(?:[([【][^()[\]【】]{0,20}[)\]】]){1,3}$/, "");
}

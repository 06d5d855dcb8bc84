import type { UnitKind } from "../domain/portal.ts";
import { foldSpace } from "./text-of.ts";

/** What a name says of the body that bears it. */
export interface BodyName {
  readonly kind: UnitKind;
  /** Nothing but a public body is called so. Weak: services and columns are called so as well (新闻中心, 一网通办). */
  readonly strong: boolean;
}

const LONGEST_NAME = 26;

const TOWN = /(?:镇|乡|苏木)(?:人民)?政府$|(?<![城集场乡市古])镇$|(?<![城下还返家老故他同])乡$|苏木$/;
const SUBDISTRICT = /街道$|街道办$|街道(?:办事处|党工委)$|(?<!驻.{0,6})办事处$/;
const GOVERNMENT = /(?:省|市|县|区|旗|州|盟)(?:人民)?政府$|^(?:人民|[市县区]|本级)政府$/;
const BUREAU =
  /(?<![布格结全大时棋僵])局$|(?:发改|发展改革|改革|教育?|科技?|经信|工信|民宗|宗教|卫健|卫计|健康|国资|管理|城管|住建|建设|农业?|农工|交通|政法|编|商务|外事|体育?|审计|计生|爱卫|安)委$|(?:改革|管理|建设|健康|教育|工作|编制|监督|宗教|促进|技术|信息化|生育|事务|管制)委员会$/;
const OFFICE =
  /(?:政府|[市县区旗州]委|人大(?:常委会)?|政协|外事|侨务|台湾?事务|台|编|扶贫(?:开发)?|人民?防(?:空)?|金融(?:工作|服务)?|信访|法制|审改|网信|应急管理?|移民|史志|地方志|方志|重点|创建|文明|武装|研究|接待|督查|政法委?|口岸|铁路|机关事务|政务服务|公共资源交易)(?:开发|管理|事务|工作|委员会|建设|服务|和)*(?:办公室|办|室)$|(?:政府|[市县区旗州]委)(?:研究室|督查室|信访局)$/;
const ORGAN =
  /(?:人民)?(?:法院|检察院)$|(?:总工会|妇女?联合?会?|妇联|残疾人?联合会|残联|文联|文学艺术界联合会|科协|科学技术协会|工商联|工商业联合会|侨联|归国华侨联合会|红十字会|供销(?:合作)?(?:总?社|联社|联合社)|社科联|社会科学界联合会|贸促会|计生协|政协|政治协商会议.{0,8}委员会|人大常委会|人民代表大会常务委员会|团[市县区旗州]委|共青团.{1,8}委(?:员会)?)$|(?:[市县区旗州]委)(?:组织|宣传|统战|政法|网信|社会工作)部$|人民武装部$|(?:纪委|监委|监察委员会|纪律检查委员会)$/;
const STATION =
  /(?:救援|消防|交警|交通警察|治安|公路).{0,6}(?:支队|大队|总队)$|(?:档案|图书|博物|文化)馆$|(?:气象|地震|广播电视|融媒体).{0,3}(?:台|中心)$|烟草(?:公司|专卖局)$|海关$/;
const ZONE =
  /(?:管委会|管理委员会|开发区|高新区|新区|园区|示范区|度假区|风景区|工业园|管理区|林场|农场|牧场|保税区)$/;
const CENTRE =
  /(?:中心|管理处|管理所|管理站|监察所|研究院|研究所|学院|大学|学校|医院|中学|小学|集团|有限公司|公司|银行|协会|党校|处|院|站|所|馆|社|队|部|会|委|办|室)$/;

/**
 * Of higher levels and of elsewhere: they stand among friend links. What is called after a place is judged by
 * the site that it lives on, not by its name.
 */
const HIGHER =
  /^(?:中国|中华|全国|国家|国务院|中央|中共中央|人民网|新华)|^.{2,8}省(?!直).{2,}(?:厅|局|委|办|院|政府)$|^省(?!直)|自治区(?!.*(?:旗|县|市|区)(?:人民)?政府)|厅$|^.{0,6}部$|^国.{1,6}(?:总局|税务总局)$/;

/** Branches of national bodies, and the party's departments in the place itself. */
const LOCAL = /^国家.{2,8}局.{1,8}[市县区旗州].{0,8}(?:局|队)$|[市县区旗州]委.{2,6}部$|人民武装部$/;

/** What many are called together: 乡镇街道, 县直部门. */
const OF_MANY =
  /^(?:各|全|本|市|县|区|旗|州|直|级|地|所|辖|属|下|党|群|工|作|政|府|特|色|重|点)*(?:部门|单位|委办局|乡镇|镇乡|镇街|乡街|街镇|街道|镇|乡|街|办事处|县区|区县|县市区|机构)+(?:办事处)?$/;

const TOWARDS = /^(?:走进|联系|关于|访问|返回|进入|欢迎|更多|查看|全部|各|其他)/;

/** Words that lead to something of a body or about bodies, not to one. */
const ABOUT =
  /(?:网上|在线|一网|一站|掌上|马上|一次|一窗|一事|就近|通)(?:办|通办|联办)|服务大厅|办事(?:指南|大厅)|信箱|电话|地图|直播|访谈|专栏|专题|年报|预算|决算|公开|信息|动态|新闻|公告|下载|查询|登录|概况|职能|领导|设置|导航|更多|列表|网站群|名单|目录|咨询|投诉|举报|调查|征集|发布会|听证会|常务会|全体会|座谈会|代表大会|规划|计划|政策|文件|之窗|大事记|友情|链接/;

/** The body that a name stands for; null where it names none, or one that is not the city's own. */
export function bodyNamed(written: string): BodyName | null {
  const name = nameOfBody(written);
  if (name.length < 2 || name.length > LONGEST_NAME || !/^[\u4e00-\u9fff·（）()“”、—-]+$/.test(name))
    return null;
  if (TOWARDS.test(name) || OF_MANY.test(name) || (HIGHER.test(name) && !LOCAL.test(name))) return null;
  const kind = kindOf(name);
  if (kind !== null) return { kind, strong: !/^[市县区]?政府$/.test(name) };
  if (ABOUT.test(name)) return null;
  if (ZONE.test(name) || STATION.test(name) || CENTRE.test(name))
    return { kind: "department", strong: false };
  return null;
}

/** The kind of unit by the name alone; null where the name does not tell. */
function kindOf(whole: string): UnitKind | null {
  // 民政局（老龄办）
  const name = whole.replace(/(?<=.{2})[（(][^（）()]{1,16}[)）]$/, "");
  if (name.length >= 3 && SUBDISTRICT.test(name)) return "subdistrict";
  if (name.length >= 3 && TOWN.test(name)) return "town";
  if (GOVERNMENT.test(name)) return "government";
  if (ORGAN.test(name)) return "department";
  if (name.length >= 3 && (BUREAU.test(name) || OFFICE.test(name))) return "department";
  return null;
}

/** A body's name without what a list puts around it: marks, 【】, a count, 网站. */
export function nameOfBody(written: string): string {
  return foldSpace(written)
    .replace(/[\s\u00a0]+/g, "")
    .replace(/^[\p{S}\p{Co}\p{Po}【[（(—\-|]+(?=[\u4e00-\u9fff])/u, "")
    .replace(/(?:\(\d+\)|（\d+）|\d+)$/, "")
    .replace(/[】\])）>»›|:：—\-\s]+$/u, (tail) => (/[)）]/.test(tail) && /[(（]/.test(written) ? tail : ""))
    .replace(/(?:政府)?(?:门户)?(?:网站|官网|子站|主页|网页|网)$/, (tail) =>
      tail.startsWith("政府") ? "政府" : "",
    );
}

/** How two lists may write one body: 青澜市民政局, 市民政局, 民政局. */
export function coreOfBody(name: string): string {
  const plain = nameOfBody(name);
  if (GOVERNMENT.test(plain)) return plain;
  const core = plain
    .replace(/^.{0,12}?(?:省|(?<!城)市|县|区|旗|州|盟)(?=.{3,}$)/, "")
    .replace(/^[市县区](?=.{2})/, "");
  return core.length >= 2 ? core : plain;
}

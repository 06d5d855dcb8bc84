/** A stream of numbers that is the same for the same seed. */
export type Dice = (below: number) => number;

export function diceFrom(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

export function one<T>(dice: Dice, from: readonly [T, ...T[]]): T {
  return from[dice(from.length)] ?? from[0];
}

const SUBJECTS = [
  "养老服务",
  "河道治理",
  "秋粮收购",
  "校园安全",
  "农村公路",
  "创业担保",
  "医疗保障",
  "森林防火",
] as const;
const ACTS = ["推进", "部署", "检查", "规范", "加强", "启动", "完善", "落实"] as const;
const FORMS = [
  "的通知",
  "的公告",
  "工作会议召开",
  "情况的通报",
  "实施方案",
  "工作动员部署",
  "专项督查开展",
] as const;
const PLACES = ["城东片区", "滨河街道", "北山镇", "南湖社区", "高新园区", "老城区", "西岭乡"] as const;
const CLAUSES = [
  "各有关单位要提高认识，明确分工，把各项任务落到实处",
  "会议听取了前一阶段工作情况的汇报，研究了存在的困难和问题",
  "要坚持以人为本，切实解决群众反映强烈的突出问题",
  "对工作推进不力、进度滞后的，将予以通报并限期整改",
  "与会人员结合各自职责作了交流发言，提出了意见和建议",
  "下一步将完善长效机制，强化日常监管，确保取得实效",
  "相关材料请于规定时间前报送，逾期不再受理",
  "现场查看了项目进度、资金使用和台账资料",
  "申请人应当符合规定的条件，并如实提交有关证明材料",
  "通过发放宣传册、设置咨询台等方式，向群众讲解有关政策",
] as const;

/** A title that no other page of the same seed has. */
export function titleOf(dice: Dice, serial: number): string {
  const subject = `${one(dice, PLACES)}${one(dice, SUBJECTS)}`;
  return `关于${one(dice, ACTS)}${subject}第${serial}号事项${one(dice, FORMS)}`;
}

export function sentencesOf(dice: Dice, count: number): string {
  let text = "";
  for (let at = 0; at < count; at++)
    text += `${one(dice, PLACES)}${one(dice, SUBJECTS)}方面，${one(dice, CLAUSES)}。`;
  return text;
}

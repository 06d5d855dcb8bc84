/** What a label announces. `other`: something that no reader asks for, but where another value ends. */
export type Field = "published" | "written" | "source" | "number" | "index" | "title" | "other";

/** A label's meaning. Rank 1 is the plainest way to say it; higher ones count only where lower ones say nothing. */
export interface LabelWord {
  readonly word: string;
  readonly field: Field;
  readonly rank: number;
}

const DICTIONARY: readonly (readonly [Field, number, string])[] = [
  [
    "published",
    1,
    "发布时间 发布日期 时间发布 信息发布时间 信息发布日期 发表时间 发表日期 上网时间 上网日期 公布日期 公布时间 发布于 发表于 公布于 刊登时间 刊登日期 登载时间 刊载时间 提交时间 文章日期 信息生成日期 信息生成时间 发稿时间 刊发时间 信息时间 信息日期 文章发布时间 上传时间 上传日期 稿件时间 出处时间",
  ],
  ["published", 2, "公开日期 公开时间 发布 录入时间 录入日期 添加时间 创建时间 加入时间 发文时间"],
  ["published", 3, "日期 时间"],
  ["published", 5, "更新时间 更新日期 最后更新 最后更新时间 更新 生成日期 生成时间"],
  ["published", 6, "发文日期 印发日期 印发时间"],
  ["written", 1, "成文日期 成文时间 签署日期 签发日期 制发日期 落款日期"],
  [
    "source",
    1,
    "来源 本文来源 原文来源 文稿来源 信息源 转载来源 发布来源 来源网站 来文单位 信息来源 文章来源 稿件来源 内容来源 新闻来源 消息来源 稿源 来源单位 来源部门 信息来源单位 文章出处 出处 转自 摘自 转载自 来源于 信息提供者 来自",
  ],
  [
    "source",
    2,
    "供稿 供稿单位 来稿单位 供稿部门 信息提供 信息提供单位 稿件提供 报送单位 报送部门 上报单位 发稿单位 发稿部门 投稿单位 撰稿单位 上传单位 上传部门 录入单位",
  ],
  [
    "source",
    3,
    "发布机构 发布单位 发布机关 发布部门 公开机构 公开单位 公开主体 信息公开单位 信息发布单位 信息发布机构 信息公开机构 责任部门 责任单位 公开责任部门",
  ],
  ["source", 4, "发文机关 发文单位 发文机构 发文部门 制发机关 制发单位 发布者 发布人"],
  [
    "number",
    1,
    "文号 发文字号 文件编号 文件字号 发文文号 文件文号 公文文号 发文编号 公文字号 发文号 文件号 公文编号",
  ],
  ["index", 1, "索引号 索取号 信息索引号 信息索取号 索引编号 索引码 信息索引"],
  ["title", 1, "名称 标题 信息名称 文件名称 信息标题 公开标题 文件标题"],
  [
    "other",
    1,
    "作者 编辑 责任编辑 责编 编审 审核 审核人 审核者 审签人 签发 签发人 录入 录入人 录入员 录入者 上传人 上传者 拟稿 拟稿人 发稿人 供稿人 撰稿人 编辑人 责任人 一审 二审 三审 校对 审稿 初审 复审 终审 监制 摄影 撰稿 记者 通讯员 浏览次数 浏览量 浏览 点击数 点击量 点击率 点击次数 点击 阅读次数 阅读量 阅读数 阅读 访问量 访问次数 访问 人气 查看 字体 字号 字体大小 字体颜色 打印 关闭 分享 分享到 视力保护色 保护视力色 视力保护 选择字体 主题分类 信息分类 信息类别 主题词 体裁分类 体裁 公开方式 公开范围 公开形式 公开类别 公开程序 公开时限 公开属性 有效性 效力状态 文件状态 是否有效 生效时间 生效日期 实施日期 施行日期 废止时间 废止日期 失效时间 失效日期 关键词 关键字 语种 信息格式 载体类型 内容概述 内容概要 内容摘要 摘要 备注 服务对象 服务对象分类 所属栏目 栏目 所属分类 类别 类型 类型 组配分类 文种 题材分类 听全文 语音播报 二维码 收藏 下载 扫一扫 文件有效性 时效 时效性",
  ],
];

const WORDS: ReadonlyMap<string, LabelWord> = new Map(
  DICTIONARY.flatMap(([field, rank, words]) =>
    words.split(" ").map((word) => [word, { word, field, rank }] as const),
  ),
);

/** Every sign that a label begins with. */
export const FIRST_SIGNS = [...new Set([...WORDS.keys()].map((word) => word.charAt(0)))].join("");

/** No label has more characters. */
export const LONGEST_LABEL = Math.max(...[...WORDS.keys()].map((word) => word.length));

/** What `word`, without white space or colon, announces; null where it is no label. */
export function labelWord(word: string): LabelWord | null {
  return WORDS.get(word) ?? null;
}

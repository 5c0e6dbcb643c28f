/** The words a catch-all is made of, as they read once folded (folded-text.ts: 其它 reads 其他). Lists; the grammar is in catch-all.ts. */

/** Papers without a name. */
export const papers = '材料 资料 文件 文书 证明 证件 证照 凭证 凭据 票据 单据 手续 要件 附件 佐证 东西 证据 依据'.split(' ')

/** Words that tell nothing of which paper it is: 有关…材料. */
export const vague =
  '其他 其余 有关 相关 相应 对应 必要 必需 必须 所需 另外 别的 各种 各类 各项 一切 若干 某些 配套 全部 全套 所有 任何 后续 必备 一应 附加 备用 诸如此类'.split(
    ' ',
  )

/** What may stand between such a word and the paper and still tells nothing: 其他业务相应材料, 有关证明文件. */
export const empty =
  '其他 有关 相关 相应 对应 必要 必需 所需 需要 有效 合法 法定 书面 正式 原始 特殊 身份 业务 申请 申报 申办 审批 备案 批准 证明 证据 佐证 辅助 辅助性 支撑 支撑性 支持 支持性 参考 补充 技术 办理 提交 提供 说明 应当 应 需 须 要 的'.split(
    ' ',
  )

/** What may stand between 等 and the paper: 等相关证明文件. 身份 is not among them: 护照等身份证件 says which kind. */
export const emptyAfterAnd =
  '其他 有关 相关 相应 必要 必需 所需 需要 有效 合法 法定 书面 正式 证明 证据 佐证 辅助 支撑 补充 技术 应当 提交 提供 的'.split(' ')

/** Who is said to decide later what else is wanted. */
export const deciders = '机关 部门 机构 单位 窗口 人员 我局 本局 我委 中心 大厅 组委会 委员会 管理局 法律 法规 规章 国家 规定'.split(' ')

/** How it is left to them. */
export const leavings = '认为 要求 规定 需要 指定 通知 确定 提出'.split(' ')

/** What one does with a paper that is not named: 须附的文件, 要求补正的材料. */
export const handings = '补充 提交 提供 补交 补正 补报 补 附送 附具 附 报送 出具 核验 具备 准备 上交 交'.split(' ')

/** Whose paper it is: 其他股东的身份证明文件 says which one. */
export const others = '人 者 方 户 股东 组织 机构 单位 部门 成员 银行 企业 公司 国家 地区'.split(' ')

/** Turns of speech that leave the list open wherever they stand. */
export const openings = [
  '视(具体|实际|个案|审查|办理)?情(况|形)',
  '(根据|依据|按照|按|结合)(实际|具体|审查|审核|办理|工作)(情况|需要)',
  '酌情',
  '按需(提供|提交|补充)',
  '(如|若)有(需要|必要)',
  '包括但不(仅)?限于',
  '(根据|按照|按|视)不同(情况|情形)',
  '必要(的)?(时|情况下)',
  '(其他|有关|相关)(材料|资料|文件)(?!表|清单|目录|费|款|登记|交接|移交|公司|厂|室|袋|柜|学)',
  '诸如此类',
  '(另行|现场|电话|当场|届时)(通知|告知|确定)',
  '以(窗口|工作人员|现场|受理|审批|部门|经办).{0,6}(要求|通知|告知|规定)?为准',
  '按(照)?(窗口|工作人员|受理|审批|经办|有关|相关).{0,6}(要求|规定)(提供|提交|补充|办理)',
]

/** Acts whose material is named after themselves alone: 奖励申报材料 says no more than “what is handed in”. */
export const acts =
  '申请 申报 申领 申办 报名 评审 推荐 推荐人 表彰 奖励 资助 接续 增员 减员 调动 补缴 补发 办理 业务 事项 受理 审批 报批'.split(' ')

/** 等 is part of a word here and ends no list; 合同等材料 and 核对等资料 do. */
export const harmlessAnd = [
  '高等(?=学|教|院|职|法|数|级)',
  '(中|初)等(?=职|专|学|教|城|级)',
  '同等(?=学|条件|效力|待遇|资格|水平|级)',
  '对等(?=开放|原则|条件|承诺|关系)',
  '特等(?=奖|功|残)',
  '[一二三四五六](?<!第[一二三四五六])等(?=奖|功|残|舱|座|品|秘|级)',
  '[甲乙丙优]等',
  '(平|相|均)等',
  '等(级|额|待|候|次|同|值|效|价|比|距|离子|腰|高线|位|温|压|边|量|幅)',
].join('|')

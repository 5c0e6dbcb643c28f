/** The library of usual defects: what is wrong, and how it is cured. */
export const usualDefects: readonly { readonly problem: string; readonly cure: string }[] = [
  { problem: '未提交', cure: '请按办事指南的要求提交' },
  { problem: '影像不清晰，关键内容无法辨认', cure: '请重新扫描或者拍照，四角完整、文字清晰' },
  { problem: '缺页', cure: '请补齐全部页面，按顺序上传' },
  { problem: '未签名或者未盖章', cure: '请由本人签名(单位加盖公章)后重新提交' },
  { problem: '已过有效期', cure: '请提交在有效期内的材料' },
  { problem: '与填写的内容不一致', cure: '请核对后更正填写内容，或者提交一致的材料' },
]

/** How a usual defect is cured; undefined for another. */
export const usualCure = (problem: string): string | undefined => usualDefects.find((usual) => usual.problem === problem)?.cure

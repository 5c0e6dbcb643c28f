/** What the trail calls each act of administration. */
export const auditActs: Readonly<Record<string, string>> = {
  invite: '邀请开通帐号',
  withdrawInvitation: '撤回邀请',
  accountOpened: '开通帐号',
  proveOfficer: '工作人员核对本人身份',
  appoint: '提出岗位',
  approve: '批准岗位',
  reject: '不批准岗位',
  end: '免去岗位',
  disable: '停用帐号',
  restore: '恢复帐号',
  renew: '发出重设登录链接',
  passwordRenewed: '用链接重设密码',
  handOver: '安排交接',
  endHandOver: '结束交接',
  certificate: '登记数字证书',
  certificateApproved: '批准数字证书',
  certificateRejected: '不批准数字证书',
  takeFactor: '收回登录方式',
  unit: '机构启停',
  addOffice: '添加科室、窗口、站点',
  renameOffice: '科室、窗口、站点改名',
  openCorrection: '查看更正申请',
  acceptCorrection: '同意更正',
  refuseCorrection: '不同意更正',
  askPhoneChange: '窗口申请更换手机号',
  acceptPhoneChange: '批准窗口更换手机号',
  refusePhoneChange: '不批准窗口更换手机号',
  stopPhoneChange: '本人停止窗口更换手机号(提醒)',
  phoneChangeGenuine: '核查：更换手机号是本人办理',
  phoneChangeFalse: '核查：更换手机号不是本人办理',
  numbersOverBudget: '一天内多次显示完整号码(提醒)',
  codesLow: '短信验证码快要发完(提醒)',
  codesSpent: '短信验证码已经发完(提醒)',
  'app-propose': '提出应用接入',
  'app-change': '提出修改应用',
  'app-approve': '审核通过应用',
  'app-refuse': '审核退回应用',
  'app-rotateKey': '提出更换应用密钥',
  'app-suspend': '停用应用',
  'app-resume': '恢复应用',
  exportAudit: '导出审计记录',
}

/** What became of a request, by the status that the trail keeps of it (200, or 404 and the name of the problem); words stay words. */
export const outcomeOf = (result: string): string => {
  const status = Number(/^[1-5]\d\d(?= |$)/.exec(result)?.[0])
  if (Number.isNaN(status)) return result
  if (status < 400) return '完成'
  if (status === 403) return '没有权限'
  if (status === 404) return '没有，或者不让看'
  return status < 500 ? '没有办成' : '系统出错'
}

/** What the trail calls each act of administration. */
export const auditActs: Readonly<Record<string, string>> = {
  invite: '邀请开通帐号',
  accountOpened: '开通帐号',
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
  unit: '机构启停',
  exportAudit: '导出审计记录',
}

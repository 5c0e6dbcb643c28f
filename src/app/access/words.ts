/** What each call of the API does, in words: its title in the description, and what the audit trail calls it. */
export const apiWords: Readonly<Record<string, string>> = {
  'POST /api/v1/sessions': '登录', 'POST /api/v1/certificates/challenge': '取得要用数字证书签名的内容', 'POST /api/v1/sessions/certificate': '用数字证书登录', 'POST /api/v1/sessions/again': '在打开的会话里再次确认是本人', 'DELETE /api/v1/sessions': '退出', 'GET /api/v1/me': '当前用户',
  'GET /api/v1/divisions/:code': '行政区划', 'GET /api/v1/divisions/:code/children': '下级行政区划',
  'GET /api/v1/items': '搜索和浏览事项', 'GET /api/v1/items/:code': '事项', 'GET /api/v1/items/:code/guide': '办事指南', 'GET /api/v1/items/:code/versions': '指南的版本', 'GET /api/v1/items/:code/changes': '两个版本之间的差异',
  'GET /api/v1/items/:code/process': '办理流程', 'PUT /api/v1/items/:code/process': '把办理流程存入指南稿', 'GET /api/v1/items/:code/process.bpmn': '办理流程(BPMN 2.0)', 'POST /api/v1/items/:code/process.bpmn': '导入办理流程(BPMN 2.0)到指南稿；check=1 只检查',
  'GET /api/v1/catalogue/drafts': '起草中的办事指南', 'GET /api/v1/catalogue/drafts/:code': '一个事项的稿子、差异、影响和经过', 'PUT /api/v1/catalogue/drafts/:code': '保存稿子(seen 为读到的稿次，0 为开始起草)', 'POST /api/v1/catalogue/drafts/:code/acts': '送审、退回、审核通过、发布',
  'GET /api/v1/catalogue/findings': '现行指南要改的有几处', 'POST /api/v1/catalogue/sheets': '上传空表或者样表(PDF、OFD、docx、xlsx、图片，不超过 10 MB)', 'GET /api/v1/catalogue/sheets/:sha256': '起草中的空表或者样表',
  'GET /api/v1/catalogue/guides.xlsx': '本部门的办事指南(表格)', 'POST /api/v1/catalogue/uploads': '上传办事指南表格，逐行比较', 'GET /api/v1/catalogue/uploads': '本人上传过的表格', 'GET /api/v1/catalogue/uploads/:id': '上传的表格逐行的变化和问题', 'POST /api/v1/catalogue/uploads/:id/rows': '接收几行，成为草稿',
  'GET /api/v1/base-items': '基本目录', 'PUT /api/v1/base-items/:code': '写入基本目录的一项', 'GET /api/v1/catalogue/bodies': '本级实施主体', 'POST /api/v1/catalogue/items': '按基本目录新增事项，或者在自己的事项下新增业务办理项',
  'GET /api/v1/base-items/:code': '基本目录的一项和各级实施清单', 'GET /api/v1/items/:code/standing': '事项的状态、历史和还没生效的变动', 'POST /api/v1/items/:code/standing': '登记承接、下放、取消、调整', 'DELETE /api/v1/items/:code/standing/:id': '撤回还没生效的变动', 'GET /api/v1/planned-changes': '本级还没生效的变动',
  'GET /api/v1/lists': '一个站点的清单', 'GET /api/v1/lists/:kind': '一份清单的各行', 'GET /api/v1/lists/:kind/versions': '一份清单的版本', 'GET /api/v1/items/:code/lists': '事项列入的清单',
  'GET /api/v1/list-drafts/:division': '可以编写的清单', 'GET /api/v1/list-drafts/:division/:kind': '清单的下一版', 'PATCH /api/v1/list-drafts/:division/:kind': '编写清单', 'POST /api/v1/list-drafts/:division/:kind/derive': '由办事指南生成清单', 'POST /api/v1/list-drafts/:division/:kind/publish': '发布清单(另一人)', 'DELETE /api/v1/list-drafts/:division/:kind': '放弃没有发布的清单',
  'GET /api/v1/indicators': '24 项指标', 'GET /api/v1/indicators.xlsx': '导出 24 项指标', 'GET /api/v1/indicators/:number': '一项指标：各部门、缺什么的事项、走势',
  'GET /api/v1/items/suggestions': '输入时的建议', 'GET /api/v1/items/changes': '事项的变动，从一个数往后取，不漏不重', 'GET /api/v1/items/:code/versions/:version': '指南的一个版本，地址和内容永远不变',
  'GET /api/v1/staff': '工作人员名册', 'GET /api/v1/staff.xlsx': '导出工作人员名册', 'GET /api/v1/staff/asked': '等批准的岗位和数字证书', 'GET /api/v1/staff/:id': '一位工作人员的岗位、交接和可以对他做的事',
  'POST /api/v1/staff/invitations': '邀请开通工作人员帐号：一次性链接', 'POST /api/v1/staff/:id/posts': '提出岗位或者调整岗位(另一人批准后生效)', 'POST /api/v1/staff/:id/acts': '免去岗位、停用、恢复、交接、重设登录', 'POST /api/v1/staff/posts/:id': '批准或者不批准岗位',
  'GET /api/v1/staff/invitations': '还没有打开的一次性链接', 'DELETE /api/v1/staff/invitations/:id': '撤回一次性链接', 'POST /api/v1/staff/:id/certificates': '登记工作人员的数字证书(另一人批准后生效)', 'POST /api/v1/staff/certificates/:id': '批准或者不批准数字证书',
  'GET /api/v1/staff/places': '机构树', 'POST /api/v1/staff/places': '添加科室、窗口、站点', 'POST /api/v1/staff/places/:id': '机构启停、集中审批机关', 'GET /api/v1/audit': '审计记录', 'GET /api/v1/audit.xlsx': '导出审计记录',
  'GET /api/v1/words': '搜索用词和没有查到的问题', 'POST /api/v1/words/trial': '试一个说法：现在和保存以后各找到什么', 'PUT /api/v1/words': '保存或者停用一个说法',
  'GET /api/v1/apps': '接入的应用', 'POST /api/v1/apps': '提出接入(另一人审核)', 'GET /api/v1/apps/:id': '一个应用和它的记录', 'PUT /api/v1/apps/:id': '提出修改(另一人审核)', 'POST /api/v1/apps/:id/acts': '审核、停用、恢复', 'POST /api/v1/apps/:id/key': '更换密钥',
  'GET /api/v1/grants': '本人或者本单位给出、得到的授权', 'POST /api/v1/grants': '授权(要在 5 分钟内再次确认是本人)', 'POST /api/v1/grants/:id/acts': '接受或者结束授权',
  'GET /api/v1/convenience': '便民服务', 'GET /api/v1/directory': '办事机构、中介机构、专业顾问名录',
  'POST /api/v1/items/:code/situation': '情形引导：剩下的材料', 'GET /api/v1/items/:code/ratings': '事项的评价',
  'POST /api/v1/cases': '新建草稿', 'PATCH /api/v1/cases/:no/draft': '保存草稿', 'POST /api/v1/cases/:no/files': '上传材料', 'DELETE /api/v1/cases/:no/files/:file': '删除材料', 'POST /api/v1/cases/:no/photos': '现场核查：上传照片(JPG、PNG)，随环节通过入卷',
  'POST /api/v1/cases/:no/submit': '提交申请(需要 Idempotency-Key)', 'POST /api/v1/cases/:no/successor': '带着草稿内容去承接的新事项', 'POST /api/v1/cases/:no/acts': '办理办件(受理、补正、审查、决定、送达)', 'GET /api/v1/cases/:no': '办件',
  'GET /api/v1/cases/:no/journal': '办理记录', 'POST /api/v1/cases/:no/numbers': '显示表单里的完整号码，每次留下记录', 'GET /api/v1/cases/:no/clock': '时限和解释', 'GET /api/v1/cases/:no/documents': '文书', 'GET /api/v1/cases/:no/documents.zip': '全部文书和回执', 'GET /api/v1/documents/print': '成批打印文书', 'POST /api/v1/documents/print': '成批打印文书(表单)', 'GET /api/v1/cases/:no/receipt': '可验证的回执',
  'POST /api/v1/reception/visits': '综窗：凭到窗口办理码或身份证号识别来办事的人', 'POST /api/v1/reception/people': '综窗：登记来办事的人', 'GET /api/v1/reception/visits/:visit': '综窗：一次接待',
  'POST /api/v1/reception/visits/:visit/party': '综窗：为谁办', 'POST /api/v1/reception/visits/:visit/mandate': '综窗：上传授权书', 'POST /api/v1/reception/visits/:visit/drafts': '综窗：新办',
  'POST /api/v1/reception/visits/:visit/drafts/:draft/open': '综窗：打开本人的草稿', 'POST /api/v1/reception/visits/:visit/drafts/:draft/confirmation': '综窗：请申请人核对', 'GET /api/v1/reception/visits/:visit/drafts/:draft/confirmation': '综窗：申请人核对的结果',
  'GET /api/v1/reception/visits/:visit/cases/:no': '综窗：来办事的人待补正的办件', 'POST /api/v1/reception/visits/:visit/cases/:no/open': '综窗：打开待补正的办件', 'POST /api/v1/reception/visits/:visit/cases/:no/hand-in': '综窗：代申请人提交补正',
  'GET /api/v1/reception/visits/:visit/licences': '综窗：来办事的人名下证照', 'POST /api/v1/reception/visits/:visit/licences/:licence/matters': '综窗：为来办事的人办理证照变更、延续、补证、注销',
  'GET /api/v1/worklists/:name': '工作队列', 'GET /api/v1/worklists/:name.xlsx': '导出工作队列', 'GET /api/v1/events': '队列变化的消息(server-sent events)',
  'POST /api/v1/batches': '成批办理(需要 Idempotency-Key)', 'POST /api/v1/batches/acts': '一批办件可以办的行为', 'GET /api/v1/batches': '本人的批次', 'GET /api/v1/batches/:id': '批次的进度和结果', 'DELETE /api/v1/batches/:id': '发出前撤销批次', 'GET /api/v1/batches/:id/refusals.xlsx': '导出没有办成的办件',
  'GET /api/v1/saved-filters': '存下的筛选', 'POST /api/v1/saved-filters': '存下筛选', 'DELETE /api/v1/saved-filters/:id': '删除筛选', 'GET /api/v1/supervision/lights': '各部门、事项、人员的亮灯', 'GET /api/v1/licences/:id': '证照', 'POST /api/v1/verifications': '公开验证', 'POST /api/v1/ratings': '评价',
  'GET /api/v1/cases': '本人或者本单位的办件', 'POST /api/v1/drafts': '开始填写申请', 'GET /api/v1/cases/:no/draft': '草稿', 'DELETE /api/v1/cases/:no/draft': '删除草稿', 'GET /api/v1/cases/:no/files/:file': '办件里的文件', 'GET /api/v1/cases/:no/documents/:paper': '一份文书',
  'GET /api/v1/corrections': '更正申请', 'GET /api/v1/corrections/:id': '一项更正申请', 'GET /api/v1/corrections/:id/evidence': '更正申请的证明材料', 'POST /api/v1/corrections/:id': '同意或者不同意更正',
  'GET /api/v1/phone-changes': '窗口更换手机号的申请', 'POST /api/v1/phone-changes': '窗口申请更换手机号', 'POST /api/v1/phone-changes/:id': '批准或者不批准更换手机号', 'POST /api/v1/phone-changes/:id/code': '给新手机号发验证码', 'POST /api/v1/phone-changes/:id/prove': '核对新手机号的验证码', 'POST /api/v1/phone-changes/:id/review': '核查本人说不是他办的更换',
  'GET /api/v1/licences': '证照', 'POST /api/v1/licences/:id/revocation': '撤销或者吊销证照', 'GET /api/v1/worklists': '本人的工作队列', 'POST /api/v1/me/acting': '切换为谁办', 'POST /api/v1/progress': '凭编号和查询码查进度',
} // biome-ignore format: a list of calls

/** What the forms of pages do. */
const formWords: Readonly<Record<string, string>> = {
  'POST /login/person': '个人登录', 'POST /login/organisation': '法人登录', 'POST /login/staff': '工作人员登录', 'POST /login/second': '第二重验证', 'POST /login/renew': '换到期的密码', 'POST /login/certificate': '用数字证书登录',
  'POST /login/code': '要登录验证码', 'POST /login/code/code': '用验证码登录', 'POST /passkeys/sign-in': '用通行密钥登录', 'POST /passkeys/again': '用通行密钥再次确认是本人', 'POST /my/again': '再次确认是本人', 'POST /my/again/certificate': '用数字证书再次确认是本人',
  'POST /logout': '退出', 'POST /invite/:token': '用一次性链接开通帐号', 'POST /stop/:token': '用短信链接停止更换手机号', 'POST /my/security/stop': '停止窗口更换手机号', 'POST /my/security/person': '工作人员核对本人身份', 'POST /settings': '设置字号、对比度和语言', 'POST /track': '凭编号和查询码查进度', 'POST /verify': '验证证照和文书', 'POST /confirm/:token': '当面核对申请',
} // biome-ignore format: a list of forms

/** Pages by where they lie, the longest beginning first: the rest of what may stand in the trail. */
const places: readonly (readonly [beginning: string, words: string])[] = [
  ['/api/', '没有名称的接口'],
  ['/apply/', '填写申请的页面'], ['/my/cases/', '“我的”里的办件'], ['/my/certs', '“我的”里的证照'], ['/my/data', '“我的”里的个人信息'], ['/my/security', '“我的”里的帐号安全'], ['/my', '“我的”里的页面'],
  ['/oidc/', '应用的统一登录'], ['/.well-known/', '应用的统一登录'], ['/passkeys/', '通行密钥'], ['/login', '登录页面'], ['/recover', '找回密码'], ['/register', '注册'], ['/invite/', '一次性链接'], ['/stop/', '停止更换手机号的链接'],
  ['/licences/', '证照的 PDF 文件'], ['/guide/', '办事指南的页面'], ['/lists', '清单'], ['/open-data', '开放数据'], ['/console', '工作台'], ['/rate', '评价'], ['/confirm/', '当面核对申请'], ['/assets/', '页面的样式和脚本'], ['/', '公开的页面'],
] // biome-ignore format: a list of places

type Known = { readonly method: string; readonly parts: readonly RegExp[]; readonly words: string }
/** A token may be anything too, and is no handle of anything. */
const shape = (part: string): RegExp =>
  new RegExp(
    `^${part
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(':token', '.+')
      .replace(/:\w+/, '(.+)')}$`,
  )
/** How many parts of a route may be anything: the one that says most is asked first. */
const freedom = (route: string): number => route.split(':').length
const known: readonly Known[] = Object.entries({ ...apiWords, ...formWords })
  .sort(([a], [b]) => freedom(a) - freedom(b) || b.length - a.length)
  .map(([route, words]) => {
    const [method = '', path = ''] = route.split(' ')
    return { method, parts: path.split('/').map(shape), words }
  })

/** The values of the parts that may be anything; undefined where the path is another's. */
const valuesOf = ({ parts }: Known, path: readonly string[]): string[] | undefined => {
  if (parts.length !== path.length) return undefined
  const found = parts.map((part, i) => part.exec(path[i] ?? ''))
  return found.every((match) => match !== null) ? found.flatMap((match) => match?.[1] ?? []) : undefined
}

const isHandle = (value: string): boolean => !/^[0-9a-f-]{32,}$/.test(value)

/**
 * What was asked for in the office's words, with the numbers of cases and items that the path names; undefined for what is no request.
 * `what`: method and path, as the trail keeps them; of a sign-in the path alone.
 */
export const wordsOf = (what: string): string | undefined => {
  const [, method = 'POST', path] = /^(?:([A-Z]+) )?(\/.*)$/.exec(what) ?? []
  if (!path) return undefined
  const parts = path.split('/')
  for (const one of known) {
    const values = one.method === method ? valuesOf(one, parts) : undefined
    if (values) return [one.words, ...values.filter(isHandle).map(decoded)].join(' ')
  }
  return places.find(([beginning]) => path.startsWith(beginning))?.[1]
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Names of columns that hold something of a person; whoever adds one says here what becomes of it (S-093). */
export const personalColumn =
  '(sealed$|_born_on$|phone|person|applicant|agent_|helper|principal_id|holder|account_id|subject|device|network|birth|sex$|ethnicity|address|email|id_number|words|answers|recipient|owner|user_name$)'

/** What becomes of a table's personal columns when its owner asks for a copy: the section of the copy, or why it is not in it. */
export type Answered = { readonly columns: readonly string[] } & ({ readonly in: string } | { readonly not: string })

const passing = '用过即删的验证过程'
const ofOfficers = '工作人员的履职记录,不是申请人的信息'
const digest = '只有摘要或者密文密钥,不含可读内容'

/** The inventory of personal data, table by table (个人信息保护法 §§45, 51). */
export const inventory: Readonly<Record<string, Answered>> = {
  'identity.account': { columns: ['person_id', 'phone_hash', 'phone_sealed', 'user_name'], in: '帐号' },
  'identity.person': { columns: ['ethnicity', 'id_number_hash', 'id_number_sealed', 'sex'], in: '实名信息' },
  'identity.proofing': { columns: ['account_id', 'person_id'], in: '实名记录' },
  'identity.correction': { columns: ['account_id', 'former_sealed', 'person_id', 'wanted_sealed'], in: '更正申请' },
  'identity.phone_change': { columns: ['account_id', 'person_id', 'phone_sealed', 'former_sealed'], in: '窗口更换手机号' },
  'identity.consent': { columns: ['account_id'], in: '同意记录' },
  'identity.membership': { columns: ['person_id'], in: '可以代表的单位' },
  'identity.acting_grant': { columns: ['helper_id', 'principal_id', 'ward_born_on'], in: '我给出的授权' },
  'identity.message': { columns: ['person_id'], in: '消息' },
  'identity.sign_in': { columns: ['account_id', 'device'], in: '登录记录' },
  'platform.session': { columns: ['device', 'subject_id', 'subject_kind'], in: '正在登录' },
  'identity.preference': { columns: ['account_id'], in: '偏好' },
  'identity.factor': { columns: ['account_id', 'secret_sealed'], in: '验证方式' },
  'identity.certificate': { columns: ['account_id', 'subject'], in: '验证方式' },
  'identity.factor_event': { columns: ['account_id'], in: '验证方式' },
  'identity.partner_link': { columns: ['account_id', 'subject'], in: '验证方式' },
  'identity.data_request': { columns: ['account_id', 'sealed'], not: '申请本身在“我的数据”里看得到,副本不再装进副本' },
  'identity.factor_tries': { columns: ['account_id'], not: passing },
  'identity.recovery': { columns: ['account_id'], not: passing },
  'identity.sms_code': { columns: ['phone_hash'], not: passing },
  'identity.recovery_code': { columns: ['account_id'], not: digest },
  'identity.former_password': { columns: ['account_id'], not: digest },
  'identity.officer': { columns: ['account_id'], not: ofOfficers },
  'identity.appointment': { columns: ['account_id'], not: ofOfficers },
  'identity.certificate_request': { columns: ['account_id', 'subject'], not: ofOfficers },
  'identity.invitation': { columns: ['account_id'], not: ofOfficers },
  'casework.matter': { columns: ['agent_id', 'applicant_id', 'applicant_kind', 'applicant_name'], in: '办件' },
  'casework.journal': { columns: ['sealed'], in: '办件' },
  'documents.paper': { columns: ['recipient'], in: '办件' },
  'casework.draft': { columns: ['agent_id', 'applicant_id', 'owner', 'sealed'], in: '草稿' },
  'casework.access_log': { columns: ['subject'], in: '谁看过我的办件' },
  'casework.batch': { columns: ['owner'], not: ofOfficers },
  'casework.saved_filter': { columns: ['owner'], not: ofOfficers },
  'casework.broken_promise': { columns: ['applicant_hash', 'applicant_id'], not: digest },
  'casework.confirmation': { columns: ['words'], not: '窗口当面确认的过程,结果在办件里' },
  'casework.visit': { columns: ['applicant', 'sealed'], not: '到窗口办理的过程,结果在办件里' },
  'casework.visit_code': { columns: ['applicant', 'sealed'], not: passing },
  'licences.licence': { columns: ['content_sealed', 'holder_hash', 'holder_id', 'holder_kind', 'holder_name'], in: '证照' },
  'ratings.rating': { columns: ['words'], not: '评价公开在办件页,不带个人信息' },
  'platform.audit': { columns: ['network'], not: ofOfficers },
  'platform.access': { columns: ['network'], not: '防护用的安全记录,姓名已隐去;本人的登录在“登录记录”里' },
  'platform.idempotency': { columns: ['subject'], not: passing },
  'apps.consent': { columns: ['account_id'], not: '授权过的应用在“应用授权”里看得到' },
  'apps.login': { columns: ['account_id'], not: passing },
  'apps.sign_on': { columns: ['sealed'], not: passing },
  'apps.token': { columns: ['account_id', 'sealed'], not: passing },
}

import type { Json } from '../../../kernel/canonical.ts'
import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { listGrantsAbout, listGrantUsesAbout } from '../store/grants.ts'
import { listMessages } from '../store/messages.ts'
import {
  findAccountFacts,
  listConsents,
  listCorrections,
  listOpenPlaces,
  listPhoneChanges,
  listProofings,
  listRepresentations,
  listWaysIn,
} from '../store/own-data.ts'
import { listMemberships } from '../store/people.ts'
import { findPreference } from '../store/preferences.ts'
import { listSignIns } from '../store/sign-ins.ts'
import { openValues } from './corrections.ts'
import { openPhone } from './phone-at-window.ts'
import { openFormer } from './phone-stop.ts'
import { getPerson, phoneInAccount } from './viewer.ts'

/** Days of sign-ins that are kept at all (S-095). */
export const keptSignInDays = 180

/** What hangs on the person of an account. */
const personData = async (sql: Sql, secrets: Secrets, personId: string) => {
  const grants = await listGrantsAbout(sql, personId)
  return {
    实名信息: await getPerson(sql, personId, secrets),
    更正申请: (await listCorrections(sql, personId)).map((one) => ({ ...one, ...openValues(secrets, one) })),
    可以代表的单位: await listMemberships(sql, personId),
    法定代表人变更: await listRepresentations(sql, personId),
    我给出的授权: grants.filter(
      ({ helperId, principalId, grantedBy }) => principalId === personId || (grantedBy === personId && helperId !== personId),
    ),
    我得到的授权: grants.filter(({ helperId }) => helperId === personId),
    按授权做过的事: await listGrantUsesAbout(sql, personId),
    消息: await listMessages(sql, personId, null),
  }
}
const nobody = { 实名信息: null, 更正申请: [], 可以代表的单位: [], 法定代表人变更: [], 我给出的授权: [], 我得到的授权: [], 按授权做过的事: [], 消息: [] } // biome-ignore format: the sections of who has not proven himself

/** Everything that 统一用户 holds of an account and its person, for his own copy, nothing left out (S-093; 个人信息保护法 §45). */
export const identityData = async (sql: Sql, secrets: Secrets, accountId: string): Promise<Record<string, Json>> => {
  const account = await findAccountFacts(sql, accountId)
  if (!account) return {}
  const { personId } = account
  const phones = (await listPhoneChanges(sql, accountId)).map(({ phone, former, ...one }) => ({
    ...one,
    newPhone: openPhone(secrets, { id: one.id, phone }),
    formerPhone: former ? openFormer(secrets, one.id, former) : '',
  }))
  return JSON.parse(
    JSON.stringify({
      帐号: { 用户名: account.userName, 手机号码: await phoneInAccount(sql, secrets, accountId), 开户时间: account.createdAt },
      实名记录: await listProofings(sql, accountId, personId),
      ...(personId ? await personData(sql, secrets, personId) : nobody),
      窗口更换手机号: phones,
      验证方式: await listWaysIn(sql, accountId),
      同意记录: await listConsents(sql, accountId),
      登录记录: await listSignIns(sql, accountId, keptSignInDays, null),
      正在登录: await listOpenPlaces(sql, accountId),
      偏好: (await findPreference(sql, accountId)) ?? null,
    }),
  ) as Record<string, Json>
}

import type { Json } from '../../../kernel/canonical.ts'
import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { listGrantsOfPerson, listGrantsToPerson, listGrantUses } from '../store/grants.ts'
import { listMessages } from '../store/messages.ts'
import {
  findAccountFacts,
  listConsents,
  listCorrections,
  listOpenPlaces,
  listPhoneChanges,
  listProofings,
  listWaysIn,
} from '../store/own-data.ts'
import { listMemberships } from '../store/people.ts'
import { findPreference } from '../store/preferences.ts'
import { listSignIns } from '../store/sign-ins.ts'
import { getPerson, phoneInAccount } from './viewer.ts'

/** Days of sign-ins that are kept at all (S-095). */
export const keptSignInDays = 180

/** Everything that 统一用户 holds of an account and its person, for his own copy (S-093; 个人信息保护法 §45). */
export const identityData = async (sql: Sql, secrets: Secrets, accountId: string): Promise<Record<string, Json>> => {
  const account = await findAccountFacts(sql, accountId)
  if (!account) return {}
  const { personId } = account
  const [person, memberships, given, received, messages] = personId
    ? await Promise.all([
        getPerson(sql, personId, secrets),
        listMemberships(sql, personId),
        listGrantsOfPerson(sql, personId),
        listGrantsToPerson(sql, personId),
        listMessages(sql, personId),
      ])
    : [undefined, [], [], [], []]
  const uses = await Promise.all([...given, ...received].map(({ id }) => listGrantUses(sql, id)))
  return JSON.parse(
    JSON.stringify({
      帐号: { 用户名: account.userName, 手机号码: await phoneInAccount(sql, secrets, accountId), 开户时间: account.createdAt },
      实名信息: person ?? null,
      实名记录: await listProofings(sql, accountId),
      更正申请: await listCorrections(sql, accountId),
      窗口更换手机号: await listPhoneChanges(sql, accountId),
      验证方式: await listWaysIn(sql, accountId),
      同意记录: await listConsents(sql, accountId),
      可以代表的单位: memberships,
      我给出的授权: given,
      我得到的授权: received,
      按授权做过的事: uses.flat(),
      消息: messages,
      登录记录: await listSignIns(sql, accountId, keptSignInDays),
      正在登录: await listOpenPlaces(sql, accountId),
      偏好: (await findPreference(sql, accountId)) ?? null,
    }),
  ) as Record<string, Json>
}

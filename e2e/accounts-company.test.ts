import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { issueTo } from '../src/sandbox/ca-store.ts'
import { openAccounts, openLine, seen, shoot, signOn, until } from './accounts.ts'
import { follow, press, signIn } from './steps.ts'
import { eventually } from './visitor.ts'

const { server, db, phones, at, phone, comeByPartner, matter, noComplaints } = await openAccounts()
const [secret, secondSecret] = ['Feng_po_lang_2026', 'Yun_fan_cang_hai_7']

type Registering = { readonly kind: string; readonly name: string; readonly uscc: string }
/** Fills in what is asked of a legal person, whatever stands there already, and sends it. */
const register = async (one: Page, { kind, name, uscc }: Registering): Promise<void> => {
  await one.locator(`[name=kind][value=${kind}]`).check()
  await one.locator('[name=name]').fill(name)
  await one.locator('[name=uscc]').fill(uscc)
  await one.locator('[name=password]').fill(secret)
  await press(one, '核对并注册')
}
/** What was typed stands there still, but for the password. */
const keeps = async (one: Page, { kind, name, uscc }: Registering): Promise<void> => {
  const typed = async (field: string) => one.locator(`[name=${field}]`).inputValue()
  assert.deepEqual(
    [await one.locator('[name=kind]:checked').getAttribute('value'), await typed('name'), await typed('uscc'), await typed('password')],
    [kind, name, uscc, ''],
  )
}
const another = '51150600MAXX00066C'

for (const { of, said, idNumber, number, wrong, why } of [
  {
    of: { kind: 'cooperative', name: '达拉特旗示例种养殖农民专业合作社', uscc: '93150621MAXX00031W' },
    said: '农专社', idNumber: '150624195812319113', number: '13911130001', wrong: { uscc: '93150621MAXX00031X' }, why: /请填写 18 位统一社会信用代码，并核对最后一位/,
  },
  {
    of: { kind: 'institution', name: '鄂尔多斯市示例幼儿园', uscc: '12150600MAXX00058J' },
    said: '事业单位', idNumber: '150626197208089165', number: '13911130002', wrong: { uscc: another }, why: /与法人库核对不一致.*确认您是登记的法定代表人/,
  },
  {
    of: { kind: 'association', name: '鄂尔多斯市示例志愿者协会', uscc: another },
    said: '社团', idNumber: '150627197901179173', number: '13911130003', wrong: { name: '鄂尔多斯市示例志愿者学会' }, why: /与法人库核对不一致/,
  },
  {
    of: { kind: 'stateOrgan', name: '鄂尔多斯市示例事务中心', uscc: '11150600MAXX000901' },
    said: '政府机关', idNumber: '150621198105059230', number: '13911130004', wrong: { kind: 'institution' }, why: /与法人库核对不一致.*检查名称、代码、类型/,
  },
] as const) // biome-ignore format: a table
  test(`R-037 R-038 R-039 R-042 ${said}: its 法定代表人, 实名 first, registers it by 统一社会信用代码; what is wrong is said, what was typed stays; the code signs in`, async () => {
    const one = await phone()
    await comeByPartner(one, number, idNumber)
    await one.goto(at('/register/organisation'))
    assert.match(await seen(one), /法人库核对一致后是“准实名”.*法定代表人\s*姓名\s*示例/)
    await register(one, { ...of, ...wrong })
    assert.match(await seen(one), why)
    await keeps(one, { ...of, ...wrong })
    await shoot(one, `b-${of.kind}-wrong`)
    await register(one, of)
    await until(one, '/my')
    assert.match(await seen(one), new RegExp(of.name))
    await press(one, '退出')
    await signIn(one, server.url, of.uscc, secret, 'organisation')
    await until(one, '/my')
    await one.goto(at('/my/level'))
    assert.match(await seen(one), /认证等级：实名.*法人帐号的实名，是法定代表人本人的实名/)
    await one.context().close()
  })

test('R-036 somebody who is not 实名 yet asks to register his company: he is led to 实名 and on to the form; the company of another is not his', async () => {
  const one = await phone()
  await one.goto(at('/login/organisation'))
  await follow(one, /还没有法人帐号/)
  await until(one, '/login/person')
  assert.match(await seen(one), /注册法人由法定代表人本人办理/)
  await shoot(one, 'b-legal-door')
  await follow(one, /还没有帐号/)
  await one.locator('[name=agreed]').check()
  await phones.confirm(one, '13911130005')
  await one.locator('[name=password]').fill(secret)
  await press(one, '注册')
  await until(one, '/my/realname')
  assert.match(await seen(one), /注册法人由法定代表人本人办理/)
  await shoot(one, 'b-legal-proof')
  await one.locator('[name=name]').fill('示例甲')
  await one.locator('[name=idNumber]').fill('150602198803159029')
  await press(one, '实名认证')
  assert.match(await seen(one), /已在另一个帐号实名/, 'R-044')
  await one.locator('[name=name]').fill('示例癸')
  await one.locator('[name=idNumber]').fill('150602198402299207')
  await press(one, '实名认证')
  await follow(one, '接着办')
  await until(one, '/register/organisation')
  const not = { kind: 'enterprise', name: '鄂尔多斯市示例建设工程有限公司', uscc: '91150603MAXX000236' }
  await register(one, not)
  assert.match(await seen(one), /确认您是登记的法定代表人/)
  await keeps(one, not)
  await register(one, { kind: 'enterprise', name: '准格尔旗示例运输有限公司', uscc: '91150622MAXX00074Y' })
  await until(one, '/my')

  await press(one, '退出')
  await one.goto(at('/login/organisation'))
  await follow(one, '忘记密码')
  await phones.confirm(one, '13911130005')
  await press(one, '下一步')
  await shoot(one, 'b-recover')
  await one.getByLabel(/示例运输/).check()
  await one.locator('[name=password]').fill(secondSecret)
  await press(one, '设置新密码')
  await until(one, '/login/organisation')
  assert.match(await seen(one), /新密码已生效/)
  await signIn(one, server.url, '91150622MAXX00074Y', secondSecret, 'organisation')
  await until(one, '/my')
  await one.context().close()
})

test('R-037 R-040 a 个体 that is not known here comes with its certificate: name and code stand there, its owner registers it, the level is 高级', async () => {
  const shop = { name: '东胜区示例面馆', uscc: '92150602MAXX0004X7', owner: '15062519660228913X' }
  const one = await phone()
  await one.goto(at('/login/certificate'))
  await signOn(one, (await issueTo(db, shop.uscc, 'sm2')) ?? assert.fail(shop.uscc), '登录')
  await until(one, '/register/organisation')
  assert.match(await seen(one), new RegExp(`${shop.name}.*${shop.uscc}`))
  await shoot(one, 'b-certificate-first')
  await follow(one, '法定代表人登录')
  await comeByPartner(one, '13911110010', shop.owner)
  await one.goto(at('/register/organisation'))
  await shoot(one, 'b-certificate-form')
  await one.locator('[name=kind][value=individualBusiness]').check()
  await one.locator('[name=password]').fill(secret)
  await press(one, '核对并注册')
  await until(one, '/my')
  await one.goto(at('/my/level'))
  assert.match(await seen(one), /高级/)
  await one.context().close()
})

const company = { name: '伊金霍洛旗示例餐饮管理有限公司', uscc: '91150627MAXX000822' }
const [legal, agent, next] = [await phone(), await phone(), await phone()]
const issued = async () => (await issueTo(db, company.uscc, 'sm2')) ?? assert.fail('the registration office knows the company')

/** A 法定代表人 who is signed in registers his organisation, or takes over as its new one. */
const registerCompany = async (one: Page): Promise<void> => {
  await one.goto(at('/register/organisation'))
  await register(one, { kind: 'enterprise', ...company })
}

test('R-036 R-040 to R-042 a 法定代表人 registers his company, binds its certificate, signs in with it, reports it lost, gets another', async () => {
  await signIn(legal, server.url, 'legal1', server.password)
  await registerCompany(legal)
  await until(legal, '/my')
  await press(legal, '退出')
  await signIn(legal, server.url, company.uscc, secret, 'organisation')
  await legal.goto(at('/my/level/certificate/bind'))
  await press(legal, '获取短信验证码')
  await legal.locator('[name=code]').fill(await phones.codeSentTo('13900010003'))
  await shoot(legal, 'b-bind')
  const first = await issued()
  await signOn(legal, first, '绑定证书')
  await until(legal, '/my/level/certificate')
  assert.match(await seen(legal), /高级/)
  await press(legal, '退出')
  await legal.goto(at('/login/certificate'))
  await signOn(legal, first, '登录')
  await until(legal, '/my')
  await legal.goto(at('/my/level/certificate'))
  await shoot(legal, 'b-certificates')
  await legal.getByRole('button', { name: /^挂失/ }).click()
  await legal.goto(at('/login/certificate'))
  await signOn(legal, first, '登录')
  await shoot(legal, 'b-lost')
  assert.match(await seen(legal), /有 1 处需要改正.*(挂失|吊销)/)
  await signOn(legal, await issued(), '登录')
  await until(legal, '/my')
})

/** Offers the agent an 经办人授权 of the company; ends on the list of them. */
const grantToAgent = async (one: Page, only = ''): Promise<void> => {
  const [row] = await db.sql<{ id: string }>`select id from identity.organisation where uscc = ${company.uscc}`
  await one.goto(at(`/my/orgs/${row?.id}/delegations`))
  await shoot(one, 'b-delegations')
  await follow(one, '新增授权')
  await one.locator('[name=name]').fill('示例丁')
  await one.locator('[name=idNumber]').fill('150622199209099086')
  for (const act of ['view', 'apply']) await one.locator(`[name=acts][value=${act}]`).check()
  if (only) {
    await one.locator('[name=reach][value=some]').check()
    await one.locator('[name=matters]').fill(only)
  }
  await shoot(one, 'b-grant')
  await press(one, '发出授权')
  assert.match(await seen(one), /授权已发出/)
}
/** The agent accepts what was offered last and acts for the company. */
const acceptAndAct = async (): Promise<void> => {
  await agent.goto(at('/my/orgs'))
  await openLine(agent, '等您接受')
  await press(agent, '接受授权')
  await agent.goto(at('/my/acting'))
  await agent.getByLabel(new RegExp(company.name)).check()
  await press(agent, '切换')
}
const begin = async (wanted = '食品经营许可'): Promise<string> => {
  await agent.goto(at(`/apply/start/${await matter(wanted)}`))
  return seen(agent)
}

test('S-050 R-036 the 经办人 applies for the company; another 法定代表人 freezes his grant, the next act is refused with its reason; the new one renews', async () => {
  await grantToAgent(legal)
  await signIn(agent, server.url, 'agent1', server.password)
  await acceptAndAct()
  assert.match(await begin(), new RegExp(`以 ${company.name} 的名义申请`))

  await db.sql`
    update sandbox.enterprise set legal_name = '示例寅', legal_id_number = '150624200312129296' where uscc = ${company.uscc}`
  await comeByPartner(next, '13911130009', '150624200312129296')
  await registerCompany(next)
  assert.match(await seen(next), /由前任注册/)
  await shoot(next, 'b-takes-over')
  await next.locator('[name=takesOver]').check()
  await next.locator('[name=password]').fill(secondSecret)
  await press(next, '核对并变更')
  await until(next, '/my')

  const refused = await begin()
  await shoot(agent, 'b-frozen')
  assert.match(refused, /您现在不能再代表这个单位办事 给您的授权已撤销、已到期，或者因法定代表人变更已冻结/)
  await agent.goto(at('/my/orgs'))
  await shoot(agent, 'b-frozen-orgs')
  assert.match(await seen(agent), /已冻结/)

  await grantToAgent(next, '食品经营许可(新办)')
  await acceptAndAct()
  assert.match(await begin(), new RegExp(`以 ${company.name} 的名义申请`))
  assert.match(await begin('道路货物运输经营许可'), /您的授权不包括/, 'R-043: only what was written down')
  await shoot(agent, 'b-outside')
})

test('R-023 the 经办人 comes to a sub-site for the company: it learns for whom; the grant revoked, he is out there within seconds', async () => {
  await agent.goto(at('/sandbox/sub-site/'))
  await follow(agent, '用统一用户登录')
  assert.match(await seen(agent), new RegExp(`代表${company.name}`))
  await press(agent, '同意并登录')
  await until(agent, '/sandbox/sub-site/')
  assert.match(await seen(agent), new RegExp(`代表的法人\\s*${company.name}`))
  await shoot(agent, 'd-company')
  await next.goto(at('/my/orgs'))
  await follow(next, '经办人授权')
  await openLine(next, '有效')
  await press(next, '撤销授权')
  await eventually(async () => {
    await agent.goto(at('/sandbox/sub-site/'))
    return /您还没有登录这个子站/.test(await seen(agent)) ? true : undefined
  }, 'the sub-site hears that he acts for the company no more')
  assert.match(await begin(), /您现在不能再代表这个单位办事/)
})

noComplaints()

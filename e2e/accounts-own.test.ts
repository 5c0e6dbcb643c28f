import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { issueTo } from '../src/sandbox/ca-store.ts'
import { openAccounts, openLine, seen, shoot, signOn, until } from './accounts.ts'
import { sampleAnswers } from './main-job-api.ts'
import { doTasks, follow, pdf, press, signIn, words } from './steps.ts'
import { eventually } from './visitor.ts'

const { server, db, phones, at, phone, phoneOf, officerAt, comeByPartner, matter, noComplaints } = await openAccounts()
const secret = 'Feng_po_lang_2026'
const parent = { name: '示例甲', phone: '13900010001' }
const small = { name: '示例戌', idNumber: '15060220180601943X' }
const teen = { name: '示例酉', idNumber: '150621201005209419', phone: '13911120001' }
const page = await phoneOf('citizen1')

const addChild = async (name: string, idNumber: string): Promise<string> => {
  await page.locator('[name=name]').fill(name)
  await page.locator('[name=idNumber]').fill(idNumber)
  await page.locator('[name=consent]').check()
  await press(page, '核对并添加')
  return seen(page)
}
const carried = { no: '' }

test('民法典第二十三条 个人信息保护法第三十一条 a 监护人 adds his child: not a stranger’s, not a grown-up; then he applies for it, and both are named', async () => {
  await page.goto(at('/my/family'))
  await follow(page, '添加孩子')
  assert.match(await addChild('示例丁', '150622199209099086'), /已满十八周岁/)
  assert.match(await addChild('示例戍', small.idNumber), /没有查到您是这个孩子的监护人/)
  assert.equal(await page.locator('[name=idNumber]').inputValue(), small.idNumber, 'what was typed is kept')
  await shoot(page, 'e-child-refused')
  assert.match(await addChild(small.name, small.idNumber), /孩子已添加.*示例戌.*监护人/)
  await shoot(page, 'e-child')

  const code = await matter('图书馆读者证办理')
  await page.goto(at(`/apply/start/${code}`))
  await page.getByLabel(small.name).check()
  const { guide } = await (await page.request.get(at(`/api/v1/items/${code}/guide`))).json()
  await press(page, '符合条件，开始办理')
  assert.equal(await page.getByLabel(small.name).isChecked(), true, 'for whom is kept while something is missing')
  for (const { id, options } of guide.situations) await page.locator(`[name="${id}"][value="${options.at(-1).value}"]`).check()
  await shoot(page, 'e-child-start')
  await press(page, '符合条件，开始办理')
  assert.match(await seen(page), /以 示例戌 的名义申请，示例甲代办/)
  await shoot(page, 'e-child-tasks')
  await doTasks(page, sampleAnswers(guide.form), guide.deliveries[0])
  await follow(page, '核对并提交')
  assert.match(await seen(page), /以 示例戌 的名义申请，示例甲代办/)
  await shoot(page, 'e-child-check')
  await page.locator('[name=declared]').check()
  await press(page, '确认提交')
  await page.waitForURL('**/done')
  carried.no = (await page.locator('.ticket .num').first().textContent())?.replace(/\s/g, '') ?? ''
  await page.goto(at('/my/family'))
  await openLine(page, small.name)
  await shoot(page, 'e-child-grant')
  assert.match(await seen(page), /示例甲是示例戌的监护人.*示例戌的办件.*图书馆读者证.*按这份授权做过的事.*示.甲 提交/)
})

test('S-051 the child grows up to an account of his own: he sees who acts for him and cannot end it; the 监护人 can', async () => {
  await page.goto(at('/my/family/children'))
  await addChild(teen.name, teen.idNumber)
  const his = await phone()
  await his.goto(at('/register/person?next=/my/family'))
  await his.locator('[name=agreed]').check()
  await phones.confirm(his, teen.phone)
  await his.locator('[name=password]').fill(secret)
  await press(his, '注册')
  await his.locator('[name=name]').fill(teen.name)
  await his.locator('[name=idNumber]').fill(teen.idNumber)
  await press(his, '实名认证')
  await his.goto(at('/my/family'))
  await shoot(his, 'e-teen')
  await openLine(his, '监护人')
  assert.match(await seen(his), /监护人依法替您办事，到您满十八周岁当天自动结束，不由您撤销/)
  await shoot(his, 'e-teen-grant')
  assert.equal(await his.locator('main form').count(), 0, 'no button ends it')
  await page.goto(at('/my/family'))
  await openLine(page, teen.name)
  await press(page, '不再由我办理')
  assert.match(await seen(page), /授权已结束，立即生效/)
  await his.goto(at('/my/family'))
  assert.doesNotMatch(await seen(his), /有效/)
  await his.context().close()
})

/** Asks for another value with a scan of what proves it. */
const askFor = async (field: string, wanted: string, reason: string): Promise<string> => {
  await page.goto(at('/my/profile/correction'))
  await page.locator(`[name=field][value=${field}]`).check()
  await page.locator('[name=wanted]').fill(wanted)
  await page.locator('[name=reason]').fill(reason)
  await page.locator('[name=file]').setInputFiles(await pdf('户口簿变更页.pdf'))
  await press(page, '提出更正')
  return seen(page)
}
const openFirst = async (desk: Page): Promise<void> => {
  await desk.goto(at('/console/corrections'))
  await desk.getByRole('row').filter({ hasText: '等办理' }).getByRole('link').first().click()
  await desk.getByRole('heading', { level: 1, name: /更正/ }).waitFor()
}

test('S-009 S-047 个人信息保护法第四十六条 a name that is wrong: proof handed in, an officer asks the registry and corrects; the person reads what happened', async () => {
  await page.goto(at('/my/profile'))
  await follow(page, '更正')
  await page.locator('[name=wanted]').fill('示例甲新')
  await press(page, '提出更正')
  assert.match(await seen(page), /有 3 处需要改正/)
  assert.equal(await page.locator('[name=wanted]').inputValue(), '示例甲新', 'what was typed is kept')
  await shoot(page, 'f-correction-wrong')
  assert.match(await askFor('name', '示例甲新', '2026年8月在派出所改了名'), /15 个工作日内答复.*办理中/)
  await shoot(page, 'f-correction-asked')

  const desk = await officerAt('secadmin', '')
  await openFirst(desk)
  const [proof] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('link', { name: '户口簿变更页.pdf' }).click()])
  assert.match(await readFile((await proof.path()) ?? '', 'latin1'), /^%PDF/)
  await press(desk, '同意更正')
  await desk.getByText('人口信息库核对不一致').waitFor()
  await shoot(desk, 'f-correction-differs')
  await db.sql`update sandbox.person set name = '示例甲新' where name = ${parent.name}`
  await press(desk, '同意更正')
  await desk.getByText('已更正，结果已告诉申请人。').waitFor()
  await shoot(desk, 'f-correction-done')
  assert.equal(await desk.getByRole('button', { name: '同意更正' }).count(), 0, 'decided once')
  await desk.context().close()

  await page.goto(at('/my'))
  assert.match(await words(page.locator('nav.top')), /我的：示\*\*新\s*未读消息/)
  await page.goto(at('/my/messages'))
  await shoot(page, 'f-correction-message')
  assert.match(await seen(page), /姓名已更正/)
  await follow(page, '姓名已更正')
  assert.match(await seen(page), /现在登记的\s*姓名\s*示例甲新.*已更正/)
  await page.goto(at('/my/level'))
  assert.match(await seen(page), /更正后重新核对/)
  assert.match((await phones.messagesTo(parent.phone))[0] ?? '', /姓名已更正/)
})

test('S-009 a correction without good proof is refused with its reason, which the person reads; nothing changed', async () => {
  await askFor('ethnicity', '满族', '登记时选错了')
  const desk = await officerAt('secadmin', '')
  await openFirst(desk)
  await press(desk, '不同意')
  await desk.getByText('请写明不同意的原因，会告诉申请人', { exact: true }).waitFor()
  assert.doesNotMatch(await seen(desk), /opinion/)
  await desk.getByLabel(/答复/).fill('证明材料看不清民族一栏，请重新拍照')
  await press(desk, '不同意')
  await desk.getByText('没有同意，原因已告诉申请人。').waitFor()
  await desk.context().close()
  await page.goto(at('/my/messages'))
  await follow(page, '民族没有更正')
  assert.match(await seen(page), /民族\s*汉族.*没有更正.*证明材料看不清民族一栏，请重新拍照/)
  await shoot(page, 'f-correction-refused')
})

test('S-092 S-093 个人信息保护法第四十四条 he reads which office looked at him, takes a copy of all there is of him', async () => {
  const officer = await officerAt('clerk1', '')
  const own = await matter('图书馆读者证办理')
  await page.goto(at(`/apply/start/${own}`))
  const { guide } = await (await page.request.get(at(`/api/v1/items/${own}/guide`))).json()
  for (const { id, options } of guide.situations) await page.locator(`[name="${id}"][value="${options[0].value}"]`).check()
  await press(page, '符合条件，开始办理')
  await doTasks(page, sampleAnswers(guide.form), guide.deliveries[0])
  await follow(page, '核对并提交')
  await page.locator('[name=declared]').check()
  await press(page, '确认提交')
  await page.waitForURL('**/done')
  const no = (await page.locator('.ticket .num').first().textContent())?.replace(/\s/g, '') ?? ''
  await officer.goto(at(`/console/cases/${no}`))
  await officer.getByRole('button', { name: /显示完整号码/ }).click()
  await officer.getByRole('button', { name: /核对材料上的号码/ }).click()
  await officer.getByText('150602198803159029').first().waitFor()
  await officer.context().close()

  await page.goto(at('/my/data'))
  assert.match(await seen(page), /综合窗口\s*核对完整号码\s*图书馆读者证/)
  await press(page, '制作我的个人信息副本')
  await eventually(async () => {
    await page.goto(at('/my/data'))
    return (await page.getByRole('link', { name: '下载副本' }).count()) > 0 ? true : undefined
  }, 'the copy is made')
  await shoot(page, 'g-data')
  const [copy] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载副本' }).click()])
  assert.match(await readFile((await copy.path()) ?? '', 'latin1'), /^PK/)
})

test('S-034 S-035 he ends one of his sessions from the list; what he chose for the eyes is there where he signs in next', async () => {
  const other = await phoneOf('citizen1')
  await page.goto(at('/my/preferences'))
  await page.getByLabel('长辈版').check()
  await press(page, '保存')
  await shoot(page, 'g-elder')
  await page.goto(at('/my/security'))
  await shoot(page, 'g-security')
  await page.getByRole('row').getByRole('button', { name: /^退出/ }).first().click()
  assert.match(await seen(page), /那个设备的登录已退出/)
  await other.goto(at('/my/cases'))
  await until(other, '/login/person')
  await signIn(other, server.url, 'citizen1', server.password)
  await until(other, '/my/cases')
  assert.equal(await other.locator('html').getAttribute('data-mode'), 'elder')
  await other.context().close()
})

test('S-082 R-045 a sub-site comes to demand 高级, by one officer’s wish and another’s approval: he is led up, goes on, withdraws his consent and is out there', async () => {
  const his = await phone()
  await comeByPartner(his, '13911120002', '150622199604239253')
  const asks = await officerAt('catalogue1', 'apps')
  await asks.locator('details').filter({ hasText: '示例子站' }).locator('summary').click()
  await asks.getByRole('button', { name: /^提出修改/ }).click()
  await asks.locator('#app-level').click()
  await asks.getByTitle('高级').click()
  await shoot(asks, 'd-app-change')
  await asks.getByRole('button', { name: /^送审/ }).click()
  await asks.getByText('修改已送审').waitFor()
  assert.equal(await asks.getByRole('button', { name: /^审核通过/ }).count(), 0, 'not by who asked for it')
  await asks.context().close()
  const approves = await officerAt('sysadmin', 'apps')
  await approves.getByRole('button', { name: /^审核通过/ }).click()
  await approves.getByText(/“示例子站.*审核通过/).waitFor()
  await approves.context().close()

  await his.goto(at('/sandbox/sub-site/'))
  await follow(his, '用统一用户登录')
  assert.match(await seen(his), /需要高级认证.*您现在的认证等级是实名/)
  await shoot(his, 'd-step-up')
  await follow(his, '去提高认证等级')
  await follow(his, '绑定数字证书')
  await his.goto(at('/my/level/certificate/bind'))
  await press(his, '获取短信验证码')
  await his.locator('[name=code]').fill(await phones.codeSentTo('13911120002'))
  await signOn(his, (await issueTo(db, '150622199604239253', 'sm2')) ?? assert.fail('a certificate'), '绑定证书')
  assert.match(await seen(his), /高级/)
  await his.goto(at('/sandbox/sub-site/'))
  await follow(his, '用统一用户登录')
  await press(his, '同意并登录')
  await until(his, '/sandbox/sub-site/')
  assert.match(await seen(his), /认证等级\s*高级/)

  await his.goto(at('/my/consents'))
  await his.getByRole('button', { name: /^撤回/ }).click()
  assert.match(await seen(his), /已撤回/)
  await shoot(his, 'd-withdrawn')
  await his.goto(at('/sandbox/sub-site/'))
  await eventually(async () => {
    await his.reload()
    return /您还没有登录这个子站/.test(await seen(his)) ? true : undefined
  }, 'the sub-site hears of the withdrawal')

  await his.goto(at('/my/data/erase'))
  await press(his, '申请注销')
  assert.match(await seen(his), /请勾选“我知道注销以后不能恢复”/)
  await his.getByLabel('我知道注销以后不能恢复').check()
  await press(his, '申请注销')
  await press(his, '取消注销')
  assert.match(await seen(his), /已取消注销/)
  await his.goto(at('/my/data/erase'))
  await his.getByLabel('我知道注销以后不能恢复').check()
  await press(his, '申请注销')
  await shoot(his, 'g-erase')
  await db.sql`update identity.data_request set asked_at = asked_at - interval '25 hours' where kind = 'erase'`
  await db.sql`select graphile_worker.add_job('identity.retention')`
  await eventually(async () => {
    await his.goto(at('/my'))
    return his.url().includes('/login/') ? true : undefined
  }, 'the night after')
  await his.context().close()
})

noComplaints()

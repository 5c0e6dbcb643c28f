import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Html } from '../../../ui/page/html.ts'
import { byCount } from '../rules.ts'
import { helpTopics } from './help-topics.ts'
import { type HomeModel, homePage } from './home-page.ts'
import { myPage } from './my-page.ts'
import { openPage } from './open-page.ts'
import { siteLinks } from './site-links.ts'
import { accessibilityPage, helpPage, helpTopicPage, privacyPage, sitemapPage } from './text-pages.ts'

const frame: Frame = {
  site: { code: '150602', name: '东胜区', path: '/150602', trail: [], bureau: '东胜区政务服务局' },
  path: '/',
  mode: 'standard',
  language: 'zh-CN',
  csrf: () => {
    throw new Error('a page of the portal carries no token')
  },
  today: localDate('2026-03-02'),
  demo: true,
  embed: false,
  assets: { css: '/c.css', js: '/j.js', integrity: '' },
}
const theme = (value: string, name: string, count: number) => ({ value, name, count })
const model: HomeModel = {
  themes: {
    personal: [
      theme('999', '其他', 90),
      theme('005', '生育收养', 2),
      ...Array.from({ length: 9 }, (_, i) => theme(`1${i}0`, `主题${i}`, 30 - i)),
    ],
    business: [theme('010', '准营准办', 25)],
  },
  popular: [{ code: 'x1', name: '社保卡补领' }],
  notices: [
    {
      no: '150600****0001',
      itemName: '食品经营许可',
      department: '市场监管局',
      applicant: '张*',
      outcome: 'granted',
      decidedOn: localDate('2026-03-01'),
    },
  ],
  figures: { accepted: 1284, finished: 1190, onTimeShare: '99.6' },
}
const turn = { no: '150602X0001', itemName: '教师资格认定', stage: 'correcting', dueOn: localDate('2026-03-20') }
const draft = { id: 'd1', name: '取水许可', keptUntil: localDate('2026-04-01') }

const inOrder = (page: Html, ...words: string[]): void => {
  const main = page.text.slice(page.text.indexOf('<main'))
  const places = words.map((word) => main.indexOf(word))
  assert.ok(!places.includes(-1), `absent: ${words[places.indexOf(-1)]}`)
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
    words.join(' → '),
  )
}

test('P01 首页按规定的次序：要办什么事、常办、接着办(补正在前)、目录、查、看、问、今天、层级', () => {
  const page = homePage(frame, model, { turns: [turn], drafts: [draft] })
  inOrder(page, '<h1>您要办什么事？</h1>', 'action="/150602/search"', '常办', '教师资格认定', '取水许可', '个人办事</a></h2>', '法人办事</a></h2>', '我要查', '我要看', '我要问', '阳光政务 · 今天', '更多事项<a href="/150602/areas">请选择') // biome-ignore format: the order
  assert.match(page.text, /1,284<\/b>件受理[\s\S]*1,190<\/b>件办结[\s\S]*99\.6%<\/b>按时办结/)
})

test('R-001 两条主线和“小钥匙”的五个模块', () => {
  const { text } = homePage(frame, model)
  for (const path of ['/150602/personal', '/150602/business']) assert.ok(text.includes(`<h2><a href="${path}">`), path)
  const key = /<details class="key">[\s\S]*?<\/details>/.exec(text)?.[0] ?? ''
  assert.deepEqual(
    [...key.matchAll(/<a [^>]*>([^<]+)</g)].map(([, name]) => name),
    ['个人办事', '企业办事', '便民服务', '行政审批', '阳光政务'],
  )
})

test('R-002 首页有我要办、我要查、我要看、我要问', () => {
  const { text } = homePage(frame, model)
  for (const words of ['您要办什么事', '我要查', '我要看', '我要问']) assert.ok(text.includes(words), words)
})

test('R-004 阳光政务有一网三清单和审批办件公告，数目是链接，零不是', () => {
  const { text } = openPage(frame, { powers: [{ type: '05', name: '行政给付', total: 3, personal: 3, business: 0 }] })
  for (const words of ['权力清单', '部门责任清单', '负面清单', '审批办件公告', '/150602/open/notices'])
    assert.ok(text.includes(words), words)
  assert.ok(text.includes('href="/150602/personal?type=05"'))
  assert.ok(!text.includes('/150602/business?type=05'))
})

test('R-009 站点说明自己的层级，市级站点说市级', () => {
  const city = { ...frame, site: { ...frame.site, code: '150600', name: '鄂尔多斯市', path: '' } }
  assert.match(homePage(city, model).text, /当前为市级事项，更多事项<a href="\/areas">请选择/)
})

test('目录里事项多的主题在前，“其他”在最后，其余收在一行后面，编号接着数', () => {
  assert.deepEqual(
    byCount(model.themes?.personal ?? []).map(({ name }) => name),
    [...Array.from({ length: 9 }, (_, i) => `主题${i}`), '生育收养', '其他'],
  )
  assert.match(homePage(frame, model).text, /还有 3 个主题<\/summary><ul class="cat"><li><a href="[^"]+"><i>09<\/i><b>主题8/)
})

test('搜索坏了目录还在，并且说明；没有数的数目不显示', () => {
  const { text } = homePage(frame, { popular: [], notices: [] })
  assert.match(text, /搜索暂不可用，请用下方目录/)
  assert.ok(text.includes('href="/150602/personal"') && text.includes('href="/150602/business"'))
  assert.ok(!text.includes('件受理'))
  assert.match(homePage(frame, { ...model, figures: { accepted: 0, finished: 0 } }).text, /0<\/b>件办结(?![\s\S]*按时办结)/)
})

test('接着办只列前几件，其余一个链接；什么都没有就不出现', () => {
  const turns = Array.from({ length: 5 }, (_, i) => ({ ...turn, no: `n${i}` }))
  assert.match(homePage(frame, model, { turns, drafts: [] }).text, /还有 2 件/)
  assert.ok(!homePage(frame, model, { turns: [], drafts: [] }).text.includes('接着办'))
})

const mine = {
  name: '示*甲',
  as: '个人，实名',
  verified: true,
  isOrganisationAccount: false,
  toRate: [],
  running: [],
  results: [],
  popular: [],
  turns: [],
  drafts: [],
}

test('A01 待我处理：补正、草稿、评价，各有日期；没有时给常办', () => {
  const page = myPage(frame, {
    ...mine,
    turns: [turn],
    drafts: [draft],
    toRate: [{ no: 'n9', itemName: '食品经营许可', endedOn: localDate('2026-03-01') }],
  })
  inOrder(page, '待我处理', '去补正：教师资格认定', '请在 2026年3月20日 前交齐', '继续填写：取水许可', '2026年4月1日', '/my/cases/n9/rate', '评价：食品经营许可', '在办', '最近结果') // biome-ignore format: the order
  const idle = myPage(frame, { ...mine, popular: model.popular }).text
  assert.match(idle, /现在没有要您处理的事[\s\S]*社保卡补领/)
  for (const path of ['cases', 'drafts', 'certs', 'profile', 'security', 'acting'])
    assert.ok(idle.includes(`href="/150602/my/${path}"`), path)
})

test('A01 每个去处用的是那一页的名字；法人帐号没有家人，也不切换身份', () => {
  const own = myPage(frame, { ...mine, isOrganisationAccount: true }).text
  for (const [path, name] of [
    ['profile', '我的信息'],
    ['security', '登录设备与密码'],
    ['orgs', '我的单位'],
  ])
    assert.match(own, new RegExp(`/my/${path}"[^>]*><i[^>]*>\\d+</i><b>${name}</b>`))
  for (const path of ['acting', 'family']) assert.ok(!own.includes(`/my/${path}"`), path)
})

test('A01 没有实名的人看到怎样实名', () => {
  assert.match(myPage(frame, { ...mine, verified: false }).text, /href="\/150602\/my\/realname"/)
  assert.ok(!myPage(frame, mine).text.includes('/my/realname'))
})

test('R-015 新手指南讲到要求的每一个题目', () => {
  const { text } = helpPage(frame)
  for (const { slug } of helpTopics) assert.ok(text.includes(`href="/150602/help/${slug}"`), slug)
  const all = helpTopics.map((topic) => helpTopicPage(frame, topic).text).join('')
  for (const words of ['浏览器', '1366×768', '切换站点', '个人注册', '法人注册', '登录', '办事', '便民服务', '12345', '公共电脑', '关闭浏览器', '统一用户账号', '预审', '事项清单']) assert.ok(all.includes(words), words) // biome-ignore format: a list of topics
  assert.ok(text.includes('常见问题'))
})

const every: Readonly<Record<string, Html>> = {
  home: homePage(frame, model, { turns: [turn], drafts: [draft] }),
  my: myPage(frame, { ...mine, turns: [turn], drafts: [draft] }),
  open: openPage(frame, { powers: [] }),
  help: helpPage(frame),
  accessibility: accessibilityPage(frame),
  privacy: privacyPage(frame),
  sitemap: sitemapPage(frame, siteLinks),
  ...Object.fromEntries(helpTopics.map((topic) => [topic.slug, helpTopicPage(frame, topic)])),
}
for (const [name, { text }] of Object.entries(every)) {
  test(`U-019 表单有方法、控件有名字、没有空链接和内联脚本；一个 H1:${name}`, () => {
    for (const [form] of text.matchAll(/<form[^>]*>/g)) assert.match(form, / method="(get|post)"/)
    for (const [control] of text.matchAll(/<(input|select|textarea)[^>]*>/g)) assert.match(control, / name="/)
    assert.doesNotMatch(text, /href="#"|href=""|\son\w+=|javascript:/)
    assert.equal((text.match(/<h1/g) ?? []).length, 1)
  })
}

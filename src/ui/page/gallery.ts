import type { Answers, Field } from '../../kernel/form.ts'
import type { FieldError } from '../../kernel/refusal.ts'
import { fileField, formFields, plainField, summaryRows } from '../forms/fields.ts'
import { words } from '../words/words.ts'
import { errorPage } from './error-page.ts'
import { type Frame, href } from './frame.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import {
  backLink,
  button,
  catalogueList,
  checkbox,
  copyButton,
  csrfField,
  dataTable,
  dueLine,
  empty,
  errorSummary,
  glance,
  lamp,
  note,
  pager,
  printButton,
  spine,
  summaryList,
  tag,
  taskList,
  ticket,
} from './parts.ts'

const matter = '城乡居民基本养老保险参保登记'
const home = { name: '首页', href: '/' }

/** One question of every kind a form can ask. */
export const everyKind: readonly Field[] = [
  { name: 'name', label: '收件人姓名', kind: 'text', prefill: 'person.name' },
  { name: 'idNumber', label: '公民身份号码', kind: 'idNumber', hint: '18 位，末位可以是 X' },
  { name: 'uscc', label: '统一社会信用代码', kind: 'uscc', optional: true },
  { name: 'tel', label: '手机号码', kind: 'phone' },
  { name: 'email', label: '电子邮箱', kind: 'email', optional: true },
  { name: 'bornOn', label: '出生日期', kind: 'date', hint: '例如 1968 3 27' },
  { name: 'area', label: '所在旗区', kind: 'radios', options: ['东胜区', '康巴什区', '伊金霍洛旗', '达拉特旗'].map((label) => ({ value: label, label })) },
  { name: 'needs', label: '需要的帮助', kind: 'checkboxes', optional: true, options: ['轮椅', '手语'].map((label) => ({ value: label, label })) },
  { name: 'level', label: '缴费档次', kind: 'select', options: ['200 元/年', '500 元/年'].map((label) => ({ value: label, label })) },
  { name: 'family', label: '家庭人口', kind: 'number', min: 1, max: 20 },
  { name: 'income', label: '年收入', kind: 'yuan', hint: '按上一年度算' },
  { name: 'address', label: '详细地址', kind: 'address' },
  { name: 'reason', label: '申请理由', kind: 'textarea', max: 500, optional: true },
  { name: 'other', label: '手语语种', kind: 'text', when: { field: 'needs', is: ['手语'] } },
] // biome-ignore format: a table of questions

const answers: Answers = { name: '巴图', tel: '1384770', bornOn: '1968-03-27', family: '4', needs: ['手语'], reason: '<b>"地"&\'址\'</b>' }
const errors: readonly FieldError[] = [
  { field: 'tel', message: '请填写 11 位手机号码' },
  { field: 'area', message: '请选择所在旗区' },
  { field: 'bornOn', message: '出生日期不是有效的日期，请按“年 月 日”填写' },
  { field: 'level', message: '请选择缴费档次' },
]

const homePage = (frame: Frame): Html => {
  const list = (names: readonly string[]): Html =>
    catalogueList(names.map((name, i) => ({ name, href: href(frame, `/personal?theme=${i}`), count: 26 + 13 * i })))
  return layout(frame, {
    title: '首页',
    current: 'home',
    hero: html`<div class="hero"><div class="w"><h1>${words(frame)('您要办什么事？')}</h1>
      <form class="ask" role="search" method="get" action="${href(frame, '/search')}"><label class="sr" for="q">搜索事项、部门或问题</label><input type="search" id="q" name="q" placeholder="例如：参保登记、开小吃店、身份证补领">${button(words(frame)('搜索'))}</form>
      <ul class="hot"><li class="mut">常办：</li>${['养老保险参保', '个体户设立', '不动产查询', '公积金提取'].map((name) => html`<li><a href="/guide/x">${name}</a></li>`)}</ul>
      <div class="resume"><p><b>接着办：</b>居民养老参保登记 ${tag('warn', '需补正 1 项')} · 请在 <span class="num">11月27日</span> 前补齐 <a href="/my">去补正</a></p></div></div></div>`,
    main: html`<div class="cols"><section><h2>个人办事</h2>${list(['生育收养', '户籍身份', '教育就业', '社保医保', '住房不动产', '养老救助'])}</section>
      <section><h2>法人办事</h2>${list(['开办注销', '准营准办', '用地建设', '缴税社保', '惠企政策', '招标采购'])}</section></div>
      <section class="opt"><h2>不用登录就能查</h2><div class="tri"><div><h3><a href="/track">查进度</a></h3><p class="mut">凭办件编号和查询码</p></div><div><h3><a href="/verify">查证照真伪</a></h3><p class="mut">扫码或输入证照编号</p></div><div><h3><a href="/open/notices">看公示</a></h3><p class="mut">办件公告和好差评</p></div></div></section>
      <section class="opt"><h2>阳光政务 · 今天</h2><ul class="figs"><li><b>1,284</b>件受理</li><li><b>1,190</b>件办结</li><li><b>99.6%</b>按时办结</li><li><b>2</b>件差评整改中</li></ul></section>`,
  })
}

const guidePage = (frame: Frame): Html =>
  layout(frame, {
    title: matter,
    current: 'personal',
    crumbs: [home, { name: '个人办事', href: '/personal' }, { name: '社保医保', href: '/personal?theme=4' }],
    aside: glance([
      { name: '到现场', value: '0 次' },
      { name: '承诺办结', value: '1 个工作日', note: '法定 20 个工作日，缩短 95%' },
      { name: '收费', value: '不收费' },
      { name: '您要交', value: '2 份材料', note: '另 2 份由部门共享' },
    ]),
    lead: html`<h1>${matter}</h1><p class="mut">鄂尔多斯市人力资源和社会保障局 · 服务对象：个人 · <span class="num">编码 150600-GG-0271</span></p>
      <div class="acts"><a class="btn" href="/apply">${words(frame)('在线办理')}</a><a href="/halls">办理地点</a>${printButton('打印指南')}</div>
      ${note('info', html`<p><b>您大约需要 6 分钟。</b>4 份材料中有 2 份由部门共享，不用您交。</p>`)}`,
    main: html`<h2>办理流程</h2>${spine([
      { name: '申请', state: 'now', when: '在线填写，随时保存' },
      { name: '受理', state: 'todo', when: '0.5 个工作日内；缺材料一次性告知' },
      { name: '审查与决定', state: 'todo', when: '0.5 个工作日' },
      { name: '送达', state: 'todo', when: '电子回执即时；邮寄 1–3 天，免费' },
    ])}
      <h2>申请材料</h2>${dataTable({
        caption: '申请材料',
        head: ['材料', '来源', '形式', '说明'],
        rows: [
          ['居民身份证', '电子证照库', '免提交', '系统自动调取'],
          ['居民户口簿', '公安机关共享', '免提交', '信息有误可自行上传'],
          ['社会保障卡', '人社部门', '电子 1 份', html`可容缺，5 个工作日内补齐；<a href="/file">样表</a>`],
        ],
      })}
      <h2>基本信息</h2>${summaryList([
        { name: '受理条件', value: '年满 16 周岁、未参加职工养老保险的本市居民' },
        { name: '办理地点', value: '伊金霍洛旗国泰广场政务服务中心 4 楼 B408 窗口' },
        { name: '咨询 / 监督', value: '0477-8582500 / 12345' },
      ])}
      <h2>常见问题</h2><details><summary>可以替家人办吗？</summary><p>可以，登录后选“为家人办”。</p></details><details><summary>要等多久？</summary><p>1 个工作日。</p></details>`,
  })

const tasksPage = (frame: Frame): Html =>
  layout(frame, {
    title: '办理任务单',
    service: '城乡居民养老参保登记',
    crumbs: [{ name: '返回办事指南', href: '/guide/x' }],
    main: html`<h1>办理任务单</h1><p>${matter} · 已完成 2 / 5</p>
      <p class="mut">已自动保存，草稿保留 30 天(到 <span class="num">2026-12-22</span>)。可以关闭页面，换手机接着办。</p>
      <h2>一、准备</h2>${taskList([{ name: '确认办理条件', href: '/a', status: '已完成' }])}
      <h2>二、填写</h2>${taskList([
        { name: '核对个人信息', href: '/b', status: '已完成', note: '姓名、证件号由电子证照带出' },
        { name: '选择缴费档次', href: '/c', status: tag('now', '填写中') },
        { name: '提供材料(2 份免提交，1 份待传)', href: '/d', status: tag('plain', '未开始') },
        { name: '填写开户银行', href: '/e', status: tag('err', '有问题'), note: '账号少一位' },
      ])}
      <h2>三、提交</h2>${taskList([{ name: '核对并提交', status: '暂不能填', note: '完成以上各项后可提交' }])}`,
  })

const questionPage = (frame: Frame): Html =>
  layout(frame, {
    title: '结果寄到哪里？',
    service: '城乡居民养老参保登记',
    errors: true,
    main: html`${backLink(frame, '/apply', '返回任务单')}${errorSummary(errors)}<h1>结果寄到哪里？</h1><p class="hint">双向邮寄由政府付费，您不用付钱。</p>
      <form method="post" novalidate data-autosave="/api/v1/cases/1/draft">${csrfField(frame)}${formFields(everyKind, answers, errors, new Set(['name']))}
      ${fileField({ name: 'card', label: '社会保障卡正面', error: '文件打不开，请重新拍一张' })}
      ${plainField({ name: 'code', label: '短信验证码', hint: '6 位数字', inputmode: 'numeric', autocomplete: 'one-time-code', width: 'w-sm' })}
      <div class="acts">${button(words(frame)('保存并继续'))}<a href="/apply">保存，稍后再办</a></div></form>`,
  })

const checkPage = (frame: Frame): Html =>
  layout(frame, {
    title: '核对并提交',
    service: '城乡居民养老参保登记',
    crumbs: [{ name: '返回任务单', href: '/apply' }],
    main: html`<h1>请核对，确认无误后提交</h1><h2>填写的内容</h2>${summaryList(summaryRows(everyKind, answers, '/apply/q/1'))}
      <h2>申请人声明</h2><form method="post">${csrfField(frame)}${checkbox({ name: 'declared', label: '以上信息和材料真实有效，我同意用于办理本事项。', error: '请先阅读并勾选声明' })}
      <div class="acts">${button('确认提交')}<a href="/apply">保存，稍后再办</a></div></form>`,
  })

const donePage = (frame: Frame): Html =>
  layout(frame, {
    title: '已提交',
    service: '城乡居民养老参保登记',
    main: html`${ticket({
      title: '已提交',
      label: '办件编号',
      number: '1115060011150600MB1234567X4000117051000202611220008',
      rows: [
        { name: '查询码', value: 'K7F2Q9' },
        { name: '事项', value: matter },
      ],
    })}
      <h2>接下来</h2>${spine([
        { name: '已提交', state: 'done', when: '2026-11-22 10:14' },
        {
          name: '等待受理',
          state: 'now',
          body: html`<p>最迟 <b class="num">11月27日</b> 前短信告诉您是否受理。材料不全会一次性列清。</p>${dueLine(2, 5)}<p class="mut">5 个工作日，已用 2 个 ${lamp('green')}</p>`,
        },
        { name: '现场核查', state: 'hold', when: '约 10 个工作日' },
        { name: '审查与决定', state: 'todo', when: '受理后 0.5 个工作日' },
        { name: '送达', state: 'todo' },
      ])}
      <div class="acts"><a class="btn alt" href="/receipt.pdf">保存回执(PDF)</a>${printButton('打印')}${copyButton('1115060011150600MB1234567X4000117051000202611220008', '编号')}<a href="/my">查看办件</a></div>
      <p>${lamp('yellow')} ${lamp('red')} ${lamp('grey')}</p>`,
  })

const correctionPage = (frame: Frame): Html =>
  layout(frame, {
    title: '需要您补正 2 项',
    service: '我的办件',
    crumbs: [{ name: '我的办件', href: '/my/cases' }],
    main: html`<h1>需要您补正 2 项</h1>${note('warn', html`<p>请在 <b class="num">2026-11-27 17:30</b> 前补齐(还有 4 个工作日)。逾期未补视为撤回，可重新申请。</p>`)}
      <p class="mut">一次性告知书 <span class="num">鄂人社补〔2026〕0017 号</span> · 经办人 李** · 0477-8582500 · <a href="/paper">打印告知书</a></p>
      <form method="post" enctype="multipart/form-data" data-upload>${csrfField(frame)}${spine([
        {
          name: '社会保障卡照片不清晰',
          state: 'stop',
          body: html`<p>原因：卡号后四位反光看不清。</p><p>怎样补：平放、避光，重拍正面。</p><p class="mut">依据：《城乡居民基本养老保险实施办法》第六条</p>${fileField({ name: 'f1', label: '重新上传社会保障卡' })}`,
        },
        {
          name: '联系地址不完整',
          state: 'stop',
          body: html`<p>原因：缺少门牌号。</p>${formFields([{ name: 'home', label: '联系地址', kind: 'address' }], { home: '康巴什区鄂尔多斯大街' }, [])}`,
        },
      ])}<div class="acts">${button('提交补正')}<a href="/appeal">我认为要求不合理，申请复核</a></div></form>`,
  })

const listPage = (frame: Frame): Html =>
  layout(frame, {
    title: '我的办件',
    wide: true,
    main: html`<h1>我的办件</h1><ul class="rows"><li><h2><a href="/my/1">${matter}</a></h2><p>${tag('ok', '已办成')} ${tag('warn', '等您补正')} ${tag('err', '未批准')}</p></li></ul>
      ${pager({ previous: '?page=1', next: '?page=3', label: '第 2 页' })}
      <h2>草稿</h2>${empty('没有草稿。', { href: '/', label: '去找要办的事' })}`,
  })

/** Every component on the kinds of page it serves, for the tests of markup, access and looks. */
export const gallery: Readonly<Record<string, (frame: Frame) => Html>> = {
  home: homePage,
  guide: guidePage,
  tasks: tasksPage,
  question: questionPage,
  check: checkPage,
  done: donePage,
  correction: correctionPage,
  list: listPage,
  missing: (frame) => errorPage(frame, { status: 404, title: '没有找到这个页面', id: 'req-1' }),
}

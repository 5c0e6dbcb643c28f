import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { catalogueList } from '../../../ui/page/parts.ts'
import { commonQuestions, type HelpTopic, helpTopics } from './help-topics.ts'
import type { LinkGroup } from './site-links.ts'

const home = { name: '首页', href: '/' }
const help = { name: '新手指南', href: '/help' }

/** 新手指南: the topics, and the questions that are not about one item (R-015, R-016). */
export const helpPage = (frame: Frame): Html =>
  layout(frame, {
    title: '新手指南',
    description: '怎样注册、实名、办事、查进度',
    current: 'help',
    crumbs: [home],
    main: html`<h1>新手指南</h1>
      ${catalogueList(helpTopics.map((topic) => ({ name: topic.title, href: href(frame, `/help/${topic.slug}`) })))}
      <h2 id="questions">常见问题</h2>
      ${commonQuestions.map(({ question, answer }) => html`<details><summary>${question}</summary><p>${answer}</p></details>`)}`,
  })

export const helpTopicPage = (frame: Frame, topic: HelpTopic): Html =>
  layout(frame, {
    title: topic.title,
    description: topic.lead,
    current: 'help',
    crumbs: [home, help],
    main: html`<h1>${topic.title}</h1>
      <p>${topic.lead}</p>
      <ol class="spine">
        ${topic.steps.map(
          (step) =>
            html`<li><h2 class="st">${step.title}</h2><p>${step.text}</p>${step.href && html`<p><a href="${href(frame, step.href)}">${step.link ?? step.title}</a></p>`}</li>`,
        )}
      </ol>`,
  })

export const accessibilityPage = (frame: Frame): Html =>
  layout(frame, {
    title: '无障碍与适老化声明',
    crumbs: [home],
    main: html`<h1>无障碍与适老化声明</h1>
      <p>本站按 GB/T 37668—2019 和 WCAG 2.2 AA 级建设。每次改动都用自动检查走完办事主线，检查标准、长辈版、高对比三种显示。</p>
      <h2>您可以这样用</h2>
      <ul>
        <li>只用键盘：Tab 键依次走到每个链接和输入框，焦点有明显的框；页面开头可以“跳到正文”。</li>
        <li>长辈版：字号 24 像素起，按钮更大，内容一栏排列。</li>
        <li>高对比：黑底白字、黄色按钮。</li>
        <li>不开脚本：浏览、查询、申请、补正、评价都能完成。</li>
        <li>不看图片：图片验证码可以换成等候 15 秒。</li>
        <li>打印：指南、任务单、核对页、回执都可以直接打印。</li>
      </ul>
      <h2>还没做到的</h2>
      <ul>
        <li>没有请视障用户用读屏软件逐页试用。</li>
        <li>蒙古文界面只翻译了导航和常用按钮，正文仍是汉文；译文还没有经过母语审读。</li>
        <li>部分下载的文书(PDF)没有标签结构。</li>
      </ul>
      <h2>告诉我们</h2>
      <p>使用中有困难，请打 0477-8582500 或 12345。工作人员可以代您填写，也可以上门。</p>`,
  })

export const privacyPage = (frame: Frame): Html =>
  layout(frame, {
    title: '隐私说明',
    crumbs: [home],
    main: html`<h1>隐私说明</h1>
      <p>依照《中华人民共和国个人信息保护法》，向您说明我们怎样处理您的个人信息。</p>
      <dl class="dl">
        <div><dt>谁在处理</dt><dd>${frame.site.bureau}，以及您办理事项的主管部门。联系：0477-8581603、12345。</dd></div>
        <div><dt>为了什么</dt><dd>依法办理您申请的事项(第十三条第三项)；您提交的材料只用于这件事。</dd></div>
        <div><dt>有哪些</dt><dd>姓名、证件号码、手机号码、您在申请表中填写的内容和上传的材料。</dd></div>
        <div><dt>怎样保护</dt><dd>证件号码和手机号码加密存放；工作人员按岗位查看；页面上默认隐去中间几位。</dd></div>
        <div><dt>存多久</dt><dd>草稿 30 天；办件按档案规定的期限保存；登录记录六个月以上。</dd></div>
        <div><dt>您的权利</dt><dd>查阅、复制、更正、删除和要求说明。到窗口或打 12345 提出，我们在 15 个工作日内答复。</dd></div>
      </dl>
      <h2>这个网站在您的设备上存了什么</h2>
      <ul>
        <li>一个登录标识，关闭浏览器或 12 小时后失效。</li>
        <li>显示选择(长辈版、字号、语言)，一年。</li>
        <li>没有网络时，您正在填写的那一页会暂存在本机，联网后发送并删除。</li>
      </ul>
      <p>不使用第三方统计，不加载别的网站的内容。</p>`,
  })

export const sitemapPage = (frame: Frame, links: readonly LinkGroup[]): Html =>
  layout(frame, {
    title: '网站地图',
    crumbs: [home],
    main: html`<h1>网站地图</h1>
      ${links.map(
        (group) =>
          html`<section><h2>${group.title}</h2><ul>${group.links.map((link) => html`<li><a href="${href(frame, link.href)}">${link.name}</a></li>`)}</ul></section>`,
      )}`,
  })

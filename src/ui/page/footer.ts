import { phrases } from '../words/words.ts'
import { type Frame, href } from './frame.ts'
import { type Html, html } from './html.ts'

const links: readonly (readonly [string, string])[] = [
  ['网站地图', '/sitemap'],
  ['无障碍与适老化声明', '/accessibility'],
  ['隐私说明', '/privacy'],
  ['新手指南', '/help'],
]

/** Help stands in the same place on every page (WCAG 3.2.6). */
export const footer = (frame: Frame): Html => {
  const say = phrases(frame)
  return html`<footer class="ft"><div class="w">
  <p><a href="${href(frame, '/help/feedback')}">${say('办不成事？找反映窗口')}</a><a href="tel:0477-8582500">0477-8582500</a><a href="tel:12345">12345</a>${links.map(([name, path]) => html`<a href="${href(frame, path)}">${say(name)}</a>`)}</p>
  <p${frame.language !== 'zh-CN' && html` lang="zh-CN"`}>主办：${frame.site.bureau} · 网站标识码 1506000000 · 蒙ICP备00000000号 · 蒙公网安备 00000000000000号</p>
  ${frame.demo && html`<p${frame.language !== 'zh-CN' && html` lang="zh-CN"`}>示例数据：这是演示城市，事项文字、人员和证照都不是真实的。</p>`}
</div></footer>`
}

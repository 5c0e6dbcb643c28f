import { localDate } from '../../kernel/date.ts'
import { loadAssets } from './assets.ts'
import type { Frame } from './frame.ts'

const { css, js } = loadAssets()

/** A frame of the demo city for tests of pages; `change` says what is different. */
export const sampleFrame = (change: Partial<Frame>): Frame => ({
  site: {
    code: '150600',
    name: '鄂尔多斯市',
    path: '',
    trail: [{ name: '内蒙古自治区' }, { name: '鄂尔多斯市', href: '/' }],
    bureau: '鄂尔多斯市行政审批和政务服务局',
  },
  path: '/',
  mode: 'standard',
  language: 'zh-CN',
  csrf: () => 'a-token',
  today: localDate('2026-11-22'),
  demo: true,
  embed: false,
  assets: { css: css.url, js: js.url, integrity: js.sha256 },
  ...change,
})

import { existsSync } from 'node:fs'
import lighthouse, { type Flags, type Result } from 'lighthouse'
import { type Browser, chromium } from 'playwright-core'
import { freePort, type Server } from './server.ts'
import { type Story, tellStory } from './story.ts'

/** What Lighthouse found on a page: scores of 100, times in ms, the audits that failed. */
export type Found = {
  readonly scores: Readonly<Record<string, number>>
  readonly lcp: number
  readonly tbt: number
  readonly cls: number
  readonly wrong: readonly string[]
}

export type Beacon = {
  /** Name and path of each page that is judged, and whether it is somebody's own. */
  readonly pages: readonly (readonly [name: string, path: string, own: boolean])[]
  /** `patiently`: in a browser of its own, with the longer waits that Lighthouse has by itself. */
  readonly measure: (path: string, own: boolean, patiently?: boolean) => Promise<Found>
  readonly end: () => Promise<void>
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo']

const read = ({ categories: found, audits }: Result): Found => ({
  scores: Object.fromEntries(categories.map((name) => [name, Math.round((found[name]?.score ?? 0) * 100)])),
  lcp: audits['largest-contentful-paint']?.numericValue ?? Number.POSITIVE_INFINITY,
  tbt: audits['total-blocking-time']?.numericValue ?? Number.POSITIVE_INFINITY,
  cls: audits['cumulative-layout-shift']?.numericValue ?? Number.POSITIVE_INFINITY, // a run that could not measure it
  wrong: Object.values(audits)
    .filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode === 'binary')
    .map(({ id }) => id),
})

const pagesOf = (story: Story): Beacon['pages'] => [
  ['home', '/', false],
  ['personal list', '/personal', false],
  ['search', `/search?q=${encodeURIComponent('教师证')}`, false],
  ['guide', `/guide/${story.guide.code}`, false],
  ['login', '/login/person', false],
  ['task list', story.draft, true],
  ['question', `${story.draft}/q/${story.guide.form?.pages[1]?.id}`, true],
  ['check', `${story.ready}/check`, true],
  ['done', `/apply/${story.submitted}/done`, true],
  ['case', `/my/cases/${story.granted}`, true],
]

const [quiet, longQuiet] = [250, 1000]

/** Mobile on slow 4G with a quarter of the processor, simulated. A page that is somebody's own must not be found by search engines: that it could be is not asked of it. */
const flagsFor = (story: Story, port: number, own: boolean, wait: number): Flags => ({
  port,
  onlyCategories: categories,
  formFactor: 'mobile',
  throttlingMethod: 'simulate',
  logLevel: 'error',
  disableFullPageScreenshot: true,
  disableStorageReset: true,
  // How long nothing must happen after loading: by default a second each. What these pages do by script they do at once.
  pauseAfterFcpMs: wait,
  pauseAfterLoadMs: wait,
  networkQuietThresholdMs: wait,
  cpuQuietThresholdMs: wait,
  ...(own ? { skipAudits: ['is-crawlable'] } : {}),
  extraHeaders: { cookie: own ? `__Host-tongban=${story.citizen.jar.get('__Host-tongban')}` : '' },
})

const browserAt = (port: number): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : '/usr/bin/google-chrome'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', `--remote-debugging-port=${port}`],
  })

/** Lighthouse on the pages of a citizen who has one of everything under way on this server. */
export const openLighthouse = async (server: Server): Promise<Beacon> => {
  const story = await tellStory(server)
  const port = await freePort()
  const chrome = await browserAt(port)
  return {
    pages: pagesOf(story),
    async measure(path, own, patiently = false) {
      const at = patiently ? await freePort() : port
      const another = patiently ? await browserAt(at) : undefined
      try {
        const done = await lighthouse(`${server.url}${path}`, flagsFor(story, at, own, patiently ? longQuiet : quiet))
        if (done?.lhr.finalDisplayedUrl !== `${server.url}${path}`) throw new Error(`${path} led to ${done?.lhr.finalDisplayedUrl}`)
        return read(done.lhr)
      } finally {
        await another?.close()
      }
    },
    async end() {
      await chrome.close()
      await story.db.end()
    },
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** One thing axe found wrong: the rule, what it means, and up to three places. */
export type Violation = { readonly rule: string; readonly help: string; readonly places: readonly string[] }

/** Chromium for the journeys: `CHROMIUM`, or the system's. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : '/usr/bin/google-chrome'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })

type Found = { violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[] }
type Axe = { run: (root: Document, options: object) => Promise<Found> }

/** The rules that colours alone can break. */
export const ofColour = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds wrong on a page by WCAG 2.2 AA and best practice (U-022), or by the rules that are named: nothing, when all is
 * well. Works under the page's own CSP.
 */
export const axe = async (page: Page, only = rules): Promise<Violation[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    (runOnly) => (window as unknown as { axe: Axe }).axe.run(document, { runOnly, resultTypes: ['violations'] }),
    only,
  )
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    places: nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }))
}

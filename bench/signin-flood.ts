import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { demoPassword } from '../src/contexts/identity/index.ts'
import { secrets } from '../src/platform/secrets.ts'
import { type City, secret } from './city.ts'
import { type Figure, needTool, output, percentile } from './measure.ts'
import { signIn } from './signin-try.ts'

const connections = Math.min(1000, Math.max(1, Number(process.env.FLOOD ?? 200)))
const seconds = Math.min(120, Math.max(4, Number(process.env.FLOOD_SECONDS ?? 8)))
/** The pass marks of F-14. */
const marks = { page: 200, honest: 0.9 } as const

/** Wrong passwords for accounts that are and are not there; the answers counted by status. `address` is the Lua of where a try comes from. */
const lua = (address: string): string => `
local n, statuses = 0, { 401, 429, 503 }
counts = {}
wrk.method = "POST"
request = function()
  n = n + 1
  local body = '{"account":"' .. (n % 2 == 0 and "citizen1" or "nobody_" .. n) .. '","password":"not_the_password1"}'
  return wrk.format(nil, nil, { ["content-type"] = "application/json", ["x-forwarded-for"] = ${address} }, body)
end
response = function(status) counts[status] = (counts[status] or 0) + 1; c401 = counts[401]; c429 = counts[429]; c503 = counts[503] end
local threads = {}
setup = function(thread) table.insert(threads, thread) end
done = function()
  for _, thread in ipairs(threads) do print("told", thread:get("c401") or 0, thread:get("c429") or 0, thread:get("c503") or 0) end
end
`

type Told = { readonly checked: number; readonly closed: number; readonly busy: number }
const flood = async (folder: string, url: string, address: string): Promise<Told> => {
  const script = join(folder, 'flood.lua')
  writeFileSync(script, lua(address))
  const text = await output('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, `${url}/api/v1/sessions`])
  const [, checked, closed, busy] = /told\s+(\d+)\s+(\d+)\s+(\d+)/.exec(text) ?? []
  if (checked === undefined) throw new Error(`wrk: ${text}`)
  return { checked: Number(checked), closed: Number(closed), busy: Number(busy) }
}

/** Reads one page again and again, a request each 20 ms; the times in ms. */
const reading = async (url: string, cookie: string, until: () => boolean): Promise<number[]> => {
  const millis: number[] = []
  while (!until()) {
    const begun = performance.now()
    const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`)
    millis.push(performance.now() - begun)
    await wait(20)
  }
  return millis
}

type Honest = { asked: number; first: number; second: number }
/** Somebody with the right password signs in from a network of his own every half second; told to come back, he does so once. */
const honestly = async (url: string, password: string, until: () => boolean): Promise<Honest> => {
  const honest = { asked: 0, first: 0, second: 0 }
  const one = async () => {
    honest.asked += 1
    const tried = await signIn(url, { account: 'legal1', password })
    if (tried.status === 201) honest.first += 1
    if (tried.status !== 503) return
    await wait(tried.retryAfter * 1000)
    if ((await signIn(url, { account: 'legal1', password })).status === 201) honest.second += 1
  }
  const all: Promise<void>[] = []
  while (!until()) {
    all.push(one())
    await wait(500)
  }
  await Promise.all(all)
  return honest
}

type Visit = { readonly url: string; readonly cookie: string; readonly password: string }
/** Pages read and honest sign-ins made while `work` is under way. */
const during = async <T>(work: () => Promise<T>, { url, cookie, password }: Visit) => {
  let over = false
  const until = () => over
  const watched = Promise.all([reading(`${url}/`, '', until), reading(`${url}/my`, cookie, until), honestly(url, password, until)])
  watched.catch(() => undefined) // told by the await below
  const told = await work().finally(() => {
    over = true
  })
  const [open, own, honest] = await watched
  return { told, open, own, honest }
}

const pageFigure = (workload: string, millis: readonly number[], alone: readonly number[], dataset: string): Figure => {
  const figures = [percentile(millis, 0.5), percentile(millis, 0.99), percentile(alone, 0.99)]
  const [p50 = 0, p99 = 0, base = 0] = figures.map((one) => Number(one.toPrecision(3)))
  const told = `${dataset};p99 ${p99 <= marks.page ? '合格' : '不合格'}(须 ≤ ${marks.page} ms)，没有人来试时 p99 ${base} ms`
  return { workload, unit: 'ms', value: p99, p50, p99, n: millis.length, dataset: told }
}

const honestFigure = (workload: string, { asked, first, second }: Honest, told: Told, dataset: string): Figure => {
  const share = Number(((first + second) / asked).toFixed(3))
  const rate = (count: number): string => (count / seconds).toFixed(1)
  const counted = `每秒核对 ${rate(told.checked)} 次，429 ${rate(told.closed)} 次，503 ${rate(told.busy)} 次`
  return {
    workload,
    unit: '成功率',
    value: share,
    n: asked,
    dataset: `${dataset}；${counted}；第一次 ${first}，按 Retry-After 再来 ${second}；${share >= marks.honest ? '合格' : '不合格'}(须 ≥ ${marks.honest})`,
  }
}

/** S-002, F-14: pages and honest sign-ins alone, beside a flood from one network, and beside one from as many networks as tries. */
export const flooded = async ({ folder }: City, url: string): Promise<Figure[]> => {
  needTool('wrk', 'wrk')
  const password = demoPassword(secrets(secret))
  const { cookies } = await signIn(url, { account: 'legal1', password })
  const visit = { url, cookie: cookies.map((one) => one.split(';', 1)[0]).join('; '), password }
  await during(() => wait(2000), visit) // warm
  const alone = await during(() => wait(seconds * 500), visit)
  const kinds = [
    ['一个网络', '"10.200.0.1"'],
    ['各来自一个网络', '"10.201." .. (math.floor(n / 250) % 250) .. "." .. (n % 250)'],
  ] as const
  const figures: Figure[] = []
  for (const [name, address] of kinds) {
    const { told, open, own, honest } = await during(() => flood(folder, url, address), visit)
    const dataset = `${connections} 个连接，${name}`
    figures.push(pageFigure('flood 公开页', open, alone.open, dataset), pageFigure('flood 我的', own, alone.own, dataset))
    figures.push(honestFigure('flood 诚实登录', honest, told, dataset))
  }
  return figures
}

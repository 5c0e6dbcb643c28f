import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { City } from './city.ts'
import { compared, type Figure, needTool, pgbench, wrk } from './measure.ts'

/** What people type. */
const questions = [
  '教师证', '社保卡', '身份证', '驾照', '公积金提取', '开小吃店', '营业执照', '食品经营许可', '低保', '结婚登记', '准生证', '户口迁移', '护照', '残疾证', '退休',
  '失业金', '异地就医', '医保报销', '不动产', '房产证', '施工许可', '取水许可', '林木采伐', '网约车', '货运', '律师', '公证', '法律援助', '烟草', '排污',
  '环评', '消防检查', '护士执业', '公共场所卫生', '个体工商户', '社会团体', '老年证', '学生奖励', '药品举报', '档案查询',
] // biome-ignore format: a list of words

const pairs = (text: string): string[] => [...text].slice(0, -1).map((sign, i) => sign + [...text][i + 1])
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The plain alternative: pairs of characters in an array column under a GIN index. */
const baselineScripts = async (city: City): Promise<string[]> => {
  await city.db.sql`create schema if not exists bench`
  await city.db.sql`create table bench.item (code text primary key, name text not null, grams text[] not null)`
  await city.db.sql`
    insert into bench.item
    select code, name, (select array_agg(distinct substr(name, i, 2)) from generate_series(1, greatest(length(name) - 1, 1)) as i)
    from catalogue.item`
  await city.db.sql`create index on bench.item using gin (grams)`
  await city.db.sql`analyze bench.item`
  mkdirSync(join(city.folder, 'search'), { recursive: true })
  return questions.map((question, i) => {
    const file = join(city.folder, 'search', `${i}.sql`)
    writeFileSync(
      file,
      `select code, name from bench.item where grams @> array[${pairs(question).map(quoted).join(',')}] order by length(name), code limit 20;\n`,
    )
    return file
  })
}

const lua = `
local queries = { ${questions.map((question) => JSON.stringify(encodeURIComponent(question))).join(', ')} }
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", wrk.path .. "?limit=20&q=" .. queries[(n % #queries) + 1])
end
`

/** W2: search through the API, with facets and highlighting, beside a bare index of character pairs in PostgreSQL. */
export const search = async (city: City): Promise<Figure[]> => {
  needTool('wrk', 'wrk')
  needTool('pgbench', 'postgresql-contrib')
  const [{ count } = { count: 0 }] = await city.db.sql<{ count: number }>`select count(*) as count from catalogue.item`
  const scripts = await baselineScripts(city)
  const script = join(city.folder, 'search.lua')
  writeFileSync(script, lua)
  const server = await city.serve()
  const about = { workload: 'W2', unit: 'searches/s', n: 5, dataset: `${count} items, ${questions.length} questions, 16 connections` }
  const figure = await compared(
    about,
    () => wrk(`${server.url}/api/v1/items`, script),
    () => pgbench(city.databaseUrl, scripts, 16),
  )
  await server.stop()
  return [figure]
}

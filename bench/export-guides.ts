import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoCatalogue } from '../src/contexts/catalogue/demo-catalogue.ts'
import { openGuideBook } from '../src/contexts/catalogue/perform/excel/write-guides.ts'

/** Run by W11 as a process of its own: writes guides with the words of the demo city, each read from its JSON as the database gives it. */
const [file = '', rows = '0', division = ''] = process.argv.slice(2)
const texts = demoCatalogue(join(import.meta.dirname, '../data')).filter((guide) => guide.division === division).map((guide) => JSON.stringify(guide)) // biome-ignore format: one line
const begun = performance.now()
const book = await openGuideBook()
for (let i = 0; i < Number(rows); i += 1)
  await book.add({ ...JSON.parse(texts[i % texts.length] ?? ''), code: `W11${String(i).padStart(28, '0')}` })
writeFileSync(file, await book.end())
process.stdout.write(JSON.stringify({ millis: Math.round(performance.now() - begun), megabytes: Math.round(process.resourceUsage().maxRSS / 1024) })) // biome-ignore format: one line

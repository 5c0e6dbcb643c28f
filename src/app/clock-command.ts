import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { readClockLine, runClock } from '../contexts/casework/rules/clock-line.ts'
import type { Calendar } from '../kernel/calendar.ts'
import { calendarOf, calendarYearSchema } from '../platform/calendar.ts'

const calendarFolder = new URL('../../data/calendars', import.meta.url).pathname

/** The notices that the product ships, for a command that has no database. */
const shippedCalendar = (): Calendar =>
  calendarOf(
    readdirSync(calendarFolder).map((name) => ({
      ...calendarYearSchema.parse(JSON.parse(readFileSync(join(calendarFolder, name), 'utf8'))),
      version: 1,
    })),
  )

const readLine = (line: string): ReturnType<typeof readClockLine> => {
  try {
    return readClockLine(JSON.parse(line))
  } catch {
    return '这一行不是 JSON'
  }
}

/** The lines of a stream, without their ends; a million of them cost little. */
async function* linesOf(input: Readable): AsyncGenerator<readonly string[]> {
  let rest = ''
  for await (const chunk of input.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
  if (rest !== '') yield [rest]
}

/**
 * `clock`: one JSON object a line in, one out; no database. A line that cannot be read is named and the rest goes on. It takes the rules of
 * casework alone, not the application behind its door: a small heap is what makes it fast.
 */
export const runClockLines = async (input: Readable, output: Writable): Promise<number> => {
  const calendar = shippedCalendar()
  let at = 0
  let unread = 0
  const answer = (text: string): string => {
    at += 1
    if (text.trim() === '') return ''
    const line = readLine(text)
    if (typeof line !== 'string') return `${JSON.stringify(runClock(line, calendar))}\n`
    unread += 1
    process.stderr.write(`第 ${at} 行：${line}\n`)
    return ''
  }
  for await (const lines of linesOf(input)) {
    const answers = lines.map(answer).join('')
    if (answers !== '' && !output.write(answers)) await once(output, 'drain')
  }
  return unread > 0 ? 1 : 0
}

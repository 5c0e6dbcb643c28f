import { createReadStream, createWriteStream } from 'node:fs'
import { runClockLines } from '../src/app/clock-command.ts'

// `tongban clock` over the file it is given; prints the processor seconds of this process.
const code = await runClockLines(createReadStream(process.argv[2] ?? ''), createWriteStream('/dev/null'))
if (code !== 0) throw new Error(`tongban clock ended with ${code}`)
const { user, system } = process.cpuUsage()
process.stdout.write(String((user + system) / 1e6))

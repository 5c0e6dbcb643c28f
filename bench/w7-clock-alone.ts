import { createReadStream, createWriteStream } from 'node:fs'
import { enableCompileCache } from 'node:module'

// `tongban clock` over the file it is given, begun as the command begins; prints the processor seconds of this process.
enableCompileCache(new URL('../.toolchain/compiled', import.meta.url).pathname)
const { runClockLines } = await import('../src/app/clock-command.ts')
const code = await runClockLines(createReadStream(process.argv[2] ?? ''), createWriteStream('/dev/null'))
if (code !== 0) throw new Error(`tongban clock ended with ${code}`)
const { user, system } = process.cpuUsage()
process.stdout.write(String((user + system) / 1e6))

import { enableCompileCache } from 'node:module'
import { commands } from './cli-commands.ts'
import { ConfigError } from './config.ts'

// Halves the start of every process; without write access there it does nothing.
enableCompileCache(new URL('../../.toolchain/compiled', import.meta.url).pathname)

const help = (): string => {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  return `通办 Tongban\n\n用法：npx tongban <命令> [参数]\n\n${rows.join('\n')}\n\n每个命令加 --help 查看用法；答案是数据时可加 --json。\n退出码：0 完成，1 被拒绝(原因写在标准错误)，2 用法不对。\n`
}

/** Runs one command; the exit code is 0 done, 1 refused, 2 wrong usage. */
const main = async ([name, ...args]: string[]): Promise<number> => {
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(help())
    return name === undefined ? 2 : 0
  }
  const command = commands[name]
  if (!command) {
    process.stderr.write(`没有“${name}”这个命令。\n\n${help()}`)
    return 2
  }
  if (args.includes('--help')) {
    process.stdout.write(`${command.summary}\n用法：${command.usage}\n`)
    return 0
  }
  return command.run(args)
}

type Failure = { readonly code?: string; readonly message: string; readonly port?: number }
const wordsOf = ({ code, message, port }: Failure): string =>
  code === 'EADDRINUSE' ? `端口 ${port} 已被别的程序占用，换一个：PORT=${Number(port) + 1} npm start / the port is in use` : message

const failed = (error: unknown): number => {
  const { code } = error as Failure
  process.stderr.write(`tongban: ${wordsOf(error as Failure)}\n`)
  if (error instanceof ConfigError) return 2
  if (code?.startsWith('ERR_PARSE_ARGS')) return 2
  if (process.env.TONGBAN_DEBUG) process.stderr.write(`${(error as Error).stack}\n`)
  return 1
}

process.exitCode = await main(process.argv.slice(2)).catch(failed)
if (process.exitCode !== undefined) process.exit()

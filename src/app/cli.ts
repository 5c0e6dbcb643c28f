import { parseArgs } from 'node:util'
import { ConfigError } from './config.ts'

type Command = { readonly summary: string; readonly usage: string; readonly run: (args: string[]) => Promise<number> }

/** The words after the options; wrong usage throws what `parseArgs` throws. */
const words = (args: string[]) =>
  parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' as const }, trust: { type: 'string' as const } } })

export const commands: Record<string, Command> = {
  start: {
    summary: '启动平台(首次启动会安装依赖、建库并装入示例城市)',
    usage: 'npx tongban start',
    run: async () => {
      await (await import('./start.ts')).start()
      return new Promise(() => undefined)
    },
  },
  migrate: {
    summary: '把数据库升级到当前版本',
    usage: 'npx tongban migrate',
    run: async () => (await import('./commands.ts')).runMigrate(),
  },
  import: {
    summary: '导入事项清单',
    usage: 'npx tongban import items FILE [--json]',
    run: async (args) => {
      const { positionals, values } = words(args)
      if (positionals.length !== 2 || positionals[0] !== 'items') return wrongUsage('import')
      return (await import('./commands.ts')).runImport(String(positionals[1]), values.json === true)
    },
  },
  clock: {
    summary: '从标准输入逐行计算办件时限',
    usage: 'npx tongban clock < cases.jsonl > answers.jsonl',
    run: async () => (await import('./commands.ts')).runClockLines(process.stdin, process.stdout),
  },
  verify: {
    summary: '离线验证回执、证照和文书',
    usage: 'npx tongban verify FILE [--trust CA.pem] [--json]',
    run: async (args) => {
      const { positionals, values } = words(args)
      if (positionals.length !== 1) return wrongUsage('verify')
      return (await import('./commands.ts')).runVerify(String(positionals[0]), {
        json: values.json === true,
        trust: values.trust,
      })
    },
  },
  bench: {
    summary: '测量速度与内存,每项与基线同场比较',
    usage: 'npx tongban bench [W1 W2 …] [--json]',
    run: async (args) => {
      const { positionals, values } = words(args)
      return (await import('../../bench/bench.ts')).runBench(positionals, values.json === true)
    },
  },
  admin: {
    summary: '邀请第一位管理员(一次性链接)',
    usage: 'npx tongban admin invite NAME',
    run: async (args) => {
      const { positionals } = words(args)
      if (positionals[0] !== 'invite' || !positionals[1]) return wrongUsage('admin')
      return (await import('./commands.ts')).runInvite(positionals[1])
    },
  },
  test: {
    summary: '运行全部检查与测试',
    usage: 'npm test',
    run: async (args) => (await import('./test-run.ts')).runTests(args),
  },
  check: {
    summary: '只运行静态检查(类型、格式、结构、死代码)',
    usage: 'npm run check',
    run: async () => (await import('./test-run.ts')).runChecks(),
  },
}

const wrongUsage = (name: string): number => {
  process.stderr.write(`用法不对。正确用法:${commands[name]?.usage}\n`)
  return 2
}

const help = (): string => {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  return `通办 Tongban\n\n用法:npx tongban <命令> [参数]\n\n${rows.join('\n')}\n\n每个命令加 --help 查看用法;答案是数据时可加 --json。\n退出码:0 完成,1 被拒绝(原因写在标准错误),2 用法不对。\n`
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
    process.stdout.write(`${command.summary}\n用法:${command.usage}\n`)
    return 0
  }
  return command.run(args)
}

const failed = (error: unknown): number => {
  const { code, message } = error as { code?: string; message: string }
  process.stderr.write(`tongban: ${message}\n`)
  if (error instanceof ConfigError) return 2
  if (code?.startsWith('ERR_PARSE_ARGS')) return 2
  if (process.env.TONGBAN_DEBUG) process.stderr.write(`${(error as Error).stack}\n`)
  return 1
}

process.exitCode = await main(process.argv.slice(2)).catch(failed)
if (process.exitCode !== undefined) process.exit()

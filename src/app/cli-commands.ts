import { parseArgs } from 'node:util'
import type { FirstAdministrator } from './commands.ts'

type Command = { readonly summary: string; readonly usage: string; readonly run: (args: string[]) => Promise<number> }

/** The words after the options; wrong usage throws what `parseArgs` throws. */
const words = (args: string[]) =>
  parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' as const }, trust: { type: 'string' as const } } })

const isFirstAdministrator = (role: string): role is FirstAdministrator => ['sysadmin', 'secadmin', 'auditor'].includes(role)

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
    summary: '导入事项清单、基本目录、法律条文或者便民服务',
    usage: 'npx tongban import items|base|laws|convenience FILE [--json]',
    run: async (args) => {
      const { positionals, values } = words(args)
      const [what, file] = positionals
      if (positionals.length !== 2 || file === undefined || !['items', 'base', 'laws', 'convenience'].includes(what ?? ''))
        return wrongUsage('import')
      if (what === 'convenience') return (await import('./commands.ts')).runConvenienceImport(file, values.json === true)
      if (what === 'base') return (await import('./lint-command.ts')).runBaseImport(file, values.json === true)
      if (what === 'laws') return (await import('./lint-command.ts')).runLawImport(file, values.json === true)
      return (await import('./commands.ts')).runImport(file, values.json === true)
    },
  },
  lint: {
    summary: '检查办事指南(.json .jsonl .xlsx)，列出要改的地方',
    usage: 'npx tongban lint FILE [--json]',
    run: async (args) => {
      const { positionals, values } = words(args)
      const [file] = positionals
      if (positionals.length !== 1 || file === undefined) return wrongUsage('lint')
      return (await import('./lint-command.ts')).runLint(file, values.json === true)
    },
  },
  calendar: {
    summary: '导入国务院办公厅的年度放假安排(通知原文或者 JSON)',
    usage: 'npx tongban calendar import FILE|- [--json]',
    run: async (args) => {
      const { positionals, values } = words(args)
      if (positionals.length !== 2 || positionals[0] !== 'import') return wrongUsage('calendar')
      return (await import('./commands.ts')).runCalendarImport(String(positionals[1]), values.json === true)
    },
  },
  simulate: {
    summary: '演示：用沙箱签发的数字证书登录，或者签名',
    usage: 'npx tongban simulate certificate FILE.pem [--url http://localhost:8080] [--sign]  (--sign 只对标准输入签名)',
    run: async (args) => {
      const options = {
        url: { type: 'string' as const, default: 'http://localhost:8080' },
        sign: { type: 'boolean' as const, default: false },
      }
      const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
      if (positionals.length !== 2 || positionals[0] !== 'certificate') return wrongUsage('simulate')
      return (await import('./simulate-certificate.ts')).runSimulateCertificate(String(positionals[1]), values.url, values.sign)
    },
  },
  clock: {
    summary: '从标准输入逐行计算办件时限',
    usage: 'npx tongban clock < cases.jsonl > answers.jsonl',
    run: async (args) =>
      args.length > 0 ? wrongUsage('clock') : (await import('./clock-command.ts')).runClockLines(process.stdin, process.stdout),
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
    summary: '测量速度与内存，每项与基线同场比较',
    usage: 'npx tongban bench [W1 W2 …] [--json]',
    run: async (args) => {
      const { positionals, values } = words(args)
      return (await import('../../bench/bench.ts')).runBench(positionals, values.json === true)
    },
  },
  admin: {
    summary: '邀请最初的系统、安全、审计管理员(一次性链接)；列出注销记录，恢复备份后重放',
    usage: 'npx tongban admin invite NAME [sysadmin|secadmin|auditor] | admin erasures > FILE | admin replay-erasures FILE',
    run: async (args) => {
      const [act, name, role = 'sysadmin'] = words(args).positionals
      if (act === 'erasures') return (await import('./erasure-commands.ts')).runErasures()
      if (act === 'replay-erasures' && name) return (await import('./erasure-commands.ts')).runReplay(name)
      if (act !== 'invite' || !name || !isFirstAdministrator(role)) return wrongUsage('admin')
      return (await import('./commands.ts')).runInvite(name, role)
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

/** “用法不对” on standard error; exit code 2. */
const wrongUsage = (name: string): number => {
  process.stderr.write(`用法不对。正确用法：${commands[name]?.usage}\n`)
  return 2
}

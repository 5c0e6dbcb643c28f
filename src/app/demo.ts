import { putStandingApp } from '../contexts/apps/index.ts'
import { loadDemoCatalogue, loadDemoConvenience, loadDemoDirectory } from '../contexts/catalogue/index.ts'
import { loadDivisions } from '../contexts/divisions/index.ts'
import { demoPassword, loadDemoPeople } from '../contexts/identity/index.ts'
import { loadOrganisations } from '../contexts/organisations/index.ts'
import { seedCalendars } from '../platform/calendar.ts'
import type { Db } from '../platform/db.ts'
import { secrets } from '../platform/secrets.ts'
import { loadSandbox } from '../sandbox/load.ts'
import { subSiteId, subSiteRegistration } from '../sandbox/sub-site.ts'
import { subSiteKey } from '../sandbox/sub-site-store.ts'
import { type Config, todayOf } from './config.ts'

const dataFolder = new URL('../../data', import.meta.url).pathname

/** What every installation starts with: divisions and the published calendars. */
export const loadGround = async (db: Db): Promise<void> => {
  await loadDivisions(db)
  await db.transaction((sql) => seedCalendars(sql, `${dataFolder}/calendars`))
}

/** The sub-site of the sandbox signs people in by this platform; its address is the demo's. */
const loadSubSite = async (db: Db, publicUrl: string): Promise<void> => {
  const { publicKey } = await subSiteKey(db.sql)
  const jwks = { keys: [{ ...publicKey, kty: 'EC' }] }
  await putStandingApp(db.sql, { id: subSiteId, division: '150600000000', registered: subSiteRegistration(publicUrl), jwks })
}

/** Whether the catalogue of the demo city, or another, is there. */
export const isDemoLoaded = async (db: Db): Promise<boolean> => {
  const [{ loaded } = { loaded: false }] = await db.sql<{ loaded: boolean }>`select exists (select from catalogue.item) as loaded`
  return loaded
}

/** The demo city, when the database is empty: bodies, halls, guides, people, and the outside world of the sandbox. */
export const loadDemoCity = async (db: Db, config: Pick<Config, 'secret' | 'fixedToday'> & Partial<Config>): Promise<void> => {
  await loadGround(db)
  const loaded = await isDemoLoaded(db)
  await loadOrganisations(db, dataFolder)
  if (!loaded) {
    await loadDemoCatalogue(db, dataFolder, todayOf(config)())
    await loadDemoDirectory(db, dataFolder, todayOf(config)())
  }
  await loadDemoConvenience(db, dataFolder)
  await loadSandbox(db, dataFolder)
  await loadDemoPeople(db, secrets(config.secret), dataFolder)
  if (config.publicUrl) await loadSubSite(db, config.publicUrl)
}

const accounts = [
  ['citizen1', '个人，已实名'],
  ['citizen2', '个人，未实名'],
  ['company1', '法人'],
  ['agent1', 'company1 的经办人'],
  ['clerk1', '综窗受理员'],
  ['clerk2', '东胜区综窗受理员，异地收件'],
  ['approver1', '审批员'],
  ['approver2', '审批员，第二名核查人'],
  ['fire1', '消防救援支队审批员，答复征求意见'],
  ['chief1', '首席代表'],
  ['decider1', '审批人'],
  ['issuer1', '出件员'],
  ['supervisor1', '监控调度员'],
  ['editor1', '部门事项管理员'],
  ['catalogue1', '政务服务管理部门'],
  ['catalogue2', '政务服务管理部门，发布别人起草的指南'],
  ['hotline1', '12345 话务员'],
  ['deptadmin1', '市市场监督管理局的部门管理员'],
  ['banneradmin1', '东胜区的旗区管理员'],
  ['sysadmin', '系统管理员'],
  ['secadmin', '安全管理员'],
  ['auditor', '审计管理员'],
] as const

/** The demo accounts and their shared password, as printed at start. */
export const demoAccounts = (config: Pick<Config, 'secret' | 'publicUrl'>): string => {
  const rows = accounts.map(([name, role]) => `  ${name.padEnd(12)} ${role}`).join('\n')
  return `
示例账号 demo accounts(密码 password:${demoPassword(secrets(config.secret))} )
${rows}
个人登录 ${config.publicUrl}/login/person   法人登录 ${config.publicUrl}/login/organisation   工作人员登录 ${config.publicUrl}/login/staff
手机短信、人口库和法人库由沙箱扮演：${config.publicUrl}/sandbox/
`
}

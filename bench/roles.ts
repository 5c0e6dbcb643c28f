import { refuseStaffing, type StaffAct, type StaffRole, staffActs, staffRoles } from '../src/contexts/identity/index.ts'
import { type Figure, median } from './measure.ts'

const places = ['150600000000', '150602000000', '150602001000', '150603000000']
const departments = ['', '11150600MB13000009']
const rounds = 5

/** Every role at a place × every act × every place, department and role concerned. */
const questions = () => {
  const roles = Object.keys(staffRoles) as StaffRole[]
  return roles.flatMap((role) =>
    (Object.keys(staffActs) as StaffAct[]).flatMap((act) =>
      places.flatMap((division) =>
        departments.flatMap((departmentCode) =>
          roles.map((held) => ({
            by: { accountId: 'one', roles: [role], division: '150600000000', departmentCode: '' },
            act,
            of: { accountId: 'another', division, departmentCode, roles: [held] },
          })),
        ),
      ),
    ),
  )
}

/** Decisions of the table of powers a millisecond, on one core; no database is asked. */
export const roleDecisions = async (): Promise<Figure[]> => {
  const asked = questions()
  const rates = Array.from({ length: rounds }, () => {
    const began = performance.now()
    for (const { by, act, of } of asked) refuseStaffing(by, act, of)
    return asked.length / (performance.now() - began)
  })
  const dataset = `${Object.keys(staffRoles).length} 个岗位 × ${Object.keys(staffActs).length} 种行为 × ${asked.length} 问`
  return [{ workload: 'roles', unit: '次/ms', value: Number(median(rates).toPrecision(4)), n: rounds, dataset }]
}

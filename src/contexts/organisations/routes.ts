import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../platform/db.ts'
import { notFound, parse, sendPage } from '../../platform/http.ts'
import type { Frame } from '../../ui/page/frame.ts'
import { departmentPage, departmentsPage } from './pages/department-pages.ts'
import { advisersPage, intermediariesPage } from './pages/directory-pages.ts'
import { hallPage, hallsPage } from './pages/hall-pages.ts'
import { findHall, findUnit, listDirectory, listHalls, listUnits } from './store.ts'

const kinds = ['agencies', 'intermediaries', 'advisers'] as const
const DirectoryQuery = z.strictObject({
  kind: z.enum(kinds).default('agencies'),
  site: z
    .string()
    .regex(/^\d{6}$/)
    .default('150600'),
})

const kept = { intermediaries: 'intermediary', advisers: 'adviser' } as const
/** Rows of a directory; of the agencies those of a site. */
const directoryRows = async ({ read }: Pick<Db, 'read'>, kind: (typeof kinds)[number], site: string): Promise<object[]> => {
  if (kind !== 'agencies') return (await listDirectory(read, kept[kind])).map(({ name, details }) => ({ name, ...details }))
  const units = await listUnits(read, site.padEnd(12, '0'))
  return units.map(({ uscc, name, details: { phones, fax, address, postcode, source } }) => ({
    uscc,
    name,
    phones: phones ?? [],
    fax,
    address,
    postcode,
    source: source ?? '示例数据',
  }))
}

type Deps = { readonly db: Db; readonly frame: (request: FastifyRequest) => Frame }

/** Halls and departments (ui.md P12). */
export const organisationRoutes =
  ({ db, frame }: Deps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/halls', async (request, reply) => sendPage(reply, hallsPage(frame(request), await listHalls(db.read))))
    app.get<{ Params: { key: string } }>('/halls/:key', async (request, reply) => {
      const hall = await findHall(db.read, request.params.key)
      if (!hall) throw notFound('没有找到这个大厅')
      return sendPage(reply, hallPage(frame(request), hall))
    })
    app.get('/depts', async (request, reply) => {
      const page = frame(request)
      const [units, entries] = await Promise.all([listUnits(db.read, page.site.code.padEnd(12, '0')), listDirectory(db.read, 'agency')])
      return sendPage(reply, departmentsPage(page, units, entries))
    })
    app.get('/intermediaries', async (request, reply) =>
      sendPage(reply, intermediariesPage(frame(request), await listDirectory(db.read, 'intermediary'))),
    )
    app.get('/advisers', async (request, reply) => sendPage(reply, advisersPage(frame(request), await listDirectory(db.read, 'adviser'))))
    app.get('/api/v1/directory', async (request) => {
      const { site, kind } = parse(DirectoryQuery, request.query)
      return { items: await directoryRows(db, kind, site), next: null }
    })
    app.get<{ Params: { uscc: string } }>('/depts/:uscc', async (request, reply) => {
      const unit = await findUnit(db.read, request.params.uscc)
      if (!unit) throw notFound('没有找到这个部门')
      return sendPage(reply, departmentPage(frame(request), unit))
    })
  }

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../../platform/db.ts'
import { notFound, sendPage } from '../../platform/http.ts'
import type { Frame } from '../../ui/page/frame.ts'
import { departmentPage, departmentsPage } from './pages/department-pages.ts'
import { hallPage, hallsPage } from './pages/hall-pages.ts'
import { findHall, findUnit, listDirectory, listHalls, listUnits } from './store.ts'

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
      const [units, entries] = await Promise.all([listUnits(db.read, page.site.code.padEnd(12, '0')), listDirectory(db.read)])
      return sendPage(reply, departmentsPage(page, units, entries))
    })
    app.get<{ Params: { uscc: string } }>('/depts/:uscc', async (request, reply) => {
      const unit = await findUnit(db.read, request.params.uscc)
      if (!unit) throw notFound('没有找到这个部门')
      return sendPage(reply, departmentPage(frame(request), unit))
    })
  }

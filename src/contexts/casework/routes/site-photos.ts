import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isRefusal } from '../../../kernel/refusal.ts'
import { notFound, Problem } from '../../../platform/http.ts'
import { findCase } from '../perform/journal.ts'
import { keepPhoto, mayPhotograph } from '../perform/site-photos.ts'
import { sees } from '../perform/standing.ts'
import { photoTypes } from '../rules/site-check.ts'
import { type CaseworkWeb, caseworkOf, momentOf, problemOf, signedIn } from './api-web.ts'
import { fileName } from './drafts.ts'

type WithNo = { Params: { no: string } }

const largest = 20 * 1024 * 1024

/** 现场核查: an officer who can pass a step of the case uploads photographs of it, one a call; only JPEG and PNG by their bytes. */
export const sitePhotoRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const casework = caseworkOf(web)

    /** The case for an officer who can photograph it now. */
    const onSite = async (request: FastifyRequest<WithNo>) => {
      const [viewer, moment] = [signedIn(web, request), momentOf(web)]
      const loaded = await findCase(casework, web.db.sql, request.params.no)
      if (!loaded || viewer.kind !== 'staff' || !sees(viewer, loaded.matter)) throw notFound()
      if (!mayPhotograph(viewer, loaded, moment)) throw new Problem(409, 'wrong-stage', '这个办件现在没有您可以核查的环节')
      return { viewer, moment, loaded }
    }

    app.post<WithNo>('/api/v1/cases/:no/photos', async (request, reply) => {
      const { viewer, moment, loaded } = await onSite(request)
      const part = await request.file({ limits: { fileSize: largest + 1, files: 1 } })
      if (!part) throw new Problem(400, 'invalid-request', '没有收到照片')
      const name = fileName(part.filename)
      const stored = await web.files.put(part.file, { maxBytes: largest, name, types: photoTypes })
      const kept = await keepPhoto(casework, loaded, { name, ...stored }, viewer.accountId, moment)
      if (isRefusal(kept)) throw problemOf(kept)
      return reply.code(201).send(kept)
    })
  }

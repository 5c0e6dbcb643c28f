import type { FastifyRequest } from 'fastify'
import type { FieldError, Refusal } from '../../../kernel/refusal.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { asProblem } from '../../../platform/http.ts'
import type { Viewer } from '../../identity/index.ts'
import { addDraftFile } from '../perform/drafts.ts'
import { type CitizenWeb, momentOf } from './citizen-web.ts'

const megabyte = 1024 * 1024

/**
 * Takes every file of a multipart form for one material. Each good file is stored at once; a bad one is named with its cure and
 * the others are kept (ui.md §2.4 step 5).
 */
export const takeFiles = async (
  web: CitizenWeb,
  request: FastifyRequest,
  handle: string,
  material: string,
  viewer: Viewer,
): Promise<FieldError[]> => {
  const errors: FieldError[] = []
  const field = `file`
  let taken = 0
  for await (const part of request.files()) {
    if (part.filename === '') {
      part.file.resume()
      continue
    }
    const outcome = await store(web, part, handle, material, viewer)
    if (isRefusal(outcome))
      errors.push({ field, message: `${part.filename}:${[outcome.title, outcome.detail].filter(Boolean).join('。')}` })
    else taken += 1
  }
  return taken === 0 && errors.length === 0 ? [{ field, message: '请先选择文件，再点上传' }] : errors
}

type Part = { readonly filename: string; readonly file: NodeJS.ReadableStream }
const store = async (web: CitizenWeb, part: Part, handle: string, material: string, viewer: Viewer): Promise<{ id: string } | Refusal> => {
  try {
    const stored = await web.files.put(part.file as never, { maxBytes: web.maxUploadBytes ?? 20 * megabyte, name: part.filename })
    return await addDraftFile(web.casework, handle, { material, name: part.filename, ...stored }, viewer, momentOf(web))
  } catch (error) {
    ;(part.file as NodeJS.ReadableStream).resume()
    const problem = asProblem(error)
    const { detail } = problem.extra
    return { refused: problem.code, title: problem.title, ...(typeof detail === 'string' ? { detail } : {}) }
  }
}

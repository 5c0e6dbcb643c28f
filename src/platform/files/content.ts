import { type FileHandle, open } from 'node:fs/promises'
import { Problem } from '../http.ts'
import { pdfFault } from './pdf.ts'
import { type ZipEntry, zipEntries } from './zip.ts'

/** A file we do not take in: why (`title`), and what the person can do about it (`extra.detail`). */
export class FileRefused extends Problem {
  constructor(reason: string, cure: string) {
    super(422, 'file-refused', reason, { detail: cure })
  }
}

const office = 'application/vnd.openxmlformats-officedocument'
/** What may be stored, with the endings that a name may have. */
export const fileTypes: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'image/heif': ['heif', 'heic'],
  [`${office}.wordprocessingml.document`]: ['docx'],
  [`${office}.spreadsheetml.sheet`]: ['xlsx'],
  'application/ofd': ['ofd'],
}

type Answer = readonly [reason: string, cure: string]
const unknownType: Answer = ['不支持这种文件', '请上传 PDF、OFD、docx、xlsx 文件，或 JPG、PNG、WebP、HEIC 图片']
const macros: Answer = ['文件含有宏', '请另存为不含宏的 docx、xlsx 或 PDF 后上传']
const broken: Answer = ['文件不完整或已损坏', '请重新保存或导出后上传']
const refusedTypes: Readonly<Record<string, Answer>> = {
  'application/zip': ['不支持压缩包', '请解压后逐个上传其中的文件'],
  'application/x-rar-compressed': ['不支持压缩包', '请解压后逐个上传其中的文件'],
  'application/x-7z-compressed': ['不支持压缩包', '请解压后逐个上传其中的文件'],
  'application/x-cfb': ['不支持旧版或带密码的 Office 文件', '请取消密码，另存为 docx、xlsx 或 PDF 后上传'],
  'application/xml': ['不支持网页、XML 和 SVG 文件', '请另存为 PDF 或 PNG 后上传'],
}
const pdfAnswers: Readonly<Record<NonNullable<ReturnType<typeof pdfFault>>, Answer>> = {
  encrypted: ['PDF 带有密码或权限限制', '请取消密码和权限限制后上传'],
  active: ['PDF 含有脚本或可执行的动作', '请用“打印为 PDF”另存后上传'],
  attached: ['PDF 内嵌了附件', '请用“打印为 PDF”另存后上传，附件请单独上传'],
  unreadable: broken,
}

const refuse = ([reason, cure]: Answer): never => {
  throw new FileRefused(reason, cure)
}

/**
 * The media type of a file by its content (S-066), after looking at its structure (S-067). Throws FileRefused for what may not be
 * stored, and when the ending of `name` says something else than the content.
 */
export const inspect = async (path: string, size: number, name?: string): Promise<string> => {
  if (size === 0) refuse(['文件是空的', '请检查文件后重新上传'])
  const { fileTypeFromFile } = await import('file-type') // 10 MB, needed with the first upload
  const found = (await fileTypeFromFile(path))?.mime ?? ''
  const file = await open(path)
  try {
    const type = found === 'application/pdf' ? await lookIntoPdf(file, found) : await lookIntoZip(file, size, found)
    if (!(type in fileTypes)) refuse(refusedTypes[type] ?? (type.includes('macroenabled') ? macros : unknownType))
    if (name !== undefined) checkEnding(name, type)
    return type
  } finally {
    await file.close()
  }
}

const checkEnding = (name: string, type: string): void => {
  const ending = /\.([^.]+)$/.exec(name.trim())?.[1]?.toLowerCase() ?? ''
  const allowed = fileTypes[type] ?? []
  if (!allowed.includes(ending))
    refuse(['文件内容与文件名的后缀不一致', `内容是 ${allowed[0]}，请把后缀改为 .${allowed[0]}，或选择正确的文件`])
}

const lookIntoPdf = async (file: FileHandle, type: string): Promise<string> => {
  const fault = pdfFault(await file.readFile())
  return fault ? refuse(pdfAnswers[fault]) : type
}

const zipped = (type: string): boolean => type === 'application/zip' || type.startsWith(office)
const lookIntoZip = async (file: FileHandle, size: number, found: string): Promise<string> => {
  if (!zipped(found)) return found
  const entries = (await zipEntries(file, size)) ?? refuse(broken)
  const type = found === 'application/zip' && entries.some(({ name }) => name === 'OFD.xml') ? 'application/ofd' : found
  if (!(type in fileTypes)) return type
  if (entries.some(({ encrypted }) => encrypted)) refuse(['文件带有密码', '请取消密码后上传'])
  if (entries.some(({ name }) => /vbaProject\.bin$|\/activeX\//i.test(name))) refuse(macros)
  if (swollen(entries) || entries.some(astray)) refuse(['文件内部结构异常', '请重新导出，或另存为 PDF 后上传'])
  return type
}

const mebi = 1024 * 1024
const swollen = (entries: readonly ZipEntry[]): boolean => {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0)
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  return entries.length > 500 || size > 100 * mebi || size > 100 * Math.max(packed, 1)
}
const astray = ({ name, link }: ZipEntry): boolean => link || /^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(name)

import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'

/** Why a file is not read as a workbook: a stable code and what to do, for the person who sent it. */
export class SheetFault extends Error {
  readonly code: string
  readonly fix: string
  constructor(code: string, message: string, fix: string) {
    super(message)
    this.code = code
    this.fix = fix
  }
}

const faults = {
  'sheet.csv': ['这不是 .xlsx 表格，像是文本文件(.csv)', '用表格软件打开它，另存为“Excel 工作簿(.xlsx)”再上传'],
  'sheet.old-format': ['这是旧格式的表格(.xls)', '用表格软件打开它，另存为“Excel 工作簿(.xlsx)”再上传'],
  'sheet.binary': ['这是二进制表格(.xlsb)', '另存为“Excel 工作簿(.xlsx)”再上传'],
  'sheet.password': ['表格设了打开密码，读不出内容', '在表格软件里去掉密码，保存后再上传'],
  'sheet.macros': ['表格里有宏，为了安全不接收', '另存为不含宏的“Excel 工作簿(.xlsx)”再上传'],
  'sheet.too-large': ['表格太大，没有读取', '删去用不到的行、列、图片，或者分成几个文件上传'],
  'sheet.too-many-rows': ['表格的行太多，读到一半就停下了，什么都没有收', '分成几个文件上传'],
  'sheet.too-many-cells': ['表格里有内容的格子太多，读到一半就停下了，什么都没有收', '删去用不到的列，或者分成几个文件上传'],
  'sheet.damaged': ['表格文件已损坏，读不出来', '用表格软件打开它，看内容是否完整，另存一份再上传'],
  'sheet.not-a-workbook': ['这不是 .xlsx 表格', '用下载的模板填写，保存为“Excel 工作簿(.xlsx)”再上传'],
} as const
export type SheetFaultCode = keyof typeof faults

export const fault = (code: SheetFaultCode): SheetFault => new SheetFault(code, faults[code][0], faults[code][1])

/**
 * Bounds against workbooks that are more than anybody edits: parts and bytes are summed before anything is unpacked; rows and cells that
 * say something (of all sheets together), and the signs of shared texts, are counted while they are read.
 */
export type Bounds = {
  readonly entries: number
  readonly unpacked: number
  readonly rows: number
  readonly cells: number
  readonly signs: number
}
export const usualBounds: Bounds = {
  entries: 2_000,
  unpacked: 256 * 1024 * 1024,
  rows: 600_000,
  cells: 4_000_000,
  signs: 48 * 1024 * 1024,
}

/** The most a workbook that is sent in may weigh, in bytes. */
export const largestWorkbook = 32 * 1024 * 1024
/** The bytes of a workbook as they come; no more of them are taken than it may weigh. */
export const bytesOfWorkbook = async (chunks: AsyncIterable<Uint8Array | string>, largest = largestWorkbook): Promise<Buffer> => {
  const taken: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    taken.push(Buffer.from(chunk))
    size += chunk.length
    if (size > largest) throw fault('sheet.too-large')
  }
  return Buffer.concat(taken)
}

const startsWith = (bytes: Buffer, ...signs: number[]): boolean => signs.every((sign, i) => bytes[i] === sign)
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

/** What a file that is no zip is, by its first bytes: OLE2 holds old workbooks and encrypted new ones. */
const faultOf = (bytes: Buffer): SheetFault => {
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return fault(bytes.includes(utf16('EncryptedPackage')) ? 'sheet.password' : 'sheet.old-format')
  const text = bytes.subarray(0, 4096)
  return fault(bytes.length > 0 && !text.includes(0) && /[,;\t\n]/.test(text.toString('latin1')) ? 'sheet.csv' : 'sheet.not-a-workbook')
}

/** The parts of a workbook by their paths. */
export type Parts = {
  readonly has: (path: string) => boolean
  readonly open: (path: string) => Promise<Readable>
  readonly close: () => void
}

const list = async (zip: ZipFile, bounds: Bounds): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>()
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize
    if (entries.size >= bounds.entries || unpacked > bounds.unpacked) throw fault('sheet.too-large')
    if (entry.isEncrypted()) throw fault('sheet.password')
    entries.set(entry.fileName.toLowerCase(), entry)
  }
  return entries
}

const refuseOthers = (paths: ReadonlyMap<string, Entry>): void => {
  if ([...paths.keys()].some((path) => path.endsWith('vbaproject.bin'))) throw fault('sheet.macros')
  if (paths.has('xl/workbook.bin')) throw fault('sheet.binary')
  if (!paths.has('[content_types].xml') || !paths.has('xl/workbook.xml')) throw fault('sheet.not-a-workbook')
}

/** Opens the archive of a workbook; throws `SheetFault` for whatever is no plain .xlsx. What its directory promises is never exceeded when it is read. */
export const openParts = async (bytes: Buffer, bounds: Bounds = usualBounds): Promise<Parts> => {
  if (!startsWith(bytes, 0x50, 0x4b)) throw faultOf(bytes)
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true }).catch(() => {
    throw fault('sheet.damaged')
  })
  const entries = await list(zip, bounds).catch((error: unknown) => {
    throw error instanceof SheetFault ? error : fault('sheet.damaged')
  })
  refuseOthers(entries)
  return {
    has: (path) => entries.has(path.toLowerCase()),
    open: async (path) => {
      const entry = entries.get(path.toLowerCase())
      if (!entry) throw fault('sheet.damaged')
      return zip.openReadStreamPromise(entry)
    },
    close: () => zip.close(),
  }
}

import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'

const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
/** Where the reader of PDFs keeps what a file may need beside itself: character maps, the fonts every reader has, decoders. */
const folders = ['cmaps', 'standard_fonts', 'wasm']
const types: Readonly<Record<string, string>> = {
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.js': 'text/javascript; charset=utf-8',
}

const listParts = async (): Promise<ReadonlyMap<string, string>> => {
  const lists = await Promise.all(folders.map(async (folder) => (await readdir(join(root, folder))).map((name) => [name, folder] as const)))
  return new Map(lists.flat().map(([name, folder]) => [name, join(root, folder, name)]))
}
let listed: Promise<ReadonlyMap<string, string>> | undefined

/** A character map, font or decoder by its name; undefined for anything else. */
export const findPdfPart = async (name: string): Promise<{ readonly type: string; readonly bytes: Buffer } | undefined> => {
  listed ??= listParts()
  const [path, type] = [(await listed).get(name), types[extname(name)]]
  return path && type ? { type, bytes: await readFile(path) } : undefined
}

import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { keyOf, type Shelf } from './shelf.ts'

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

/** Files in a folder: what `keep` has answered survives a power cut. A name appears only with its whole content. */
export const diskShelf = (root: string): Shelf => ({
  async keep(path, sha256) {
    const place = join(root, keyOf(sha256))
    const made = await mkdir(dirname(place), { recursive: true })
    await rename(path, place)
    await syncFolder(dirname(place))
    if (made) await syncFolder(root)
  },
  async read(sha256) {
    const place = join(root, keyOf(sha256))
    const found = await stat(place).catch(() => undefined)
    return found?.isFile() ? createReadStream(place) : undefined
  },
  remove: (sha256) => rm(join(root, keyOf(sha256)), { force: true }),
})

import { ZipFile } from 'yazl'

/** Files as one zip. Names may be Chinese. */
export const zipOf = async (files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<Buffer> => {
  const zip = new ZipFile()
  for (const { name, bytes } of files) zip.addBuffer(bytes, name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

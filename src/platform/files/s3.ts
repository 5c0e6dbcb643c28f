import { openAsBlob } from 'node:fs'
import { AwsClient } from 'aws4fetch'
import { keyOf, type Shelf } from './shelf.ts'

/** A bucket of any store that speaks the S3 protocol (path-style addresses). */
export type S3 = {
  readonly endpoint: string
  readonly bucket: string
  readonly accessKey: string
  readonly secretKey: string
  readonly region?: string
}

const [answerWithin, uploadWithin] = [3000, 30_000]

/** Limits the wait for the answer's head; a body may then take its time. */
const answered = (within: number, ask: (signal: AbortSignal) => Promise<Response>): Promise<Response> => {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), within)
  return ask(patience.signal).finally(() => clearTimeout(timer))
}

/** Files in a bucket. The signed content hash makes the store itself check what arrives. Tries twice again when the store fails (S-075). */
export const s3Shelf = (s3: S3): Shelf => {
  const client = new AwsClient({
    accessKeyId: s3.accessKey,
    secretAccessKey: s3.secretKey,
    service: 's3',
    region: s3.region ?? 'us-east-1',
    retries: 2,
  })
  const address = (sha256: string): string => `${s3.endpoint.replace(/\/$/, '')}/${s3.bucket}/${keyOf(sha256)}`
  return {
    async keep(path, sha256) {
      const answer = await client.fetch(address(sha256), {
        method: 'PUT',
        body: await openAsBlob(path),
        headers: { 'x-amz-content-sha256': sha256 },
        signal: AbortSignal.timeout(uploadWithin),
      })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error(`the file store answered ${answer.status}`)
    },
    async read(sha256) {
      const answer = await answered(answerWithin, (signal) => client.fetch(address(sha256), { signal }))
      if (answer.ok && answer.body) return answer.body
      await answer.body?.cancel()
      if (answer.status === 404) return undefined
      throw new Error(`the file store answered ${answer.status}`)
    },
    async remove(sha256) {
      const answer = await answered(answerWithin, (signal) => client.fetch(address(sha256), { method: 'DELETE', signal }))
      await answer.body?.cancel()
      if (!answer.ok && answer.status !== 404) throw new Error(`the file store answered ${answer.status}`)
    },
  }
}

import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { signWithPem } from '../sandbox/ca-forms.ts'

/** `simulate certificate FILE --sign -`: signs the standard input, base64 out, to be pasted into a page. */
const signInput = async (pem: string): Promise<number> => {
  const { signature } = signWithPem(pem, Buffer.from(await text(process.stdin)))
  process.stdout.write(`${signature.toString('base64')}\n`)
  return 0
}

const post = async (url: string, body: object): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })

/** `simulate certificate FILE [--url URL]`: asks for a challenge, signs it and signs in; the answer as JSON, exit 1 when refused. */
export const runSimulateCertificate = async (file: string, url: string, signs: boolean): Promise<number> => {
  const pem = await readFile(file, 'utf8')
  if (signs) return signInput(pem)
  const asked = (await (await post(`${url}/api/v1/certificates/challenge`, {})).json()) as { challenge: string; text: string }
  const { certificate, signature } = signWithPem(pem, Buffer.from(asked.text))
  const answer = await post(`${url}/api/v1/sessions/certificate`, {
    certificate,
    challenge: asked.challenge,
    signature: signature.toString('base64'),
  })
  process.stdout.write(`${JSON.stringify(await answer.json())}\n`)
  return answer.ok ? 0 : 1
}

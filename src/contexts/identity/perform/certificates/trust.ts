import { readTrust, type Trust } from '../../../../platform/certificates.ts'

/** Whom this installation believes about certificates, as of a minute ago at most. */
export type TrustSource = () => Promise<Trust>

const timeoutMs = 3000
const read = async (url: string): Promise<string> => {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`status ${response.status}`)
  return response.text()
}

/** `roots`: PEM of the authorities, from a file of the operator; in a demonstration they are read from the authority that is played. */
export type TrustSettings = { readonly url: string; readonly roots?: string | undefined; readonly seconds?: number | undefined }

/**
 * Reads the lists of revoked certificates from `{url}/lists.pem`, and the authorities from `{url}/roots.pem` where no file names them.
 * While the authority does not answer, what was read last holds until a list is overdue; then nothing is believed (faultOf: unknown).
 */
export const httpTrust = ({ url, roots, seconds = 60 }: TrustSettings): TrustSource => {
  let kept: { readonly trust: Trust; readonly at: number } = { trust: { roots: [], lists: [] }, at: Number.NEGATIVE_INFINITY }
  return async () => {
    if (!url || Date.now() - kept.at < seconds * 1000) return kept.trust
    try {
      const [rootsPem, listsPem] = await Promise.all([roots ?? read(`${url}/roots.pem`), read(`${url}/lists.pem`)])
      kept = { trust: readTrust(rootsPem, listsPem), at: Date.now() }
    } catch {
      kept = { trust: kept.trust, at: Date.now() }
    }
    return kept.trust
  }
}

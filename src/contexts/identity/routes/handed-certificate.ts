import { BlockList, isIPv6 } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'

/** The header in which a TLS terminator hands on its client's certificate: PEM, percent-encoded (nginx: $ssl_client_escaped_cert). */
const header = 'x-client-certificate'

const hops = (addresses: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const address of addresses) {
    const [host = '', prefix] = address.split('/')
    const family = isIPv6(host) ? 'ipv6' : 'ipv4'
    if (prefix) list.addSubnet(host, Number(prefix), family)
    else list.addAddress(host, family)
  }
  return list
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * The certificate whose key the TLS of a request proved: of our own listener, or handed on by a terminator at one of `proxies`
 * (addresses or CIDR). From anywhere else the header says nothing (S-015).
 */
export const handedCertificates = (proxies: readonly string[]) => {
  const known = hops(proxies)
  return ({ raw: { socket }, headers }: FastifyRequest): Uint8Array | string | undefined => {
    if (socket instanceof TLSSocket) return socket.getPeerCertificate(true)?.raw
    const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
    const handed = headers[header]
    if (typeof handed !== 'string' || !address || !known.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return undefined
    return decoded(handed)
  }
}

import type { Registration } from '../terms.ts'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
const longest = 500

const writingProblem = (text: string): string | undefined => {
  if (text.length > longest) return `地址最长 ${longest} 个字符`
  if (/[*\s\\]/.test(text)) return '地址里不能有空格、星号、反斜杠；每个地址都要写完整'
  return text.includes('#') ? '地址里不能有 # 和它后面的部分' : undefined
}

const hostProblem = ({ protocol, hostname }: URL, mayBeLoopback: boolean): string | undefined => {
  if (loopback.has(hostname)) return mayBeLoopback ? undefined : '正式环境不能用本机地址'
  if (protocol !== 'https:') return '地址要以 https:// 开头'
  return /^[\d.]+$/.test(hostname) || hostname.startsWith('[') ? '请用域名，不能直接写 IP 地址' : undefined
}

/** What is wrong with an address of a sub-site, in Chinese; undefined when it may be used (S-080: exact, no wildcard, no fragment). */
export const addressProblem = (text: string, mayBeLoopback: boolean): string | undefined => {
  const url = URL.parse(text)
  if (!url) return '请填写完整地址，例如 https://app.example.gov.cn/callback'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return '地址要以 https:// 开头'
  if (url.username || url.password) return '地址里不能带帐号或密码'
  const problem = writingProblem(text) ?? hostProblem(url, mayBeLoopback)
  return problem ?? (url.href === text ? undefined : `请按标准写法填写：${url.href}`)
}

/** All that is wrong with the addresses of a registration, each at its field. Redirect addresses share one host: it decides `sub` (S-081). */
export const addressProblems = (wanted: Registration, mayBeLoopback: boolean): { field: string; message: string }[] => {
  const named = [
    ...wanted.redirectUris.map((uri, i) => [`redirectUris.${i}`, uri] as const),
    ['logoutUri', wanted.logoutUri] as const,
    ...(wanted.afterLogoutUri ? [['afterLogoutUri', wanted.afterLogoutUri] as const] : []),
  ]
  const found = named.flatMap(([field, uri]) => {
    const message = addressProblem(uri, mayBeLoopback)
    return message ? [{ field, message }] : []
  })
  const hosts = new Set(wanted.redirectUris.map((uri) => URL.parse(uri)?.host))
  if (found.length === 0 && hosts.size > 1)
    found.push({ field: 'redirectUris.1', message: '回调地址要在同一个域名下；另一个域名请另外接入' })
  return found
}

/** Where a request comes from, as its owner may recognise it and nobody can be followed by it (S-034; 个人信息保护法 §6). */
export type Origin = { readonly device: string; readonly place: string }

const systems: readonly (readonly [mark: RegExp, name: string])[] = [
  [/HarmonyOS/i, '手机 · 鸿蒙'],
  [/iPhone/, '手机 · iPhone'],
  [/iPad/, '平板 · iPad'],
  [/Android.*Mobile/, '手机 · 安卓'],
  [/Android/, '平板 · 安卓'],
  [/Windows/, '电脑 · Windows'],
  [/Macintosh/, '电脑 · macOS'],
  [/Linux|X11/, '电脑 · Linux'],
]
const browsers: readonly (readonly [mark: RegExp, name: string])[] = [
  [/MicroMessenger/, '微信'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome|Chromium/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const named = (list: typeof systems, agent: string): string | undefined => list.find(([mark]) => mark.test(agent))?.[1]

/** The kind of device and browser of a User-Agent header; never its version or model. */
export const deviceOf = (agent: string | undefined): string => {
  const [system, browser] = [named(systems, agent ?? ''), named(browsers, agent ?? '')]
  return [system, browser].filter(Boolean).join(' · ') || '程序或未知设备'
}

/** The network of an address without its last part: 10.1.2.* of IPv4 (also when written in IPv6), the first three groups of IPv6. */
export const placeOf = (ip: string): string => {
  const four = /(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(ip)
  if (four) return `${four[1]}.*`
  const groups = ip.split('::')[0]?.split(':').filter(Boolean).slice(0, 3) ?? []
  return groups.length > 0 ? `${groups.join(':')}:*` : '本机'
}

const groupsOf = (text: string): string[] => text.split(':').filter(Boolean)
/**
 * The network that limits count by: an IPv4 address (also when written in IPv6) as it is, of IPv6 the first 64 bits, which is what one
 * connection is given; else whoever has one would have 2^64 addresses to try from (S-010, S-011).
 */
export const networkOf = (ip: string): string => {
  const four = /(\d{1,3}(?:\.\d{1,3}){3})$/.exec(ip)
  if (four?.[1]) return four[1]
  const [before = '', after] = ip.split('::', 2)
  const head = groupsOf(before)
  const tail = groupsOf(after ?? '')
  const zeros = after === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  const first = [...head, ...zeros, ...tail].slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
  return `${first.join(':')}::/64`
}

export const originOf = (request: { readonly headers: Readonly<Record<string, unknown>>; readonly ip: string }): Origin => {
  const agent = request.headers['user-agent']
  return { device: deviceOf(typeof agent === 'string' ? agent : undefined), place: placeOf(request.ip) }
}

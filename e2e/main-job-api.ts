// The main job through the JSON API alone: nothing here but interfaces that outsiders rely on.
// Usage: node e2e/main-job-api.ts http://localhost:8080 PASSWORD
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

type Body = Record<string, unknown>
type Sent = { body?: Body; form?: FormData; headers?: Record<string, string> }
// biome-ignore lint/suspicious/noExplicitAny: an outsider reads plain JSON
type Answer = { status: number; body: any; headers: Headers; bytes: Buffer }

/** One account's session: keeps its cookie and CSRF token as a browser or a partner's script would. */
export const apiClient = (base: string) => {
  const jar = new Map<string, string>()
  let csrf = ''
  const headersOf = (sent: Sent): Record<string, string> => ({
    ...(sent.body ? { 'content-type': 'application/json' } : {}),
    ...(jar.size > 0 ? { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } : {}),
    ...(csrf ? { 'x-csrf-token': csrf } : {}),
    ...sent.headers,
  })
  const call = async (method: string, path: string, sent: Sent = {}): Promise<Answer> => {
    const body = sent.form ?? (sent.body && JSON.stringify(sent.body))
    const response = await fetch(`${base}${path}`, { method, redirect: 'manual', headers: headersOf(sent), ...(body ? { body } : {}) })
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';', 1).join().split('=') as [string, string]
      jar.set(name, value)
    }
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString('utf8')
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, headers: response.headers, bytes, body: isJson ? JSON.parse(text) : text }
  }
  return {
    call,
    /** What a request of this session carries, for one that is not JSON. */
    headers: (): Record<string, string> => headersOf({}),
    async signIn(account: string, password: string): Promise<void> {
      const { status, body } = await call('POST', '/api/v1/sessions', { body: { account, password } })
      assert.equal(status, 201, `${account} signs in: ${JSON.stringify(body)}`)
      csrf = body.csrfToken
    },
  }
}
export type ApiClient = ReturnType<typeof apiClient>

const expect = (answer: Answer, status: number, what: string): Answer => {
  assert.equal(answer.status, status, `${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 600)}`)
  return answer
}

/** A small valid PDF, as a scanner would make it. */
export const samplePdf = (text: string): Blob => {
  const body = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<>>>>endobj\n4 0 obj<</Length ${text.length + 2}>>stream\n% ${text}\nendstream endobj\nxref\n0 5\n0000000000 65535 f \ntrailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF\n`
  return new Blob([body], { type: 'application/pdf' })
}

type Field = {
  name: string
  kind: string
  optional?: boolean
  max?: number
  min?: number
  options?: { value: string }[]
  when?: { field: string; is: string[] }
}
const samples: Record<string, string> = {
  idNumber: '150602194910019007',
  uscc: '11440232MB2D06811W',
  phone: '13900000001',
  email: 'sample@example.cn',
  date: '2020-05-18',
  yuan: '1200',
}

const answerFor = (field: Field): string | string[] => {
  const option = field.options?.[0]?.value ?? ''
  if (field.kind === 'checkboxes') return [option]
  if (field.options) return option
  if (field.kind === 'number') return String(Math.max(field.min ?? 1, 1))
  return samples[field.kind] ?? '示例内容'.slice(0, field.max ?? 4)
}

/** An answer for every question that is asked, in the order of the form. */
// biome-ignore lint/suspicious/noExplicitAny: an outsider reads plain JSON
export const sampleAnswers = (form: any): Record<string, string | string[]> => {
  const answers: Record<string, string | string[]> = {}
  for (const field of form.pages.flatMap((page: { fields: Field[] }) => page.fields) as Field[]) {
    const asked = !field.when || [answers[field.when.field]].flat().some((value) => field.when?.is.includes(String(value)))
    if (asked && !field.optional) answers[field.name] = answerFor(field)
  }
  return answers
}

/** Applies for an item as the signed-in person: situation, draft, answers, files, submission. Returns the 办件编号. */
export const applyFor = async (applicant: ApiClient, code: string): Promise<string> => {
  // biome-ignore lint/suspicious/noExplicitAny: an outsider reads plain JSON
  const guide: any = expect(await applicant.call('GET', `/api/v1/items/${code}/guide`), 200, 'the guide').body.guide
  const situation = Object.fromEntries(
    (guide.situations as { id: string; options: { value: string }[] }[]).map(({ id, options }) => [id, options[0]?.value ?? '']),
  )
  const remaining = expect(
    await applicant.call('POST', `/api/v1/items/${code}/situation`, { body: { answers: situation } }),
    200,
    'the situation',
  ).body
  const draft = expect(await applicant.call('POST', '/api/v1/cases', { body: { item: code } }), 201, 'a draft').body
  const patch = {
    answers: sampleAnswers(guide.form),
    situation,
    delivery: { way: (guide.deliveries as string[]).find((way) => way !== 'post') ?? 'window' },
  }
  expect(await applicant.call('PATCH', `/api/v1/cases/${draft.no}/draft`, { body: patch }), 200, 'the draft is saved')
  for (const material of remaining.materials as { id: string; name: string; need: string; shared?: string; fromForm?: boolean }[]) {
    if (material.need !== '1' || material.shared || material.fromForm) continue
    const form = new FormData()
    form.set('material', material.id)
    form.set('file', samplePdf(material.id), `${material.name}.pdf`)
    expect(await applicant.call('POST', `/api/v1/cases/${draft.no}/files`, { form }), 201, `a file for ${material.name}`)
  }
  const key = randomUUID()
  const send = () => applicant.call('POST', `/api/v1/cases/${draft.no}/submit`, { body: {}, headers: { 'idempotency-key': key } })
  const first = expect(await send(), 201, 'submitted').body
  assert.equal((await send()).body.no, first.no, 'the same key gives the same number')
  return first.no
}

/** Does one act on a case and expects it done. */
export const act = async (who: ApiClient, no: string, body: Body): Promise<Body> =>
  expect(await who.call('POST', `/api/v1/cases/${no}/acts`, { body }), 200, `act ${body.act}`).body

/** Steps, proposal, decision, delivery: from accepted to the end; `decision` is what the grant names beside its opinion. */
export const decideAndDeliver = async (
  officers: { approver: ApiClient; decider: ApiClient; issuer: ApiClient },
  no: string,
  decision: Body = {},
): Promise<void> => {
  for (;;) {
    const { body } = expect(await officers.approver.call('GET', `/api/v1/cases/${no}`), 200, 'the case')
    if (!body.open.includes('passStep')) break
    await act(officers.approver, no, {
      act: 'passStep',
      step: body.openSteps[0],
      opinion: '材料属实，符合条件。',
      secondPerson: '示例核查员',
    })
  }
  await act(officers.approver, no, { act: 'proposeGrant', opinion: '拟同意。' })
  await act(officers.decider, no, { act: 'grant', opinion: '同意。', ...decision })
  await act(officers.issuer, no, { act: 'deliver', recipient: '申请人本人' })
}

const findItem = async (client: ApiClient, words: string, name: RegExp): Promise<string> => {
  const { body } = expect(await client.call('GET', `/api/v1/items?q=${encodeURIComponent(words)}`), 200, `search ${words}`)
  const hit = (body.items as { code: string; name: string; applicable: boolean }[]).find((item) => name.test(item.name))
  assert.ok(hit, `${words} finds ${name}: ${JSON.stringify(body.items.slice(0, 3))}`)
  return hit.code
}

/** The main job twice: 教师资格认定 with a 补正 for a person, 食品经营许可 for a company; each to a verified result. */
export const mainJob = async (base: string, password: string, say: (line: string) => void): Promise<void> => {
  const names = ['citizen1', 'company1', 'clerk1', 'approver1', 'decider1', 'issuer1'] as const
  const clients = Object.fromEntries(names.map((name) => [name, apiClient(base)])) as Record<(typeof names)[number], ApiClient>
  for (const name of names) await clients[name].signIn(name, password)
  const { citizen1: citizen, company1: company, clerk1: clerk, approver1: approver, decider1: decider, issuer1: issuer } = clients

  const teacher = await applyFor(citizen, await findItem(citizen, '教师证', /教师资格认定/))
  say(`申请已提交：${teacher}`)
  assert.equal((await company.call('GET', `/api/v1/cases/${teacher}`)).status, 404, 'another person sees nothing')
  const files = expect(await citizen.call('GET', `/api/v1/cases/${teacher}`), 200, 'own case').body.materials
  const target = files[0].material
  await act(clerk, teacher, {
    act: 'notifyCorrection',
    defects: [{ target, name: '第一份材料', problem: '签名不清', cure: '重新扫描后上传' }],
  })
  const again = await clerk.call('POST', `/api/v1/cases/${teacher}/acts`, {
    body: { act: 'notifyCorrection', defects: [{ target, name: '另一份', problem: '又缺', cure: '补' }] },
  })
  assert.equal(again.status, 409, 'a second 补正 is refused')
  assert.ok(again.body.article && Array.isArray(again.body.open), 'the refusal names the article and what is open')
  const form = new FormData()
  form.set('material', target)
  form.set('file', samplePdf('corrected'), '补正.pdf')
  expect(await citizen.call('POST', `/api/v1/cases/${teacher}/files`, { form }), 201, 'the corrected file')
  await act(citizen, teacher, { act: 'correct' })
  await act(clerk, teacher, { act: 'accept' })
  await decideAndDeliver({ approver, decider, issuer }, teacher)

  const food = await applyFor(company, await findItem(company, '开小吃店', /食品经营许可/))
  await act(clerk, food, { act: 'accept' })
  await decideAndDeliver({ approver, decider, issuer }, food)

  for (const [who, no] of [
    [citizen, teacher],
    [company, food],
  ] as const) {
    const { body } = expect(await who.call('GET', `/api/v1/cases/${no}`), 200, 'the ended case')
    assert.equal(body.stage, 'finished')
    const papers = expect(await who.call('GET', `/api/v1/cases/${no}/documents`), 200, 'its papers').body.items
    for (const paper of papers) {
      const pdf = expect(await who.call('GET', `/api/v1/cases/${no}/documents/${paper.id}.pdf`), 200, paper.title)
      assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-', paper.title)
    }
    const licence = body.licences[0]
    const verified = expect(
      await apiClient(base).call('POST', '/api/v1/verifications', { body: { code: licence.verificationCode } }),
      200,
      'verified by anyone',
    ).body
    assert.equal(verified.state, 'valid')
    expect(await who.call('POST', '/api/v1/ratings', { body: { case: no, grade: 'verySatisfied' } }), 201, 'rated')
    assert.equal((await who.call('POST', '/api/v1/ratings', { body: { case: no, grade: 'fair' } })).status, 409, 'one rating a case')
    say(`办结：${no}，文书 ${papers.length} 份，证照 ${licence.number} 验证为有效`)
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [base = 'http://localhost:8080', password = ''] = process.argv.slice(2)
  await mainJob(base, password, (line) => process.stdout.write(`${line}\n`))
}

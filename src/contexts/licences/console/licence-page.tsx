import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { boot, post, type Told } from '../../../ui/console/api.ts'
import { Facts } from '../../../ui/console/facts.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { useLoad } from '../../../ui/console/use-load.ts'

/** A row of `GET /api/v1/licences?number=`. */
type FoundLicence = {
  readonly id: string
  readonly typeName: string
  readonly number: string
  readonly holder: string
  readonly issuer: string
  readonly itemName: string
  readonly editions: readonly {
    readonly version: number
    readonly state: string
    readonly caseNo: string
    readonly validFrom: string
    readonly validTo?: string
    readonly endedOn?: string
    readonly because?: string
  }[]
  readonly underWay?: { readonly caseNo: string; readonly name: string; readonly filedOn: string }
  readonly revocable: boolean
}

/** 撤销 begins with why and by which law; the case that opens goes its own way. */
const Revocation = ({ licence }: { readonly licence: FoundLicence }) => {
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [basis, setBasis] = useState('《中华人民共和国行政许可法》第六十九条')
  const [told, setTold] = useState<Told>()
  const begin = (): void => {
    post<{ no: string }>(`/api/v1/licences/${licence.id}/revocation`, { reason, basis }).then(
      ({ no }) => navigate(`/cases/${no}`),
      (error: unknown) => setTold(toldOf(error)),
    )
  }
  if (!isOpen) return <Button onClick={() => setOpen(true)}>启动撤销</Button>
  return (
    <form
      className="act"
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
    >
      <h3>启动撤销</h3>
      <p>启动后先告知持证人听证权利，再由一人提出、另一人决定。</p>
      <label htmlFor="revoke-reason">应当撤销的情形</label>
      <Input.TextArea id="revoke-reason" rows={3} value={reason} autoFocus onChange={(event) => setReason(event.target.value)} />
      <label htmlFor="revoke-basis">依据</label>
      <Input id="revoke-basis" value={basis} onChange={(event) => setBasis(event.target.value)} />
      {told && <ProblemNote told={told} />}
      <div className="acts">
        <Button type="primary" htmlType="submit">
          确认启动撤销
        </Button>
        <Button onClick={() => setOpen(false)}>取消</Button>
      </div>
    </form>
  )
}

const editionWords = ({ state, validFrom, validTo, endedOn, because }: FoundLicence['editions'][number]): string =>
  [state, `${validFrom} 至 ${validTo ?? '长期'}`, endedOn ? `${endedOn} 失效：${because}` : ''].filter(Boolean).join(' · ')

const Licence = ({ licence }: { readonly licence: FoundLicence }) => (
  <section className="pane">
    <h2>
      {licence.typeName} <span className="num">{licence.number}</span>
    </h2>
    <Facts
      rows={[
        ['持证主体', licence.holder],
        ['发证机关', licence.issuer],
        ['办理事项', licence.itemName],
        ...licence.editions.map(
          (edition) =>
            [
              `第 ${edition.version} 版`,
              <span key={edition.version}>
                {editionWords(edition)} ·{' '}
                <Link to={`/cases/${edition.caseNo}`} style={{ textDecoration: 'underline' }}>
                  发证的办件
                </Link>
              </span>,
            ] as const,
        ),
        ...(licence.underWay
          ? [
              [
                '正在办理',
                <Link key="underWay" to={`/cases/${licence.underWay.caseNo}`}>
                  {licence.underWay.name}({licence.underWay.filedOn} 提出)
                </Link>,
              ] as const,
            ]
          : []),
      ]}
    />
    {licence.revocable && boot().roles.includes('approver') && <Revocation licence={licence} />}
  </section>
)

/** A licence looked up by its 证照编号: its editions, what is under way, and where 撤销 begins. */
export const LicencePage = () => {
  const [params, setParams] = useSearchParams()
  const number = params.get('number') ?? ''
  const { data, problem } = useLoad<{ items: readonly FoundLicence[] }>(
    number ? `/api/v1/licences?number=${encodeURIComponent(number)}` : undefined,
  )
  return (
    <>
      <title>查证照 - 办件台</title>
      <header className="list-head">
        <h1>查证照</h1>
        <Input.Search
          aria-label="证照编号"
          placeholder="证照编号"
          defaultValue={number}
          enterButton="查找"
          autoFocus
          style={{ maxWidth: 360 }}
          onSearch={(text) => setParams({ number: text.trim() })}
        />
      </header>
      {problem && <ProblemNote told={problem} />}
      {number && data?.items.length === 0 && <Empty>没有找到这个证照，或者它不是您的部门颁发的。</Empty>}
      {data?.items.map((licence) => (
        <Licence key={licence.id} licence={licence} />
      ))}
    </>
  )
}

import { Button, Input } from 'antd'
import { useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { FieldNote } from '../../../ui/console/field-note.tsx'
import { Empty } from '../../../ui/console/notes.tsx'
import { factorNames } from '../rules/factors.ts'
import type { FactorRow, OfficerFile } from './shapes.ts'
import { dayText } from './words.ts'

type Props = { readonly file: OfficerFile; readonly onTake: (factor: FactorRow) => void }

/** How an officer comes in beside his password, and what waits for approval (S-005). What is taken away ends his sessions. */
export const OfficerKeys = ({ file: { factors, certificates, acts }, onTake }: Props) => (
  <>
    {factors.length === 0 && certificates.length === 0 && <Empty>还没有登记通行密钥或者数字证书。</Empty>}
    {factors.length > 0 && (
      <table className="list list-wrap" aria-label="登录方式">
        <thead>
          <tr>
            <th scope="col">方式</th>
            <th scope="col">名称</th>
            <th scope="col">登记时间</th>
            <th scope="col">最近使用</th>
            <th scope="col">办理</th>
          </tr>
        </thead>
        <tbody>
          {factors.map((one) => (
            <tr key={one.id}>
              <td>{factorNames[one.kind]}</td>
              <td>{one.label}</td>
              <td>{dayText(one.since)}</td>
              <td>{one.usedAt ? dayText(one.usedAt) : '—'}</td>
              <td>
                {acts.includes('takeFactor') && (
                  <Button size="small" onClick={() => onTake(one)}>
                    收回<span className="sr"> {one.label}</span>
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <ul className="staff-list">
      {certificates.map(({ id, serial, issuer, askedByName }) => (
        <li key={id}>
          数字证书 {serial}({issuer}){askedByName && `，${askedByName}登记`}，等另一位安全管理员批准
        </li>
      ))}
    </ul>
  </>
)

type FormProps = { readonly file: OfficerFile; readonly onDone: (words?: string) => void }

/** 登记数字证书: the certificate as text; another person approves it. Ctrl+Enter sends, Esc closes. */
export const CertificateForm = ({ file, onDone }: FormProps) => {
  const [certificate, setCertificate] = useState('')
  const send = async (): Promise<void> => {
    await post(`/api/v1/staff/${file.accountId}/certificates`, { certificate })
    onDone('证书已登记，另一位安全管理员批准后可以用来登录。')
  }
  return (
    <AskForm className="staff-form" title="登记数字证书" word="提请批准" send={send} onLeave={() => onDone()}>
      <label htmlFor="staff-certificate">证书(以 -----BEGIN CERTIFICATE----- 开头的全部内容)</label>
      <FieldNote field="certificate" of="staff-certificate" />
      <Input.TextArea
        id="staff-certificate"
        autoFocus
        rows={6}
        spellCheck={false}
        value={certificate}
        onChange={(event) => setCertificate(event.target.value)}
      />
      <p className="quiet">证书上的姓名要与 {file.name} 一致。只登记证书，不要粘贴私钥。</p>
    </AskForm>
  )
}

/** 收回登录方式: asked once more, because all sessions end with it. */
export const TakeForm = ({ file, factor, onDone }: FormProps & { readonly factor: FactorRow }) => {
  const send = async (): Promise<void> => {
    await post(`/api/v1/staff/${file.accountId}/acts`, { act: 'takeFactor', factor: factor.id })
    onDone('已收回，各处的登录已退出。')
  }
  const title = `收回${factorNames[factor.kind]}“${factor.label}”`
  return (
    <AskForm className="staff-form" title={title} word="收回" danger send={send} onLeave={() => onDone()}>
      <p>
        马上生效，{file.name} 各处的登录都会退出。{factor.kind === 'certificate' && '收回的证书不能再登记。'}
      </p>
    </AskForm>
  )
}

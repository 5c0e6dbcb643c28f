import { Button, Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { post, refreshBoot, type Told } from './api.ts'
import { ProblemNote } from './notes.tsx'
import { toldOf } from './told.ts'

/** The password once more (S-035), after which the act that needed it is done. */
const AgainForm = ({ onProven }: { readonly onProven: () => void }) => {
  const [password, setPassword] = useState('')
  const [told, setTold] = useState<Told>()
  const prove = (event: FormEvent): void => {
    event.preventDefault()
    post('/api/v1/sessions/again', { password })
      .then(refreshBoot)
      .then(onProven)
      .catch((error: unknown) => setTold(toldOf(error)))
  }
  return (
    <form className="act" onSubmit={prove} aria-label="再次确认是您本人">
      <label htmlFor="again">这一步要再次确认是您本人。请输入您的密码</label>
      <Input.Password
        id="again"
        autoFocus
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {told && <ProblemNote told={told} />}
      <div className="acts">
        <Button type="primary" htmlType="submit">
          确认并继续
        </Button>
      </div>
    </form>
  )
}

type Attempt = { readonly told: Told; readonly again: () => void }

type Doing = { readonly run: (work: () => Promise<void>) => void; readonly note: ReactNode; readonly told?: Told }
/** Does something that changes things, tells what went wrong, and asks for the password where it is needed. */
export const useDoing = (): Doing => {
  const [attempt, setAttempt] = useState<Attempt>()
  const run = (work: () => Promise<void>): void => {
    setAttempt(undefined)
    work().catch((error: unknown) => setAttempt({ told: toldOf(error), again: () => run(work) }))
  }
  if (!attempt) return { run, note: null }
  const isFreshNeeded = attempt.told.type.endsWith('/fresh-sign-in-needed')
  return { run, told: attempt.told, note: isFreshNeeded ? <AgainForm onProven={attempt.again} /> : <ProblemNote told={attempt.told} /> }
}

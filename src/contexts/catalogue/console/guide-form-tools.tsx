import { Select } from 'antd'
import { type ChangeEvent, useState } from 'react'
import { type Field, type Form, fieldsOf } from '../../../kernel/form.ts'
import { formOfSchema, schemaOfForm } from '../rules/form-schema.ts'
import { reusableFields } from '../rules/held.ts'
import type { Desk } from './guide-desk.tsx'

/** A reusable question on the last page, or on a first one. */
const withReusable = (form: Form | undefined, name: string): Form => {
  const { says: _says, ...field } = reusableFields.find((one) => one.name === name) ?? reusableFields[0] ?? { name, label: name, kind: 'text' as const, says: undefined } // biome-ignore format: a row
  const pages = form?.pages ?? [{ id: 'p1', title: '您的基本信息', fields: [] }]
  return { pages: pages.map((page, i) => (i === pages.length - 1 ? { ...page, fields: [...page.fields, field as Field] } : page)) }
}

const readSchema = (text: string): ReturnType<typeof formOfSchema> => {
  try {
    return formOfSchema(JSON.parse(text))
  } catch {
    return { problems: [{ at: '', message: '不是 JSON 文件' }] }
  }
}

const download = (name: string, text: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/schema+json' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** Reusable questions for the form, and the form as JSON Schema out and in. */
export const FormTools = ({ desk }: { readonly desk: Desk }) => {
  const [said, say] = useState<readonly string[]>([])
  const { guide, frozen } = desk
  const taken = new Set((guide.form ? fieldsOf(guide.form) : []).map(({ name }) => name))
  const free = reusableFields.filter(({ name }) => !taken.has(name))
  const bring = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (!file) return
    const { made, problems } = readSchema(await file.text())
    say(
      made
        ? [`已读入“${file.name}”，共 ${fieldsOf(made).length} 个问题。`]
        : problems.map(({ at, message }) => (at ? `${at}:${message}` : message)),
    )
    if (made) desk.edit({ ...guide, form: made })
  }
  return (
    <div className="form-tools">
      {!frozen && (
        <>
          <label htmlFor="reusable">加常用问题(平台已有的会自动填)</label>
          <Select
            id="reusable"
            value={null}
            placeholder="选一个，加到最后一页"
            options={free.map(({ name, label }) => ({ value: name, label }))}
            onChange={(name: string) => desk.edit({ ...guide, form: withReusable(guide.form, name) })}
          />
          <label className="process-file">
            导入 JSON Schema
            <input type="file" accept=".json,application/json,application/schema+json" onChange={(event) => void bring(event)} />
          </label>
        </>
      )}
      {guide.form && (
        <button
          type="button"
          className="link"
          onClick={() => download(`${guide.name}.schema.json`, JSON.stringify(schemaOfForm(guide.name, guide.form as Form), null, 2))}
        >
          导出 JSON Schema
        </button>
      )}
      <div role="status">
        {said.map((words) => (
          <p key={words}>{words}</p>
        ))}
      </div>
    </div>
  )
}

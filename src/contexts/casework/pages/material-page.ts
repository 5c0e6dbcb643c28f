import type { FieldError } from '../../../kernel/refusal.ts'
import { fileField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, errorSummary, summaryList } from '../../../ui/page/parts.ts'
import type { Material } from '../../catalogue/index.ts'
import { taskChanges } from './change-note.ts'
import { type DraftFile, type DraftView, whyReopened } from './draft-view.ts'

const kinds = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
const formats = { '1': '纸质', '2': '电子', '3': '纸质或电子' } as const

/** 312 KB · 1.4 MB */
export const fileSize = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const requirement = (material: Material): { name: string; value: string }[] => [
  { name: '要求', value: `${kinds[material.kind]}，${material.copies} 份，${formats[material.format]}` },
  ...(material.issuer ? [{ name: '在哪里开', value: material.issuer }] : []),
  ...(material.standard ? [{ name: '受理标准', value: material.standard }] : []),
  ...(material.hint ? [{ name: '说明', value: material.hint }] : []),
  ...(material.basis ? [{ name: '依据', value: material.basis }] : []),
]

/** The files handed in for one material, each with its own button to take it back. */
export const fileList = (frame: Frame, files: readonly DraftFile[], removeAt: string): Html =>
  html`<ul class="rows">${files.map(
    (file) =>
      html`<li><form method="post" action="${removeAt}" class="acts">${csrfField(frame)}<input type="hidden" name="file" value="${file.id}"><span>${file.name} <span class="mut num">${fileSize(file.size)}</span></span><button class="btn alt" type="submit">删除<span class="sr">${file.name}</span></button></form></li>`,
  )}</ul>`

/** One material: why, in which form, what is there, and a place to add (ui.md §2.4 step 5). Each file is stored at once. */
export const materialPage = (
  frame: Frame,
  model: { readonly draft: DraftView; readonly material: Material; readonly errors: readonly FieldError[] },
): Html => {
  const { draft, material, errors } = model
  const here = `/apply/${draft.id}/materials/${material.id}`
  const files = draft.files.filter((file) => file.material === material.id)
  const why = whyReopened(draft, `m-${material.id}`)
  return layout(frame, {
    title: material.name,
    service: draft.guide.name,
    errors: errors.length > 0,
    main: html`${backLink(frame, `/apply/${draft.id}`, '返回任务单')}
      ${errorSummary(errors)}
      <h1>${material.name}</h1>
      ${taskChanges(why)}
      ${summaryList(requirement(material))}
      ${files.length > 0 && html`<h2>已经上传</h2>${fileList(frame, files, href(frame, `${here}/remove`))}`}
      ${why.length > 0 && files.length > 0 && html`<form method="post" action="${href(frame, `${here}/confirm`)}" class="acts">${csrfField(frame)}${button('文件不用换，就用这些')}</form>`}
      <form method="post" enctype="multipart/form-data" action="${href(frame, here)}?_csrf=${encodeURIComponent(frame.csrf())}" data-upload>
        ${fileField({ name: 'file', label: files.length > 0 ? '再加一个文件' : '选择文件', error: errors[0]?.message })}
        <div class="acts">${button('上传')}<a href="${href(frame, `/apply/${draft.id}`)}">${files.length > 0 ? '传好了，返回任务单' : '以后再传'}</a></div>
      </form>`,
  })
}

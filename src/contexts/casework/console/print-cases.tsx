import { Button } from 'antd'
import { boot } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'

/** Opens the papers of cases as one file in a new tab: a form, because two hundred numbers do not fit an address. */
const openPrint = (cases: readonly string[]): void => {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/api/v1/documents/print'
  form.target = '_blank'
  for (const [name, value] of Object.entries({ cases: cases.join('\n'), _csrf: boot().csrf })) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
  form.remove()
}

/** Prints all papers of the chosen cases; P does it, as the button does. */
export const PrintCases = ({ cases }: { readonly cases: readonly string[] }) => {
  useHotKeys(cases.length > 0 ? { p: () => openPrint(cases) } : {})
  return (
    <Button onClick={() => openPrint(cases)}>
      打印文书 <Key name="P" />
    </Button>
  )
}

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { migrations } from './migrate.ts'

const names = migrations().map(({ name }) => name)
const numberOf = (name: string): string => name.slice(0, 4)

/** Two pairs were numbered alike before this was watched; neither touches what the other makes, and applied files are never renamed. */
const alike = ['0035_apps.sql', '0035_sub_site.sql', '0042_advisers.sql', '0042_changes_alone.sql']

test('migrations have one order everywhere: that of their names, and no new one takes a number that is taken', () => {
  assert.deepEqual(names, [...new Set(names)].sort(), 'the order is that of the code points, whatever the language of the machine')
  const seen = new Map<string, string[]>()
  for (const name of names) seen.set(numberOf(name), [...(seen.get(numberOf(name)) ?? []), name])
  assert.deepEqual([...seen.values()].filter((same) => same.length > 1).flat(), alike, 'give a new migration the next free number')
})

test('no file beside the migrations is passed over because of its name', () => {
  const folder = new URL('../../db/migrations', import.meta.url).pathname
  assert.deepEqual(readdirSync(folder).sort(), names)
})

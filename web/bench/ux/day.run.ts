/** Runs the plan named by `UX_PLAN` and writes what was seen to `UX_SEEN`; started by the gate `ux`. */
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'vitest'
import { days, type Plan } from './day'

test('a day at the workbench', async () => {
  const plan = JSON.parse(await readFile(process.env['UX_PLAN'] ?? '', 'utf8')) as Plan
  await writeFile(process.env['UX_SEEN'] ?? '', JSON.stringify(await days(plan)))
})

import { expect, it, onTestFinished } from 'vitest'
import { restoringRequestOf } from '../../../electron/cli/edit-history.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { openMaster, seedDirectory } from '../../support/master.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

it('what was removed is found by its name among many, and no more is opened for it than need be', async () => {
  const path = seedDirectory(temporaryDirectory(), goldenPath('after-build-up/master'))
  const { master, catalog, history, close } = openMaster(path)
  onTestFinished(() => close())
  const names = Array.from({ length: 70 }, (_, index) => `gone-${index}`)
  for (const verb of ['add', 'remove'] as const) {
    for (const name of names)
      editAsPlanned(master, { verb, kind: 'workspace', ...(verb === 'add' ? addition(name) : { name }) })
  }
  let pages = 0
  const configuration = {
    view: async () => ({ catalog, styleBody: () => undefined }),
    historyOf: async (id: string) => history.ofObject(id),
    changeOf: async (id: number) => history.ofChange(id),
    removals: async (before?: number) => {
      pages += 1
      return history.removals(before)
    },
  }
  const found = async (name: string) => {
    pages = 0
    const named = { kind: 'workspace', name } as const
    const { verb, kind } = await restoringRequestOf(configuration, named, {
      state: 'before',
      change: undefined,
    })
    return { verb, kind, pages }
  }
  expect(await found('gone-69')).toEqual({ verb: 'add', kind: 'workspace', pages: 1 })
  expect(await found('gone-0')).toEqual({ verb: 'add', kind: 'workspace', pages: 2 })
  await expect(found('never')).rejects.toMatchObject({ code: 'PLB-ENGINE-OBJECT-NOT-FOUND' })
})

function addition(name: string) {
  return { properties: [textElement('name', name)] }
}

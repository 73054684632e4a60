import { sep } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isFailure } from '../../electron/errors/failure.ts'
import { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const hostileName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.stringMatching(/^[./\\a-cA-C:\0]{0,8}$/),
  fc.constantFrom('..', '.', '', '...', '..\\..', 'a/../..', '%2e%2e', '～', '.. ', ' ..'),
)

it('no list of names, however hostile, resolves to a path outside the root', () => {
  const root = new DirectoryRoot(temporaryDirectory(), localFileSystem)
  let resolved = 0
  fc.assert(
    fc.property(fc.array(hostileName, { minLength: 1, maxLength: 5 }), (names) => {
      try {
        const path = root.resolve(names)
        resolved += 1
        expect(path.startsWith(root.path + sep)).toBe(true)
        expect(path.slice(root.path.length + 1).split(sep)).toEqual(names)
      } catch (error) {
        if (isFailure(error, 'PLB-STORAGE-PATH-OUTSIDE')) return
        if (!isFailure(error, 'PLB-STORAGE-NAME-REFUSED')) throw error
      }
    }),
    { numRuns: 2000 },
  )
  expect(resolved).toBeGreaterThan(0)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import type { Kind } from '../../electron/catalog/kinds/property.ts'
import type { CatalogObject } from '../../electron/catalog/object.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { localFileSystem, type FileSystem } from '../../electron/storage/files.ts'
import { foldedName } from '../../electron/text/file-names.ts'
import { object, reference } from '../support/catalog-changes.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { foldingFileSystem } from '../support/folding-file-system.ts'
import { formsOf, hastyFileSystem, replicaIn } from '../support/replicas.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { added, modified, removed } from '../unit/replica/world.ts'

/** Names that are one somewhere, or that something cannot have somewhere, by what they have in common. */
const families: readonly (readonly string[])[] = [
  ['topo', 'TOPO', 'Topo', 'to\u200dpo', 'topo.'],
  ['styles', 'Styles', 'LAYERGROUPS', 'Workspace.XML', 'namespace.xml', 'default.xml'],
  ['Caf\u00e9', 'CAF\u00c9', 'Cafe\u0301', 'cafe'],
  ['stra\u00dfe', 'STRASSE', 'strasse', '\u0130x', 'i\u0307x', '\u017f', 's', '\u212a', 'k'],
  ['COM1', 'com\u00b9.x', 'CONIN$', 'conout$', 'aux', 'LPT\u00b2', 'x.', 'x', 'x ', '1', '\u9053\u8def'],
  ['\u00e9'.repeat(124), 'a'.repeat(247), 'a'.repeat(251), 'A'.repeat(251), 'a'.repeat(252), 'a'.repeat(255)],
]

const kinds = ['workspace', 'dataStore', 'style', 'layerGroup'] as const

interface Step {
  readonly kind: (typeof kinds)[number]
  readonly slot: number
  readonly name: string
  readonly does: 'put' | 'remove'
}

const steps = fc.constantFrom(...families).chain((names) => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom(...kinds),
    slot: fc.nat(3),
    name: fc.constantFrom(...names),
    does: fc.constantFrom('put', 'put', 'put', 'remove'),
  })
  return fc.array(step, { minLength: 1, maxLength: 12 })
})

function objectOf({ kind, slot, name: called }: Step): CatalogObject {
  const id = `${kind}-${slot}`
  const inHome = { workspace: reference('workspace', 'ws-home') }
  const values = {
    workspace: { name: called },
    dataStore: { name: called, ...inHome },
    style: { name: called, ...inHome, filename: `${called}.sld` },
    layerGroup: { name: called, ...inHome, title: id },
  }
  return object(kind, id, values[kind])
}

/** Every refusal there may be; anything else is a fault. */
const refusals = /^PLB-(?:STORAGE-NAME-(?:COLLIDES|REFUSED)|CATALOG-(?:NAME-RESERVED|FILE-TAKEN))$/

function play(path: string, fileSystem: FileSystem, steps: readonly Step[]): readonly string[] {
  const replica = replicaIn(path, fileSystem)
  replica.apply(added(object('workspace', 'ws-home', { name: 'home' })))
  replica.apply(added(object('namespace', 'ns-home', { prefix: 'home', uri: 'http://home' })))
  const codes: string[] = []
  for (const each of steps) {
    const wanted = objectOf(each)
    const here = replica.catalog.get(wanted.id, each.kind satisfies Kind)
    const before = formsOf(replica.catalog)
    try {
      if (each.does === 'remove') replica.apply(removed(here ?? wanted))
      else if (here === undefined) replica.apply(added(wanted))
      else replica.apply(modified(here, { name: each.name }))
    } catch (error) {
      if (!isFailure(error)) throw error
      expect(error.code).toMatch(refusals)
      expect(formsOf(replica.catalog)).toEqual(before)
      codes.push(error.code)
    }
    const { catalog } = readDataDirectory(directoryRoot(path, fileSystem), { halves: true })
    expect(formsOf(catalog)).toEqual(formsOf(replica.catalog))
  }
  return codes
}

const foldings: Readonly<Record<string, (text: string) => string>> = {
  'that takes upper and lower case for one': (text) => text.toUpperCase().toLowerCase(),
  'that takes compositions of accents for one': (text) => text.normalize('NFD'),
  'that takes all of that for one': (text) => foldedName(`${text}|`),
}

const runs = { numRuns: 20 }

describe.each(Object.entries(foldings))('on a file system %s', (_, fold) => {
  it('no message, whatever the names in it, changes a file of another object', () => {
    fc.assert(
      fc.property(steps, (each) => {
        const path = temporaryDirectory()
        play(path, foldingFileSystem(path, fold), each)
        localFileSystem.removeDirectory(path)
      }),
      runs,
    )
  })
})

it('a file system that tells names apart keeps all of them, as GeoServer does there', () => {
  fc.assert(
    fc.property(steps, (each) => {
      const path = temporaryDirectory()
      expect(play(path, hastyFileSystem, each)).not.toContain('PLB-STORAGE-NAME-COLLIDES')
      localFileSystem.removeDirectory(path)
    }),
    runs,
  )
})

describe('two names that are one', () => {
  const ignoringCase = foldings['that takes upper and lower case for one'] ?? String
  const ignoringAccents = foldings['that takes compositions of accents for one'] ?? String
  it.each([
    ['topo', 'TOPO', ignoringCase],
    ['Caf\u00e9', 'Cafe\u0301', ignoringAccents],
  ])('are not both kept: %s and %s, whatever they name', (first, second, fold) => {
    const run = (steps: readonly Step[]): readonly string[] => {
      const path = temporaryDirectory()
      return play(path, foldingFileSystem(path, fold), steps)
    }
    for (const kind of kinds) {
      const put = (called: string, slot: number): Step => ({ kind, slot, name: called, does: 'put' })
      expect(run([put(first, 0), put(second, 1)])).toEqual(['PLB-STORAGE-NAME-COLLIDES'])
      expect(run([put(first, 0), put('other', 1), put(second, 1)])).toEqual(['PLB-STORAGE-NAME-COLLIDES'])
      expect(run([put(first, 0), put(second, 0)])).toEqual([])
    }
  })

  it("nor is a store called like a directory of GeoServer's own where case does not count", () => {
    for (const called of ['Styles', 'LAYERGROUPS', 'Workspace.XML', 'nameSpace.xml']) {
      const path = temporaryDirectory()
      const steps: readonly Step[] = [{ kind: 'dataStore', slot: 0, name: called, does: 'put' }]
      expect(play(path, foldingFileSystem(path, ignoringCase), steps)).toEqual(['PLB-CATALOG-NAME-RESERVED'])
      expect(play(temporaryDirectory(), hastyFileSystem, steps)).toEqual([])
    }
  })
})

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../electron/catalog/object.ts'
import { readStyleBody } from '../../electron/catalog/style-body.ts'
import { decodeBody } from '../../electron/wire/decode.ts'
import { encodeEvent, styleResourcePath } from '../../electron/wire/encode.ts'
import type { ClusterEvent } from '../../electron/wire/event.ts'
import { anyReceiver, ownReceiver, type Receiver } from '../../electron/wire/receiver.ts'
import { inSteps } from '../../electron/wire/steps.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { inDependencyOrder } from '../support/dependency-order.ts'
import { driftBetween, replicaIn } from '../support/replicas.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/* Directories made up in the forms GeoServer's releases wrote, sent object by object to a node that has nothing. */

const fixtures = join(import.meta.dirname, '../fixtures')
const forms = readdirSync(join(fixtures, 'forms'))
const cases = ['05-sql-view-without-escape-sql', '07-wfs-gml-old-class-names']

/** Everything of a directory as a receiver is sent it, in its files at the end. */
function filled(path: string, receiver: Receiver): string {
  const root = directoryRoot(path)
  const { catalog, problems } = readDataDirectory(root)
  expect(problems.map(({ failure }) => failure.message)).toEqual([])
  const target = temporaryDirectory()
  const replica = replicaIn(target)
  const find = (id: string): CatalogObject | undefined => catalog.get(id)
  for (const object of inDependencyOrder(catalog)) {
    const added: ClusterEvent = { verb: 'add', object, copies: new Map() }
    for (const event of [...bodyOf(object), ...inSteps(added, find)]) {
      const { handler, body } = encodeEvent(event, find, receiver)
      expect(replica.apply(decodeBody(handler, body))).toMatchObject({ outcome: 'applied' })
    }
  }
  const { defaultWorkspace = '' } = catalog
  expect(replica.catalog.defaultWorkspace).toBe(defaultWorkspace)
  return target

  function bodyOf(style: CatalogObject): readonly ClusterEvent[] {
    const bytes = style.kind === 'style' ? readStyleBody(root, catalog, style) : undefined
    if (bytes === undefined) return []
    const fileName = textOfProperty(style, 'filename') ?? ''
    const space = catalog.get(referenceOf(style, 'workspace') ?? '', 'workspace')
    const workspace = space && nameOf(space)
    return [
      {
        verb: 'style-file',
        fileName,
        resourcePath: styleResourcePath(fileName, workspace),
        body: Buffer.from(bytes).toString('utf8'),
        ...(workspace === undefined ? {} : { workspace }),
      },
    ]
  }
}

describe.each([...forms.map((form) => `forms/${form}`), ...cases.map((name) => `cases/${name}/D`)])(
  'a directory like %s',
  (name) => {
    const path = join(fixtures, name)

    it('is equal to itself', () => {
      expect(driftBetween(path, path).entries).toEqual([])
    })

    it.each([
      ['a node of Plumbline', ownReceiver],
      ['whoever listens', anyReceiver],
    ])('fills an empty directory by messages to %s', (_, receiver) => {
      const target = filled(path, receiver)
      expect(driftBetween(path, target).entries).toEqual([])
      // Sent once more from what was written, it is still the same.
      expect(driftBetween(path, filled(target, receiver)).entries).toEqual([])
    })
  },
)

describe('a GeoServer', () => {
  it.each(forms.filter((form) => form !== '2.28'))(
    'of 2.26 is sent everything of a directory like %s',
    (form) => {
      const path = join(fixtures, 'forms', form)
      const target = filled(path, { runs: 'geoserver', releases: ['2.26.2'] })
      expect(driftBetween(path, target).entries).toEqual(lostIn226[form] ?? [])
    },
  )

  it('of 2.26 is sent what it knows of a directory like 2.28', () => {
    const path = join(fixtures, 'forms/2.28')
    const drift = driftBetween(path, filled(path, { runs: 'geoserver', releases: ['2.26.2'] }))
    const lost = drift.entries.flatMap((entry) =>
      entry.type === 'different' ? entry.properties.map(({ property }) => property) : [entry.type],
    )
    expect(lost.toSorted()).toEqual(['disableStoredQueriesManagement', 'settings', 'vendorParameters'])
  })
})

/** Settings no release of today has. */
const lostIn226: Readonly<Record<string, readonly unknown[]>> = {
  '2.12': [
    expect.objectContaining({
      kind: 'service',
      properties: [{ property: 'capabilitiesErrorHandling', left: 'SKIP', right: undefined }],
    }),
  ],
}

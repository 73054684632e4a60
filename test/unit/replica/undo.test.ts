import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { filesIn, noFiles } from '../../../electron/engine/replica/directory-files.ts'
import { noGraves } from '../../../electron/engine/replica/graves.ts'
import { Replica } from '../../../electron/engine/replica/replica.ts'
import { shortened, undoStep, type UndoLog, type UndoStep } from '../../../electron/engine/replica/undo.ts'
import { parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { reference } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow } from '../../support/data-directories.ts'
import { modified, styleFile, world, worldObjects } from './world.ts'

/** A replica in memory that writes down, as a journal does, how each change is taken back. */
function replicaWithUndo() {
  const catalog = new Catalog()
  for (const each of worldObjects()) catalog.put(each)
  const steps: string[] = []
  const undo: UndoLog = {
    isOpen: true,
    note: (step, after) => steps.push(JSON.stringify(shortened(step, after))),
  }
  return { replica: new Replica(catalog, noFiles, noGraves, undo), steps }
}

/** All objects; what a property that was taken away and came back lies behind tells nothing. */
function contentOf({ catalog }: Replica): ReadonlyMap<string, unknown> {
  const sorted = ({ properties, ...rest }: CatalogObject) => ({
    ...rest,
    properties: properties.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  })
  return new Map([...catalog.objects()].map((each) => [each.id, sorted(each)]))
}

const ids = ['ws-a', 'ns-b', 'pg-a', 'roads-a', 'roads-b', 'layer-a', 'all-b', 'st', 'atlas']
const element: fc.Arbitrary<XmlElement> = fc.constantFrom(
  parentElement('metadata', [
    textElement('entry', '1', { key: 'a' }),
    textElement('entry', '2', { key: 'b' }),
  ]),
  parentElement('metadata', [textElement('entry', '1', { key: 'a' })]),
  parentElement('metadata', []),
)
const values = fc.record(
  {
    title: fc.option(fc.constantFrom('one', 'two', '')),
    abstract: fc.option(fc.constantFrom('some', 'other')),
    enabled: fc.constantFrom('true', 'false'),
    name: fc.constantFrom('roads', 'streets', 'line', 'a', 'c'),
    metadata: fc.option(element),
  },
  { requiredKeys: [] },
)

const styleChange = fc.record(
  {
    id: fc.constantFrom('st', 'st-a', 'st-b'),
    filename: fc.constantFrom('line.sld', 'other.sld', 'third.sld'),
    workspace: fc.constantFrom('a', 'b'),
    body: fc.constantFrom('<one/>', '<two/>'),
  },
  { requiredKeys: ['id', 'filename'] },
)

describe('a change that is taken back', () => {
  it('leaves everything as it was, whatever the objects were before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), values), { maxLength: 12 }), (changes) => {
        const { replica, steps } = replicaWithUndo()
        const before = contentOf(replica)
        for (const [id, each] of changes) {
          const object = replica.catalog.get(id)
          if (object !== undefined) replica.apply(modified(object, each), true)
        }
        for (const step of steps.toReversed()) {
          // Again as after a crash in between.
          replica.takeBack(undoStep.parse(JSON.parse(step)))
          replica.takeBack(undoStep.parse(JSON.parse(step)))
        }
        expect(contentOf(replica)).toEqual(before)
      }),
    )
  })

  it('leaves the rules of styles as they were, wherever they went and whatever they met there', () => {
    fc.assert(
      fc.property(fc.array(styleChange, { minLength: 1, maxLength: 6 }), (changes) => {
        const { path, get, replica: first } = world()
        const { catalog } = first
        const steps: UndoStep[] = []
        const undo: UndoLog = { isOpen: true, note: (step) => steps.push(step) }
        const replica = new Replica(catalog, filesIn(directoryRoot(path), catalog), noGraves, undo)
        const rules = () => [...filesBelow(path)].filter(([name]) => name.endsWith('.sld'))
        const before = rules()
        for (const { id, filename, workspace, body } of changes) {
          const place = workspace === undefined ? null : reference('workspace', `ws-${workspace}`)
          // What cannot be is refused, and leaves nothing to take back.
          const changing = body === undefined ? modified(get(id), { filename, workspace: place }) : undefined
          const event = changing ?? styleFile(workspace, filename, body ?? '')
          try {
            replica.apply(event, true)
          } catch (error) {
            if (!isFailure(error)) throw error
          }
        }
        for (const step of steps.toReversed()) for (const each of [step, step]) replica.takeBack(each)
        expect(rules()).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })

  it('is written down as what it changed, and no more', () => {
    const { replica, steps } = replicaWithUndo()
    const roads = replica.catalog.get('roads-a')
    if (roads === undefined) throw new Error('there is no such feature type')
    replica.apply(modified(roads, { title: 'Streets', abstract: 'New.' }), true)
    const title = textElement('title', 'Roads of a')
    expect(steps.map((step) => undoStep.parse(JSON.parse(step)))).toEqual([
      { undo: 'revert', id: 'roads-a', properties: [title], added: ['abstract'] },
    ])
  })
})

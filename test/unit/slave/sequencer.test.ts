import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { nameOf, type CatalogObject } from '../../../electron/catalog/object.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { noFiles } from '../../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../../electron/engine/replica/replica.ts'
import { Sequencer } from '../../../electron/engine/slave/sequencer.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'

const line = z.object({
  label: z.string(),
  properties: z.object({ JMSEventHandlerSPI: z.string() }),
  body: z.string(),
})

const messages = readFileSync(join(goldenPath('seed'), '../messages.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((each) => line.parse(JSON.parse(each)))

/** The message a change of that label caused, of several the one that is `position`th. */
function message(label: string, position = 0) {
  const found = messages.filter((each) => each.label === label)[position]
  if (found === undefined) throw new Error(`There is no message ${label}.`)
  return { handler: found.properties.JMSEventHandlerSPI, body: found.body }
}

const workspace = message('ws-create-CatalogAddEvent')
const namespace = message('ws-create-CatalogAddEvent', 1)
const store = message('ds-create-shp-CatalogAddEvent')
const featureType = message('ft-create-CatalogAddEvent')

function sequencerOn(files = noFiles) {
  const replica = new Replica(new Catalog(), files)
  const heard: string[] = []
  const sequencer = new Sequencer(replica, (_entry, { state, summary }) => {
    heard.push(`${state}: ${summary}`)
  })
  return { sequencer, heard, names: () => [...replica.catalog.objects()].map(nameOf) }
}

describe('The sequencer', () => {
  it('lets events wait for what they need and applies them in order when it arrives', () => {
    const { sequencer, heard, names } = sequencerOn()
    for (const entry of [namespace, featureType, store]) sequencer.apply(entry)
    expect(heard).toEqual([
      'parked: namespace topp added',
      'parked: feature type topp:cities added',
      'parked: data store topp:shp added',
    ])
    sequencer.apply(workspace)
    expect(heard.slice(3)).toEqual([
      'applied: workspace topp added',
      'applied: namespace topp added',
      'parked: feature type topp:cities added',
      'applied: data store topp:shp added',
      'applied: feature type topp:cities added',
    ])
    expect(names()).toEqual(['topp', 'topp', 'shp', 'cities'])
  })

  it('keeps waiting events when the disk refuses the moment their turn comes', () => {
    let isFull = true
    const { sequencer, heard, names } = sequencerOn({
      ...noFiles,
      write(object: CatalogObject) {
        if (object.kind === 'dataStore' && isFull) {
          throw failure('PLB-STORAGE-FULL', { operation: 'write', path: '/data' })
        }
      },
    })
    sequencer.apply(namespace)
    sequencer.apply(featureType)
    sequencer.apply(store)
    expect(failureOf(() => sequencer.apply(workspace)).code).toBe('PLB-STORAGE-FULL')
    expect(names()).toEqual(['topp', 'topp'])
    isFull = false
    sequencer.retryAll()
    expect(heard.slice(-2)).toEqual([
      'applied: data store topp:shp added',
      'applied: feature type topp:cities added',
    ])
  })

  it('fails what can never be applied and goes on', () => {
    const { sequencer, heard } = sequencerOn()
    sequencer.apply({ handler: 'JMSUnheardOfHandlerSPI', body: '<x/>' })
    sequencer.apply({ handler: workspace.handler, body: workspace.body.slice(0, 100) })
    sequencer.apply(workspace)
    expect(heard).toEqual([
      'failed: an event that cannot be read',
      'failed: an event that cannot be read',
      'applied: workspace topp added',
    ])
  })
})

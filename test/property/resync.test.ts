import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { digestOfCatalog } from '../../electron/catalog/digest.ts'
import { noFiles } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { compareStates, type NodeState } from '../../electron/engine/resync/compare.ts'
import { planResync } from '../../electron/engine/resync/plan.ts'
import { decodeBody } from '../../electron/wire/decode.ts'
import { encodeEvent } from '../../electron/wire/encode.ts'
import { asSent } from '../support/as-sent.ts'
import { object } from '../support/catalog-changes.ts'
import { arbitraryCatalog } from '../support/catalog-generator.ts'

/** As many passes as a resync makes before it gives up. */
const passLimit = 3

/** What a directory of a GeoServer always holds: both settings, and services that have a name. */
function asOfNode(catalog: Catalog): Catalog {
  const complete = new Catalog()
  for (const kind of ['global', 'logging'] as const) complete.put(object(kind, kind, {}))
  for (const each of catalog.objects()) complete.put(asSent(each))
  complete.defaultWorkspace = catalog.defaultWorkspace
  return complete
}

function stateOf(catalog: Catalog): NodeState {
  return { catalog, problems: [], body: () => undefined, bodyDigest: () => undefined }
}

it('a resync makes any catalog equal to any other', () => {
  fc.assert(
    fc.property(arbitraryCatalog().map(asOfNode), arbitraryCatalog().map(asOfNode), (reference, slave) => {
      const wanted = digestOfCatalog(reference).whole
      const replica = new Replica(new Catalog(), noFiles)
      replica.catalog.become(slave)
      const drift = () => compareStates(stateOf(reference), stateOf(replica.catalog))
      for (let pass = 0; pass < passLimit && !drift().equal; pass += 1) {
        const operations = planResync(drift(), stateOf(reference), stateOf(replica.catalog))
        for (const event of operations.flatMap((operation) => operation.events)) {
          const { handler, body } = encodeEvent(event)
          expect(replica.apply(decodeBody(handler, body)).outcome).not.toBe('parked')
        }
      }
      expect(drift().entries).toEqual([])
      expect(digestOfCatalog(replica.catalog).whole).toBe(wanted)
    }),
    { numRuns: 30 },
  )
})

import type { Catalog } from '../../../catalog/catalog.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  type CatalogObject,
} from '../../../catalog/object.ts'
import { withReferences } from '../../../catalog/references.ts'
import type { ClusterEvent } from '../../../wire/event.ts'
import { writeXml } from '../../../xml/write.ts'
import type { NodeState } from '../compare.ts'
import { additionOf, modificationOf } from '../operation.ts'
import { drawnWith } from './replacements.ts'
import { builtInStyles } from './step.ts'

export interface Detachment {
  readonly away: ClusterEvent
  /** Undefined for what the reference does not have: it keeps the other style. */
  readonly back: ClusterEvent | undefined
}

/**
 * What is drawn with a style that has to go is drawn with one every GeoServer has meanwhile: no stock slave removes a style in use.
 * @param counterpart finds what an object of the slave is to become
 */
export function detachments(
  style: CatalogObject,
  doomed: readonly CatalogObject[],
  there: Catalog,
  wanted: NodeState,
  counterpart: (id: string) => CatalogObject | undefined,
): readonly Detachment[] {
  const users = drawnWith(style, there).filter((each) => !doomed.includes(each))
  const global = there.ofKind('style').filter((each) => propertyOf(each, 'workspace') === undefined)
  const substitute = builtInStyles
    .map((name) => global.find((each) => nameOf(each) === name))
    .find((each) => each !== undefined && !doomed.includes(each))
  if (substitute === undefined) return []
  return users.map((user) => {
    const without = withReferences(user, (id) => (id === style.id ? substitute.id : id))
    const names = user.properties.flatMap((property, at) => {
      const now = without.properties[at]
      return now === undefined || writeXml(now) === writeXml(property) ? [] : [property.name]
    })
    const target = counterpart(user.id)
    return {
      away: modificationOf(user, without, names, { ...wanted, catalog: there }),
      back: target === undefined ? undefined : modificationOf(without, target, names, wanted),
    }
  })
}

/** The rules of a style that stays and has its file in common with one that goes, which takes the file along. */
export function rulesTakenAlong(style: CatalogObject, wanted: NodeState): readonly ClusterEvent[] {
  if (style.kind !== 'style') return []
  const { catalog } = wanted
  const place = (each: CatalogObject): string =>
    JSON.stringify([textOfProperty(each, 'filename'), referenceOf(each, 'workspace')])
  const other = catalog.ofKind('style').find((each) => each.id !== style.id && place(each) === place(style))
  return other === undefined ? [] : additionOf(other, wanted).filter(({ verb }) => verb === 'style-file')
}

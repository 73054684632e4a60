import { z } from 'zod'
import { kinds, resourceKinds, type Kind, type Property } from '../catalog/kinds/property.ts'
import { propertiesOf } from '../catalog/kinds/table.ts'
import type { EditRequest } from '../engine/master/master.ts'
import { usageFailure } from './command.ts'
import { parseJson } from '../text/json.ts'
import type { Sentence } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'
import { must } from './parameters.ts'

type Edit = Omit<EditRequest, 'styleBody' | 'recurse' | 'properties'>

/** A change as it was typed. */
export interface TypedEdit {
  readonly verb: Edit['verb']
  readonly kind: Kind
  readonly name?: string | undefined
  readonly service?: string | undefined
  /** The object's properties as XML or JSON. */
  readonly text?: string | undefined
  /** Each `property=value`. */
  readonly set: readonly string[]
}

type Json = z.infer<ReturnType<typeof z.json>>
type JsonObject = Record<string, Json>

/** A kind as people type it: `featureType`, `featuretype`, `feature-type`. */
export const typedKind = z.string().transform((text, context): Kind => {
  const plain = text.replaceAll(/[\s_-]/g, '').toLowerCase()
  const kind = kinds.find((each) => each.toLowerCase() === plain)
  if (kind !== undefined) return kind
  context.addIssue({ code: 'custom', message: must(say('must.beOneOf', { words: kinds })) })
  return z.NEVER
})

/**
 * The request a typed change means.
 * @throws PLB-COMMAND-USAGE when its parts do not go together
 */
export function editFrom(typed: TypedEdit): Edit {
  const { verb, kind, text } = typed
  // The global service of a type needs no further name.
  const name = typed.name ?? (kind === 'service' ? typed.service : undefined)
  const service = kind === 'service' ? (typed.service ?? name?.split(':').at(-1)) : undefined
  const named = verb === 'add' && name !== undefined ? propertiesFromName(kind, name) : {}
  const given = propertiesFromSet(typed, service ?? kind)
  const input = combined(text, named, given, service ?? kind)
  return {
    verb,
    kind,
    ...(service === undefined ? {} : { service }),
    ...(name === undefined || verb === 'add' ? {} : { name }),
    ...(input === undefined ? {} : { input }),
  }
}

function combined(
  text: string | undefined,
  named: JsonObject,
  given: JsonObject,
  root: string,
): string | undefined {
  const short = { ...named, ...given }
  const hasShort = Object.keys(short).length > 0
  if (text === undefined) return hasShort ? JSON.stringify(short) : undefined
  if (text.trimStart().startsWith('<')) {
    if (hasShort) throw refused(say('usage.xmlAlone'))
    return text
  }
  const object = jsonObject(text)
  const inner = object[root]
  const properties = Object.keys(object).length === 1 && isObject(inner) ? inner : object
  return JSON.stringify({ ...named, ...properties, ...given })
}

function jsonObject(text: string): JsonObject {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    throw refused(say('usage.neitherXmlNorJson'))
  }
  const parsed = z.record(z.string(), z.json()).safeParse(value)
  if (!parsed.success) throw refused(say('edits.jsonNotObjectProperties'))
  return parsed.data
}

/** What the name of a new object says of it: `topp:roads` is called roads and belongs to topp. */
function propertiesFromName(kind: Kind, name: string): JsonObject {
  const colon = name.indexOf(':')
  const short = name.slice(colon + 1)
  const space = colon === -1 ? undefined : name.slice(0, colon)
  if (kind === 'settings') return { workspace: name }
  if (kind === 'layer') return { resource: name }
  if (kind === 'service') return space === undefined ? {} : { workspace: space }
  if (space === undefined) return { name: short }
  const parent = resourceKinds.some((each) => each === kind) ? 'namespace' : 'workspace'
  return { name: short, [parent]: space }
}

function propertiesFromSet({ verb, kind, set }: TypedEdit, root: string): JsonObject {
  const result: JsonObject = {}
  for (const each of set) {
    const equals = each.indexOf('=')
    const place = each.slice(0, equals)
    // A part alone would take the place of the whole.
    if (verb === 'modify' && isPart(place, propertiesOf(kind, root))) {
      throw refused(say('usage.partOfProperty', { place }))
    }
    put(result, place, each.slice(equals + 1), propertiesOf(kind, root))
  }
  return result
}

function isPart(place: string, properties: readonly Property[]): boolean {
  const [first = ''] = place.split('.')
  return place.includes('.') && properties.some(({ name }) => name === first)
}

function put(target: JsonObject, place: string, value: string, properties: readonly Property[]): void {
  const dot = place.indexOf('.')
  const name = dot === -1 ? place : place.slice(0, dot)
  const rest = dot === -1 ? undefined : place.slice(dot + 1)
  const type = properties.find((property) => property.name === name)?.type
  switch (type?.type) {
    case 'structure':
    case 'metadata':
    case 'parameters':
    case 'envelope':
    case 'range':
    case 'international': {
      if (rest === undefined) throw refused(say('usage.hasParts', { name }))
      const inner = target[name]
      const parts = isObject(inner) ? inner : {}
      if (type.type === 'structure') put(parts, rest, value, type.properties)
      else parts[rest] = value
      target[name] = parts
      return
    }
    case 'strings':
    case 'keywords':
    case 'references': {
      const earlier = target[name]
      target[name] = [...(Array.isArray(earlier) ? earlier : []), value]
      return
    }
    default:
      target[place] = value
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(reason: Sentence): Error {
  return usageFailure(reason, 'edit')
}

import type { z } from 'zod'
import type { clusterProperty } from '../../../electron/contract/features/inventory.ts'

/** One line of cluster.properties, with what it may hold and when a change takes effect. */
export type ClusterProperty = z.output<typeof clusterProperty>

export interface PropertyProblem {
  readonly reason: 'not-whole' | 'out-of-range' | 'too-long' | 'several-lines'
  readonly minimum: number
  readonly maximum: number
}

/** What is wrong with a value, as far as it can be told here. */
export function problemWith(
  { control }: Pick<ClusterProperty, 'control'>,
  value: string,
): PropertyProblem | undefined {
  if (control.type === 'number') {
    const { minimum, maximum } = control
    if (!/^\d+$/.test(value)) return { reason: 'not-whole', minimum, maximum }
    const outside = Number(value) < minimum || Number(value) > maximum
    return outside ? { reason: 'out-of-range', minimum, maximum } : undefined
  }
  if (control.type !== 'text') return undefined
  const maximum = control.longest
  if (/[\r\n]/.test(value)) return { reason: 'several-lines', minimum: 0, maximum }
  return value.length > maximum ? { reason: 'too-long', minimum: 0, maximum } : undefined
}

/** What the operator changed: values that differ from those of the file, by key. */
export function changesOf(
  properties: readonly ClusterProperty[],
  written: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    properties.flatMap(({ key, value }) => {
      const now = written[key]
      return now === undefined || now === value ? [] : [[key, now]]
    }),
  )
}

/** Changed keys by when they take effect, in the order of the properties. */
export function effectsOf(
  properties: readonly ClusterProperty[],
  changes: Readonly<Record<string, string>>,
): readonly { readonly takesEffect: ClusterProperty['takesEffect']; readonly keys: readonly string[] }[] {
  const changed = properties.filter(({ key }) => Object.hasOwn(changes, key))
  return [...new Set(changed.map(({ takesEffect }) => takesEffect))].map((takesEffect) => ({
    takesEffect,
    keys: changed.filter((property) => property.takesEffect === takesEffect).map(({ key }) => key),
  }))
}

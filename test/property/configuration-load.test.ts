import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadClusterConfiguration } from '../../electron/engine/configuration/cluster-configuration.ts'
import { clusterKeys } from '../../electron/engine/configuration/cluster-properties.ts'
import {
  formatJavaProperties,
  parseJavaProperties,
} from '../../electron/engine/configuration/java-properties.ts'
import { isFailure } from '../../electron/errors/failure.ts'

const likelyText = fc.constantFrom(
  'true',
  'false',
  'enabled',
  'disabled',
  '0',
  '10',
  'node-1',
  'VirtualTopic.a',
  'x.y',
)
const anyText = fc.oneof(
  { weight: 9, arbitrary: likelyText },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)
const anyFile = fc
  .tuple(
    fc.constantFrom({}, { instanceName: 'n', toggleMaster: 'false', toggleSlave: 'true', brokerURL: '' }),
    fc.dictionary(fc.oneof(fc.constantFrom(...clusterKeys), fc.string()), anyText, { noNullPrototype: true }),
  )
  .map(([stated, others]): Record<string, string> => ({ ...others, ...stated }))

it('any file is either refused and left alone, or complete from then on and read the same again', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-'))
  const path = join(dataDirectory, 'cluster', 'cluster.properties')
  mkdirSync(join(dataDirectory, 'cluster'))
  let accepted = 0
  try {
    fc.assert(
      fc.property(anyFile, (properties) => {
        const before = formatJavaProperties(new Map(Object.entries(properties)))
        writeFileSync(path, before)
        try {
          const first = loadClusterConfiguration({ dataDirectory, environment: {} })
          const stored = parseJavaProperties(readFileSync(path))
          for (const key of clusterKeys) expect(stored.has(key)).toBe(true)
          for (const key of Object.keys(properties)) expect(stored.has(key)).toBe(true)
          const again = loadClusterConfiguration({ dataDirectory, environment: {} })
          expect({ ...again, source: undefined }).toEqual({ ...first, source: undefined })
          accepted += 1
        } catch (error) {
          if (!isFailure(error) || !error.code.startsWith('PLB-CONFIGURATION-')) throw error
          expect(readFileSync(path).equals(before)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  } finally {
    rmSync(dataDirectory, { recursive: true })
  }
  expect(accepted).toBeGreaterThan(0)
})

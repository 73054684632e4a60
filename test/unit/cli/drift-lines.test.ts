import { english } from '../../../electron/languages/en/index.ts'
import { describe, expect, it } from 'vitest'
import type { Drift, DriftEntry } from '../../../electron/catalog/diff.ts'
import { driftLines } from '../../../electron/cli/drift-lines.ts'
import { render } from '../../../electron/cli/styled-text.ts'

function words(drift: Partial<Drift>, unread = 0): string[] {
  const whole: Drift = { equal: false, compared: 3, entries: [], unknowable: [], ...drift }
  return driftLines(whole, unread).map((line) => render(line, english, false))
}

const roads = { kind: 'layer', id: 'L1', title: 'topp:roads' } as const

describe('Drift in words', () => {
  it('names each object with what happened to it', () => {
    const entries: readonly DriftEntry[] = [
      { type: 'missing', ...roads },
      { type: 'extra', ...roads },
      { type: 'sameNameOtherId', ...roads, otherId: 'L2' },
      { type: 'defaultWorkspace', left: 'topp', right: undefined },
    ]
    expect(words({ entries })).toEqual([
      'missing layer topp:roads L1',
      'extra layer topp:roads L1',
      'other id layer topp:roads L1 → L2',
      'different default workspace',
      '  topp → none',
      'drift: 1 missing, 1 extra, 1 with another id, 1 default workspace; 3 objects compared',
    ])
  })

  it('shows each property that differs, and of a password only that it does', () => {
    const properties = [
      { property: 'defaultStyle', left: 'red', right: undefined },
      {
        property: 'connectionParameters',
        left: '{"passwd":"••••••"}',
        right: '{"passwd":"••••••"}',
        secret: true,
      },
    ] as const
    expect(words({ entries: [{ type: 'different', ...roads, properties }] })).toEqual([
      'different layer topp:roads L1',
      '  default style: red → none',
      '  connection parameters: the passwords differ',
      'drift: 1 different; 3 objects compared',
    ])
  })

  it('cuts long texts around the place where they part', () => {
    const left = `${'a'.repeat(500)}LEFT${'b'.repeat(500)}`
    const right = `${'a'.repeat(500)}RIGHT${'b'.repeat(500)}`
    const entries: readonly DriftEntry[] = [
      { type: 'different', ...roads, properties: [{ property: 'abstract', left, right }] },
    ]
    const line = words({ entries })[1] ?? ''
    expect(line).toMatch(/^ {2}abstract: …a{40}LEFTb+… → …a{40}RIGHTb+…$/)
    expect(line.length).toBeLessThan(400)
  })

  it('says once what nobody can compare, and that it is no drift', () => {
    const unknowable = [
      { kind: 'style', property: 'dateModified', reason: 'each its own', objects: ['1', '2'] },
    ] as const
    expect(words({ equal: true, unknowable })).toEqual([
      'not compared, and no drift:',
      '  style date modified: each its own (2 objects)',
      'equal: 3 objects compared',
    ])
  })

  it('does not call equal what could not be read', () => {
    expect(words({ equal: true }, 1)).toEqual(['uncertain: 3 objects compared, 1 place not read'])
  })
})

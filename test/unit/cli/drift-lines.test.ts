import { language as english } from '../../../electron/languages/en/index.ts'
import { describe, expect, it } from 'vitest'
import type { DriftData } from '../../../electron/contract/shared.ts'
import { driftLines, unreadLines } from '../../../electron/cli/drift-lines.ts'
import { render } from '../../../electron/cli/styled-text.ts'

function words(drift: Partial<DriftData>, lines = driftLines): string[] {
  const whole: DriftData = {
    ...{ equal: false, compared: 3, at: 1, entries: [], unknowable: [], problems: [] },
    ...drift,
  }
  return lines(whole).map((line) => render(line, english, false))
}

type Entry = DriftData['entries'][number]

function entry(of: Partial<Entry> & Pick<Entry, 'type'>): Entry {
  return {
    kind: 'layer',
    id: 'L1',
    title: 'topp:roads',
    workspace: 'topp',
    otherId: null,
    properties: [],
    ...of,
  }
}

describe('Drift in words', () => {
  it('names each object with what happened to it', () => {
    const properties = [{ property: 'defaultWorkspace', left: 'topp', right: null, secret: false }]
    const entries = [
      entry({ type: 'missing' }),
      entry({ type: 'extra' }),
      entry({ type: 'sameNameOtherId', otherId: 'L2' }),
      entry({ type: 'defaultWorkspace', properties }),
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

  it('says of what differs that somebody accepted it, and counts it', () => {
    const note = { id: '1', instanceName: null, kind: 'layer', object: 'L1', title: 'x', property: null }
    const notes = [{ ...note, reason: 'on purpose', by: 'ops', at: 1, until: null }]
    const entries = [entry({ type: 'extra', accepted: { all: true, notes } }), entry({ type: 'missing' })]
    expect(words({ entries })).toEqual([
      'extra layer topp:roads L1',
      '  accepted by ops: on purpose',
      'missing layer topp:roads L1',
      'drift: 1 extra, 1 missing; 1 accepted; 3 objects compared',
    ])
  })

  it('names what lies on the slave and is not loaded, although it is no drift', () => {
    const problems = Array.from({ length: 22 }, (_, index) => ({
      ...{ side: 'slave' as const, path: `styles/copy${index}.xml`, message: 'There is one already.' },
      effect: 'ignored' as const,
    }))
    const lines = words({ equal: true, problems })
    expect(lines.slice(0, 2)).toEqual([
      'not compared, and no drift:',
      '  lies there and is not loaded: styles/copy0.xml: There is one already.',
    ])
    expect(lines.slice(-2)).toEqual(['  2 more places that are not loaded', 'equal: 3 objects compared'])
  })

  it('shows each property that differs, and of a password only that it does', () => {
    const properties = [
      { property: 'defaultStyle', left: 'red', right: null, secret: false },
      {
        property: 'connectionParameters',
        left: '{"passwd":"••••••"}',
        right: '{"passwd":"••••••"}',
        secret: true,
      },
    ]
    expect(words({ entries: [entry({ type: 'different', properties })] })).toEqual([
      'different layer topp:roads L1',
      '  default style: red → none',
      '  connection parameters: the passwords differ',
      'drift: 1 different; 3 objects compared',
    ])
  })

  it('cuts long texts around the place where they part', () => {
    const left = `${'a'.repeat(500)}LEFT${'b'.repeat(500)}`
    const right = `${'a'.repeat(500)}RIGHT${'b'.repeat(500)}`
    const properties = [{ property: 'abstract', left, right, secret: false }]
    const entries = [entry({ type: 'different', properties })]
    const line = words({ entries })[1] ?? ''
    expect(line).toMatch(/^ {2}abstract: …a{40}LEFTb+… → …a{40}RIGHTb+…$/)
    expect(line.length).toBeLessThan(400)
  })

  it('says once what nobody can compare, and that it is no drift', () => {
    const unknowable = [{ kind: 'style', property: 'dateModified', reason: 'each its own', objects: 2 }]
    expect(words({ equal: true, unknowable })).toEqual([
      'not compared, and no drift:',
      '  style date modified: each its own (2 objects)',
      'equal: 3 objects compared',
    ])
  })

  it('does not call equal what could not be read', () => {
    const problems: DriftData['problems'] = [
      { side: 'slave', path: 'styles/red.xml', message: 'damaged', effect: 'unread' },
    ]
    expect(words({ problems })).toEqual(['uncertain: 3 objects compared, 1 place not read'])
    expect(words({ problems }, unreadLines)).toEqual(['not read on the slave: styles/red.xml: damaged'])
  })
})

import { describe, expect, it } from 'vitest'
import type { DocumentSight, MapReport, Sight } from '../../../../electron/contract/features/maps.ts'
import { say } from '../../../../electron/sentences/say.ts'
import { problemsOf, textsOf, withoutMaps } from '../../../../renderer/features/maps/map-problems.ts'

const sight = (instanceName: string, state: Sight['state']): Sight => ({
  ...{ instanceName, state, points: 0, of: 0, why: null },
})
const document = (
  instanceName: string,
  service: DocumentSight['service'],
  state: DocumentSight['state'],
): DocumentSight => ({ instanceName, service, state, why: null, differences: [], more: 0 })
const node = (instanceName: string, reference: string | null) => ({ instanceName, reference, why: null })

const report: MapReport = {
  ...{ startedAt: 1, finishedAt: 2, left: 0, requests: 9 },
  nodes: [node('m', null), node('s2', 'm'), node('s10', 'm')],
  documents: [
    document('m', 'wcs', 'failed'),
    document('s2', 'wms', 'different'),
    document('s10', 'wcs', 'failed'),
    document('s10', 'wms', 'equal'),
  ],
  layers: [
    { layer: 'a:roads', at: 2, sights: [sight('m', 'reference'), sight('s2', 'different')] },
    { layer: 'b:towns', at: 2, sights: [sight('s10', 'missing'), sight('s2', 'failed')] },
  ],
}

describe('what is wrong with maps', () => {
  it('is what failed before what differs, by layer and node, without what is right or switched off', () => {
    const found = problemsOf(report)
    expect(found.map(({ about, instanceName, state }) => `${about} ${instanceName} ${state}`)).toEqual([
      'b:towns s2 failed',
      'b:towns s10 missing',
      'WCS s10 failed',
      'a:roads s2 different',
      'WMS s2 different',
    ])
    expect(found.map(({ severity }) => severity)).toEqual([
      ...['failed', 'failed', 'failed'],
      ...['attention', 'attention'],
    ])
    expect(new Set(found.map(({ key }) => key)).size).toBe(found.length)
  })

  it('in documents is a text of each side, which says only what that side says', () => {
    const texts = textsOf(
      [
        { layer: null, what: 'Service/Title', reference: 'Maps', node: 'Map' },
        { layer: 'a:roads', what: 'Style/Name', reference: 'line', node: null },
      ],
      'the service',
    )
    expect(texts).toEqual({
      reference: 'the service · Service/Title: Maps\na:roads · Style/Name: line',
      node: 'the service · Service/Title: Map',
    })
  })

  it('is asked of no node that draws none; those are named together by their reason', () => {
    const [directory, away] = [say('nodeActions.noMaps'), 'It is away.']
    expect(
      withoutMaps([
        node('m', null),
        { ...node('p1', null), why: directory },
        { ...node('q', null), why: away },
        { ...node('p2', null), why: directory },
      ]),
    ).toEqual([
      { why: directory, names: ['p1', 'p2'] },
      { why: away, names: ['q'] },
    ])
  })
})

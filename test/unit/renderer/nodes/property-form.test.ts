import { describe, expect, it } from 'vitest'
import {
  changesOf,
  effectsOf,
  problemWith,
  type ClusterProperty,
} from '../../../../renderer/features/nodes/property-form.ts'

function property(
  key: string,
  value: string,
  control: ClusterProperty['control'],
  takesEffect: ClusterProperty['takesEffect'] = 'after-restart',
): ClusterProperty {
  return { key, value, source: 'file', control, takesEffect }
}

const retry = property('connection.retry', '3', { type: 'number', minimum: 0, maximum: 10 }, 'never')
const group = property('group', 'geoserver-cluster', { type: 'text', longest: 20 })
const toggle = property('toggleSlave', 'true', { type: 'choice', choices: ['true', 'false'] })

describe('the form of cluster.properties', () => {
  it('says what is wrong with a value', () => {
    expect(problemWith(retry, '10')).toBeUndefined()
    expect(problemWith(retry, '11')).toMatchObject({ reason: 'out-of-range', minimum: 0, maximum: 10 })
    expect(problemWith(retry, '-1')).toMatchObject({ reason: 'not-whole' })
    expect(problemWith(retry, '')).toMatchObject({ reason: 'not-whole' })
    expect(problemWith(group, 'x'.repeat(20))).toBeUndefined()
    expect(problemWith(group, 'x'.repeat(21))).toMatchObject({ reason: 'too-long', maximum: 20 })
    expect(problemWith(group, 'one\ntwo')).toMatchObject({ reason: 'several-lines' })
    expect(problemWith(toggle, 'whatever stands in the file')).toBeUndefined()
  })

  it('saves only what differs from the file', () => {
    const written = { group: 'geoserver-cluster', toggleSlave: 'false', unknown: 'x' }
    expect(changesOf([retry, group, toggle], written)).toEqual({ toggleSlave: 'false' })
  })

  it('gathers changes by when they take effect', () => {
    const changes = { group: 'b', toggleSlave: 'false', 'connection.retry': '4' }
    expect(effectsOf([retry, group, toggle], changes)).toEqual([
      { takesEffect: 'never', keys: ['connection.retry'] },
      { takesEffect: 'after-restart', keys: ['group', 'toggleSlave'] },
    ])
    expect(effectsOf([retry, group], {})).toEqual([])
  })
})

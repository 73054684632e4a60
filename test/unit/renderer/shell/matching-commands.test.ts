import { describe, expect, it } from 'vitest'
import type { Command } from '../../../../renderer/composables/use-commands.ts'
import { matchingCommands } from '../../../../renderer/shell/matching-commands.ts'

function command(label: string, group?: string, keywords?: string): Command {
  return { id: label, label, group, keywords, run: () => undefined }
}

const commands = [
  command('Close prod-maps', 'Clusters'),
  command('Nodes', 'Go to'),
  command('Overview', 'Go to'),
  command('geo-1', 'Nodes', 'in sync'),
  command('geo-3', 'Nodes', 'drifted'),
  command('Open node settings'),
]

function found(search: string): readonly string[] {
  return matchingCommands(commands, search).flatMap((group) => group.commands.map(({ label }) => label))
}

describe('The command palette', () => {
  it('offers everything in its order while nothing is searched', () => {
    expect(found('')).toEqual(commands.map(({ label }) => label))
    expect(matchingCommands(commands, '').map(({ group }) => group)).toEqual([
      'Clusters',
      'Go to',
      'Nodes',
      undefined,
    ])
  })

  it('offers what begins with the search first, then words that do, then the rest', () => {
    expect(found('no')).toEqual(['Nodes', 'Open node settings', 'geo-1', 'geo-3'])
    expect(found('maps')).toEqual(['Close prod-maps'])
  })

  it('finds by group and keywords as well', () => {
    expect(found('drifted')).toEqual(['geo-3'])
    expect(found('nodes 3')).toEqual(['geo-3'])
    expect(found('go over')).toEqual(['Overview'])
  })

  it('needs every word, in any case', () => {
    expect(found('GEO 1')).toEqual(['geo-1'])
    expect(found('geo nothing')).toEqual([])
  })

  it('keeps a group together below its best command', () => {
    const groups = matchingCommands(
      [command('Stop geo-3', 'Nodes'), command('geo-3', 'Nodes'), command('Compare geo-3', 'Resync')],
      'geo',
    )
    expect(groups.map(({ group, commands: all }) => [group, all.map(({ label }) => label)])).toEqual([
      ['Nodes', ['geo-3', 'Stop geo-3']],
      ['Resync', ['Compare geo-3']],
    ])
  })

  it('offers so many of a group that the list can be read, and counts the rest', () => {
    const nodes = Array.from({ length: 500 }, (_, index) => command(`geo-${index}`, 'Nodes'))
    const [group] = matchingCommands(nodes, 'geo')
    expect([group?.commands.length, group?.more]).toEqual([20, 480])
    expect(matchingCommands(nodes, 'geo-499').map(({ more }) => more)).toEqual([0])
  })
})

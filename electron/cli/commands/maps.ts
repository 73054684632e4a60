import { z } from 'zod'
import {
  isWrong,
  type DocumentSight,
  type LookedAtLayer,
  type MapReport,
  type SightState,
} from '../../contract/features/maps.ts'
import { say } from '../../sentences/say.ts'
import { clusterFields, clusterOptions, clusterRequired } from '../cluster-options.ts'
import { defineCommand } from '../command.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { words } from '../parameters.ts'
import { bold, dim, green, red, yellow, type Piece } from '../styled-text.ts'
import { openWorkingCluster } from '../working-cluster.ts'

/** Differences of a document that are printed; with --json there are more. */
const mostPrinted = 5

export const mapsCommand = defineCommand({
  name: 'maps',
  arguments: { nodes: '[node...]' },
  options: { ...clusterOptions, layer: '--layer <name>' },
  repeatable: ['layer'],
  examples: [
    'maps --profile Maps',
    "maps --node 'http://gs{1..3}:8080/geoserver' --login admin.login --layer topp:roads --json",
  ],
  input: z.object({
    nodes: z.array(z.string()).default([]),
    ...clusterFields,
    layer: z.array(words('nameLayer')).default([]),
  }),
  async run({ nodes, layer: layers, ...given }, context) {
    const { output, listenForInterruption } = context
    const choice = clusterRequired(given, context, 'maps')
    const signal = listenForInterruption()
    await using working = await openWorkingCluster(choice, context, signal)
    const instanceNames = nodes.map((each) => working.node(each).instanceName)
    const { look } = working.services.maps.service
    const progress = ({ done, total, what }: { done: number; total: number; what: string }): void =>
      output.progress(say('maps.at', { what, done, total }))
    let report = await look({ instanceNames, layers }, { signal, progress })
    // One look costs nodes no more than it may; the next goes on with what is left.
    for (let left = Infinity; report.left > 0 && report.left < left;) {
      left = report.left
      report = await look({ instanceNames, layers }, { signal, progress })
    }
    if (output.json) output.document(report)
    else print(report, output)
    const nowhere = layers.filter((each) => !report.layers.some(({ layer }) => layer === each))
    for (const each of nowhere) output.warning(say('maps.nowhere', { layer: each }))
    return nowhere.length > 0 ? exitCodes.error : exitCodeOf(report)
  },
})

function print(report: MapReport, output: Output): void {
  const { nodes, documents, layers, left, requests } = report
  for (const { instanceName, reference, why } of nodes) {
    output.line(
      bold(instanceName),
      ' ',
      reference === null ? (why ?? '') : say('cliNodes.comparedWith', { reference }),
    )
    for (const each of documents) if (each.instanceName === instanceName) printDocument(each, output)
    for (const each of layers) printSight(each, instanceName, output)
  }
  output.line(say('maps.layers', { count: layers.length }), ', ', say('maps.requests', { count: requests }))
  if (left > 0) output.line(yellow(say('maps.left', { count: left })))
  if (documents.length === 0) {
    output.line(yellow(say('maps.nobody')))
    return
  }
  const count = wrongIn(report)
  output.line(count === 0 ? green(say('maps.allEqual')) : red(say('maps.wrong', { count })))
}

function printDocument({ service, state, why, differences, more }: DocumentSight, output: Output): void {
  output.line('  ', bold(service.toUpperCase()), ' ', colored(state), ...(why === null ? [] : [' ', why]))
  for (const { layer, what, reference, node } of differences.slice(0, mostPrinted))
    output.line(
      '    ',
      layer ?? say('maps.wholeService'),
      ' ',
      dim(what),
      ' ',
      reference ?? '–',
      ' → ',
      node ?? '–',
    )
  const others = more + Math.max(0, differences.length - mostPrinted)
  if (others > 0) output.line('    ', say('maps.more', { count: others }))
}

/** Layers that are as they are to be are not listed. */
function printSight({ layer, sights }: LookedAtLayer, instanceName: string, output: Output): void {
  const found = sights.find((each) => each.instanceName === instanceName)
  if (found === undefined || !(isWrong(found.state) || found.state === 'alone')) return
  const { state, points, of, why } = found
  const more = state === 'different' ? say('maps.points', { points, of }) : why
  output.line('  ', layer, ' ', colored(state), ...(more === null ? [] : [' ', more]))
}

function colored(state: SightState): Piece {
  const word = say(`maps.${state}`)
  if (isWrong(state)) return red(word)
  return state === 'alone' ? yellow(word) : word
}

function wrongIn({ documents, layers }: MapReport): number {
  return [...documents, ...layers.flatMap(({ sights }) => sights)].filter(({ state }) => isWrong(state))
    .length
}

function exitCodeOf(report: MapReport): ExitCode {
  const { documents } = report
  const isUnasked = documents.some(({ service, state }) => service === 'wms' && state === 'failed')
  if (isUnasked || documents.length === 0) return exitCodes.error
  return wrongIn(report) === 0 ? exitCodes.ok : exitCodes.no
}

import { join } from 'node:path'
import type { EditRequest } from '../../engine/master/master.ts'
import { say } from '../../sentences/say.ts'
import type { Sentence } from '../../sentences/sentence.ts'
import { localFileSystem } from '../../storage/files.ts'
import { styleRules } from './style-rules.ts'

/** What an operator changes on the master while a slave is away. */
export const changesWhileAway: readonly EditRequest[] = [
  ...['austria', 'italy', 'norway', 'spain'].map((name): EditRequest => ({
    verb: 'modify',
    kind: 'featureType',
    name: `transport:roads_${name}`,
    input: JSON.stringify({ abstract: 'Surveyed anew.', maxFeatures: 5000 }),
  })),
  {
    verb: 'modify',
    kind: 'style',
    name: 'river',
    styleBody: styleRules('River', { shape: 'line', color: '#1b4f72', width: 2.4 }),
  },
  {
    verb: 'add',
    kind: 'style',
    input: JSON.stringify({ name: 'cycle_route' }),
    styleBody: styleRules('Cycle route', { shape: 'line', color: '#27ae60', width: 1.5 }),
  },
  { verb: 'modify', kind: 'workspace', name: 'settlements', input: JSON.stringify({ name: 'places' }) },
  { verb: 'remove', kind: 'layer', name: 'water:shore_lake_bled', recurse: true },
  { verb: 'remove', kind: 'style', name: 'glacier' },
]

/** Does to a data directory what people and programs do to it that should not, and tells what it was. */
export function damage(dataDirectory: string): readonly Sentence[] {
  const path = (where: string): string => join(dataDirectory, where)
  const read = (where: string): string => localFileSystem.readFile(path(where), 1024 * 1024).toString('utf8')
  const replace = (where: string, from: string, to: string): void => {
    localFileSystem.writeAtomically(path(where), read(where).replace(from, to))
  }
  const cut = 'workspaces/water/water_db/river_danube/featuretype.xml'
  localFileSystem.writeAtomically(path(cut), read(cut).slice(0, 200))
  const removed = 'layergroups/estonia.xml'
  localFileSystem.removeFile(path(removed))
  const service = 'workspaces/transport/wms.xml'
  replace(service, 'Transport map service', 'TEST do not use')
  const rules = 'styles/forest.sld'
  replace(rules, '#7dcea0', '#ff00ff')
  const extra = 'styles/copy_of_town.xml'
  localFileSystem.writeAtomically(
    path(extra),
    '<style>\n  <id>StyleInfoImpl-by-hand</id>\n  <name>copy_of_town</name>\n  <filename>town.sld</filename>\n</style>',
  )
  return [
    say('demo.cutOff', { path: cut }),
    say('demo.removed', { path: removed }),
    say('demo.titleChanged', { path: service }),
    say('demo.colourChanged', { path: rules }),
    say('demo.putThere', { path: extra }),
  ]
}

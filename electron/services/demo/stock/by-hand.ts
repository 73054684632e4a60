import type { StockNode } from '../../../imitation/stock-node.ts'
import { say } from '../../../sentences/say.ts'
import type { Sentence } from '../../../sentences/sentence.ts'
import { demoPassword } from '../catalog.ts'
import { styleRules } from '../style-rules.ts'

/** A store of the demo whose password no node shows. */
export const surveyStore = 'basemap:survey'

/** Nobody has it, so that no other node listens. */
const byHand = 'group=by-hand'

/**
 * Changes a master by its own interface in ways clusters of GeoServers are known for: a store with a password, which
 * arrives, and a WMTS store and the title of a service, which no message carries.
 */
export function makeQuirks(master: StockNode): void {
  const entries = { dbtype: 'postgis', host: 'db.example.org', database: 'survey', passwd: demoPassword }
  const parameters = Object.entries(entries).map(([key, value]) => `<entry key="${key}">${value}</entry>`)
  const [workspace = '', name = ''] = surveyStore.split(':')
  const store = `<name>${name}</name><type>PostGIS</type><enabled>true</enabled>`
  ask(
    ...([master, 'POST', `workspaces/${workspace}/datastores`] as const),
    `<dataStore>${store}<connectionParameters>${parameters.join('')}</connectionParameters></dataStore>`,
  )
  const tiles = 'https://tiles.example.org/wmts?request=GetCapabilities'
  ask(
    ...([master, 'POST', `workspaces/${workspace}/wmtsstores`] as const),
    `<wmtsStore><name>tiles</name><enabled>true</enabled><capabilitiesURL>${tiles}</capabilitiesURL></wmtsStore>`,
  )
  ask(master, 'PUT', 'services/wms/settings', '<wms><title>Maps of Europe</title></wms>')
}

/**
 * Does to a slave by hand what should not be done to one, over its own interface and past the cluster, and tells what it
 * was. Each of them makes one difference; what was done already is not done again.
 */
export function damageByHand(slave: StockNode): readonly Sentence[] {
  const silently = (method: string, path: string, body?: string, type?: string): string | undefined =>
    ask(slave, method, `${path}${path.includes('?') ? '&' : '?'}${byHand}`, body, type)
  const done: Sentence[] = []
  if (silently('DELETE', 'workspaces/basemap/datastores/survey?recurse=true') !== undefined)
    done.push(say('imitation.removed', { what: surveyStore }))
  const title = '<layerGroup><title>TEST do not use</title></layerGroup>'
  if (silently('PUT', 'layergroups/alpine_countries', title) !== undefined)
    done.push(say('imitation.titleChanged', { what: 'alpine_countries' }))
  // Layers are drawn with it, so that the maps differ as well.
  const rules = styleRules('Lake', { shape: 'area', fill: '#ff00ff', edge: '#2e86c1' })
  if (silently('PUT', 'resource/styles/lake.sld', rules, 'application/octet-stream') !== undefined)
    done.push(say('imitation.rulesChanged', { what: 'lake' }))
  const copy = '<style><name>copy_of_town</name><filename>copy_of_town.sld</filename></style>'
  if (silently('POST', 'styles', copy) !== undefined)
    done.push(say('imitation.addedByHand', { what: 'copy_of_town' }))
  const group = silently('GET', 'layergroups/estonia.xml')
  if (group !== undefined && silently('DELETE', 'layergroups/estonia') !== undefined) {
    silently('POST', 'layergroups', group.replace(/<id>.*?<\/id>/, ''))
    done.push(say('imitation.madeAnew', { what: 'estonia' }))
  }
  return done
}

/** Undefined when it is refused. */
function ask(
  node: StockNode,
  method: string,
  path: string,
  body = '',
  type = 'application/xml',
): string | undefined {
  const headers = { 'content-type': type }
  const answer = node.handle({ method, target: `/rest/${path}`, headers, body: Buffer.from(body) })
  return answer.status < 400 ? answer.body.toString() : undefined
}

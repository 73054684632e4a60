import type { Sentence } from '../../../sentences/sentence.ts'
import { say } from '../../../sentences/say.ts'
import type { StockNode } from '../../../imitation/stock-node.ts'
import { styleRules } from '../style-rules.ts'

/** A store of the demo whose password no node shows, made on the master. */
export const surveyStore = 'basemap:survey'
/** Nobody has it, so that no other node listens. */
const byHand = 'group=by-hand'

/**
 * Does to a slave by hand what should not be done to one, over its own interface and past the cluster, and tells what it
 * was. Each of them makes one difference.
 */
export function wreck(slave: StockNode): readonly Sentence[] {
  const ask = (method: string, path: string, body = '', type = 'application/xml'): string => {
    const target = `/rest/${path}${path.includes('?') ? '&' : '?'}${byHand}`
    const headers = { 'content-type': type }
    const answer = slave.handle({ method, target, headers, body: Buffer.from(body) })
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status}`)
    return answer.body.toString()
  }
  ask('DELETE', 'workspaces/basemap/datastores/survey?recurse=true')
  ask('PUT', 'layergroups/alpine_countries', '<layerGroup><title>TEST do not use</title></layerGroup>')
  const rules = styleRules('Forest', { shape: 'area', fill: '#ff00ff', edge: '#1e8449' })
  ask('PUT', 'resource/styles/forest.sld', rules, 'application/octet-stream')
  ask('POST', 'styles', '<style><name>copy_of_town</name><filename>copy_of_town.sld</filename></style>')
  const group = ask('GET', 'layergroups/estonia.xml')
  ask('DELETE', 'layergroups/estonia')
  ask('POST', 'layergroups', group.replace(/<id>.*?<\/id>/, ''))
  return [
    say('imitation.removed', { what: `data store ${surveyStore}` }),
    say('imitation.titleChanged', { what: 'alpine_countries' }),
    say('imitation.rulesChanged', { what: 'forest' }),
    say('imitation.addedByHand', { what: 'copy_of_town' }),
    say('imitation.madeAnew', { what: 'estonia' }),
  ]
}

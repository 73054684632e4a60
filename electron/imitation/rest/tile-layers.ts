import { parentElement, textElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { tileLayerPath } from '../memory/changes.ts'
import { done, type Answer, type Call } from './exchange.ts'
import { notFound, type NodeCore } from './node-core.ts'

const [inFile, inRequest] = ['GeoServerTileLayer', 'GeoServerLayer']

/**
 * The settings of the tiles of a layer or group, as somebody set them or as all have them.
 * @param recorded what is answered of one nobody set
 */
export function getTileLayer(core: NodeCore, call: Call, recorded: Answer | undefined): Answer {
  const path = pathOf(core, call)
  const file = core.memory.files.text(path)
  if (file?.startsWith(`<${inFile}`) === true) return answerOf(file.replaceAll(inFile, inRequest))
  if (recorded !== undefined) return recorded
  if (file === undefined) throw notFound('')
  const usual = [
    textElement('name', call.params.layer ?? ''),
    textElement('expireCache', '0'),
    textElement('gutter', '0'),
  ]
  return answerOf(writeXml(parentElement(inRequest, usual)))
}

export function putTileLayer(core: NodeCore, call: Call): Answer {
  const path = pathOf(core, call)
  if (core.memory.files.get(path) === undefined) throw notFound('')
  core.memory.files.write(path, call.body.toString('utf8').replaceAll(inRequest, inFile))
  return done
}

function pathOf(core: NodeCore, { params: { layer = '' } }: Call): string {
  const object = core.find(layer, ['layer', 'layerGroup'])
  if (object === undefined) throw notFound('')
  return tileLayerPath(object)
}

function answerOf(body: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body }
}

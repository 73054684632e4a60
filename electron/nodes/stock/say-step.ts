import type { Catalog } from '../../catalog/catalog.ts'
import type { PlannedEdit } from '../../engine/master/planned-edit.ts'
import { describeObject } from '../../engine/words.ts'
import type { Step, StepPurpose } from '../../geoserver/changes/change.ts'
import { say } from '../../sentences/say.ts'
import type { Sentence, Wording } from '../../sentences/sentence.ts'

const sentences: Readonly<Record<StepPurpose, (object: Wording) => Sentence>> = {
  create: (object) => say('stockNodes.create', { object }),
  'set the URI': () => say('stockNodes.setUri'),
  'write the rules': (object) => say('stockNodes.writeRules', { object }),
  change: (object) => say('stockNodes.change', { object }),
  'change again': (object) => say('stockNodes.changeAgain', { object }),
  'tell its root layer': (object) => say('stockNodes.tellRoot', { object }),
  remove: (object) => say('stockNodes.remove', { object }),
  'remove to create again': (object) => say('stockNodes.removeToCreateAgain', { object }),
  'give back its tiles': (object) => say('stockNodes.giveBackTiles', { object }),
  'put back': (object) => say('stockNodes.putBack', { object }),
  'make the default': (object) => say('stockNodes.makeDefault', { object }),
}

/** What a request does, for whoever decides on it. */
export function sayStep(step: Step, { before, after }: PlannedEdit, catalog: Catalog): Sentence {
  const object = step.object ?? before ?? after
  return sentences[step.purpose](object === undefined ? '' : describeObject(object, new Map(), catalog))
}

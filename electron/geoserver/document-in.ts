import { isFailure } from '../errors/failure.ts'
import type { XmlElement } from '../xml/element.ts'
import { parseXmlFile } from '../xml/parse.ts'
import type { RestAnswer } from './rest-connection.ts'

/** What an answer says; a node that fails in the middle of one has begun it with 200, and a file may be torn. */
export function documentIn({ body }: Pick<RestAnswer, 'body'>): XmlElement | undefined {
  try {
    return parseXmlFile(body)
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

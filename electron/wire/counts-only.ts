import { handlers } from './handlers.ts'

/** How a message begins that tells of the sender's counter of changes and of nothing else. */
const countsUp =
  /^\s*<org\.geoserver\.cluster\.impl\.events\.configuration\.JMSGlobalModifyEvent>\s*<propertyNames>\s*<string>updateSequence<\/string>\s*<\/propertyNames>/

/**
 * Whether a message says nothing but that its sender's counter of changes went up, told without decoding it: more
 * than half of the traffic is of that kind. A message in an unusual form counts as a change.
 */
export function countsOnly(handler: string | undefined, body: string): boolean {
  return handler === handlers.global && countsUp.test(body)
}

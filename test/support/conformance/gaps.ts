import { never, type Gaps } from './column.ts'

const all = (gap: string, behaviours: readonly string[]): Gaps =>
  Object.fromEntries(behaviours.map((behaviour) => [behaviour, gap]))

const notTwice = { 'stores once what is published again': 'it is stored twice' }
const namesNobody = { 'tells who takes from its queues, and from where': 'it tells nothing' }
const overStomp = { ...notTwice, ...namesNobody, 'removes a queue': 'PLB-BROKER-QUEUE-NOT-REMOVABLE' }
const tellsNothing = { ...namesNobody, 'tells of its queues': 'it tells nothing' }

/** It answers, and not as ActiveMQ does. */
const otherwise = 'expected'
/** It takes what ActiveMQ refuses. */
const taken = 'promise resolved'

const ofArtemis = {
  'keeps what is published for a slave whose queue was made before its first start':
    'PLB-BROKER-QUEUE-NOT-KEPT',
  ...notTwice,
  ...tellsNothing,
  // It hands on neither of the two.
  'says when a message was sent and to which topic, and that it lasts': otherwise,
}

/** By column, what is not given there, with a part of what comes of trying it. */
export const gaps: Readonly<Record<string, Gaps>> = {
  'embedded, STOMP': { ...overStomp, ...tellsNothing },
  'ActiveMQ 5.17, STOMP': overStomp,
  'ActiveMQ 6, STOMP frames': {
    // It makes text of them, with replacement characters.
    'a body without a content-length is text, and bytes that are no UTF-8 are left alone': otherwise,
    // It has XStream and no Jettison, so that it knows no JSON.
    'sent as jms-object-xml without a content-length it is one, rendered as each subscriber asks': never,
    'sent as jms-object-json without a content-length it is one, rendered as each subscriber asks': otherwise,
  },
  'ActiveMQ 6, STOMP': { ...overStomp, ...tellsNothing, 'passes every check': 'Queues: warning' },
  // It keeps no word of where a dead letter was.
  'Artemis, Java over OpenWire': all(otherwise, ['Java’s client: dead letter']),
  'Artemis, OpenWire': ofArtemis,
  // It answers there, and goes on in OpenWire.
  'Artemis, STOMP or OpenWire': { ...ofArtemis, 'passes every check': 'Connection: warning' },
  'Artemis, STOMP': { 'lets us in': 'PLB-BROKER-WRONG-CONNECTOR' },
  'RabbitMQ, STOMP': {
    ...overStomp,
    ...tellsNothing,
    ...all('PLB-BROKER-SELECTS-NOTHING', [
      'hands out what a selector asks for, and leaves the rest',
      'shows what waits without taking it',
      'finds an empty queue empty',
      'puts what is refused among its dead letters',
      'reads, searches and exports what waits',
      'moves waiting messages to another queue',
      'discards waiting messages',
    ]),
    'says when a message was sent and to which topic, and that it lasts': 'received "undefined"',
    ...all(otherwise, [
      'marks what it delivers again, and leaves it its id',
      'reports a selector the broker cannot read, to the subscriber alone',
      'tells other kinds of messages from objects',
    ]),
    'passes every check': 'Queues: warning',
  },
  // It has STOMP of its own: no browsers, selectors, durable subscriptions as ActiveMQ's, virtual topics or translations.
  'RabbitMQ, STOMP frames': {
    ...all(never, [
      'a client that does not beat as it promised is cut off',
      'an unknown command is answered with an ERROR that names the receipt, and the connection closes',
      'a frame before CONNECT is refused',
      'a body that is too long ends the connection',
      'SEND without a destination is refused and the connection stays',
      'SUBSCRIBE without a destination is refused and the connection stays',
      'UNSUBSCRIBE of nothing is refused and the connection stays',
      'UNSUBSCRIBE without an id is refused and the connection stays',
      'ACK without an id is refused and the connection stays',
      'BEGIN without a name is refused and the connection stays',
      'COMMIT of nothing is refused and the connection stays',
      'ABORT of nothing is refused and the connection stays',
      'SEND in no transaction is refused and the connection stays',
      'what a subscription did not acknowledge goes to another when it ends',
      'in mode auto a message is consumed by being sent',
      'a selector picks messages and leaves the others to others',
      'an ACK from an earlier connection means nothing on a later one',
      'a refused persistent message goes to the dead letter queue at once and says where it came from',
      'what was sent in a transaction arrives with its COMMIT',
      'what was sent in an aborted transaction, or one left open, never arrives',
      'a browser sees every message, those that are out included, then the end, and consumes nothing',
      'the end marker is a MESSAGE of its own, byte for byte',
      'browsing ends where there is no queue',
      'a selector picks what a browser sees',
      'a browser that acknowledges consumes nothing, and must not refuse',
      'what a topic subscriber refuses is gone',
      'a message is copied into every consumer queue there is, and says which topic it was sent to',
      'a consumer queue keeps what comes while nobody consumes, each queue for itself',
      'messages are kept while the subscriber is away, and come again until acknowledged, unmarked',
      'UNSUBSCRIBE with the id alone only goes offline',
      'an inactive one is deleted by name, with its messages, by its own client alone',
      'a refused message goes to the dead letter queue',
    ]),
    ...all('the connection closed', [
      'a content-length that is none ends the connection',
      'a body longer than its content-length ends the connection',
    ]),
    ...all(taken, [
      'a second client with the same client-id is refused and told where the first one is',
      'SUBSCRIBE without an id is refused and the connection stays',
      'a message type nobody knows is refused and the connection stays',
      'a durable subscription to a queue is refused and the connection stays',
      'in mode client an ACK covers everything delivered before it',
      'a stale ACK and a stale NACK are answered with an ERROR and the connection stays',
      'an ACK in a transaction counts with its COMMIT, and can be given again after an ABORT',
      'an active one can neither be deleted nor be opened twice',
    ]),
    ...all(otherwise, [
      'CONNECTED names version, session, server and the heart-beats both sides promised',
      'a client that knows no version of ours is refused',
      'a wrong password is refused without repeating it',
      'a header line that is too long ends the connection',
      'a command that is too long ends the connection',
      'too many headers ends the connection',
      'CONNECT once more is refused and the connection stays',
      'a message says its destination, id, subscription, time, priority and expiry',
      'priority, expiry and persistence are passed on, and priorities end at 9',
      'a body without a content-length is text, and bytes that are no UTF-8 are left alone',
      'no more messages are out than the prefetch, and each ACK lets the next one come',
      'an expired message is not delivered; a persistent one goes to the dead letter queue',
      'a refused message that is not persistent is gone',
      'a selector picks what a subscriber gets',
      'the same name on another topic, or with another selector, starts anew',
      'sent as jms-object-xml without a content-length it is one, rendered as each subscriber asks',
      'sent as jms-object-json without a content-length it is one, rendered as each subscriber asks',
      'a subscriber that asks for undefined gets an empty body',
      'a subscriber that asks for no-such-thing gets an empty body',
      'XML that is not well-formed is still answered by a RECEIPT and becomes text with the error',
      'no XML at all is still answered by a RECEIPT and becomes text with the error',
      'a class that is not allowed is still answered by a RECEIPT and becomes text with the error',
      'JSON of something else is still answered by a RECEIPT and becomes text with the error',
      'a transformation for receivers only is still answered by a RECEIPT and becomes text with the error',
    ]),
  },
}

import type { ErrorDefinitions } from './definition.ts'

export const wireErrors = {
  'PLB-WIRE-REDACTED': {
    message: 'The event holds a password that was hidden, not the password itself.',
    cause: 'It was exported or shown by Plumbline, which leaves passwords out, and came back.',
    remedy:
      'Write the password itself, or bring the node to the state of its reference with a resync. Nothing of the event was applied.',
  },
  'PLB-WIRE-NOT-AN-OBJECT-MESSAGE': {
    message: 'The message is a {type}, not an ObjectMessage.',
    cause:
      'Something other than a cluster node wrote to the topic, or sent without the transformation header.',
    remedy: 'Find the sender. A GeoServer slave would have dropped this message as well.',
  },
  'PLB-WIRE-PROPERTY-MISSING': {
    message: 'The message lacks the property {property}.',
    cause:
      'Every message of a cluster carries instanceName, group and JMSEventHandlerSPI; this one does not.',
    remedy: 'Find the sender. A GeoServer slave would have dropped this message as well.',
  },
  'PLB-WIRE-UNKNOWN-HANDLER': {
    message: 'The message names the handler {handler}, which does not exist.',
    cause:
      'The sender runs a version or an extension that adds handlers of its own, or it is not a cluster node.',
    remedy: 'Compare the versions of the nodes. Plumbline applies nothing of it.',
  },
  'PLB-WIRE-WRONG-BODY': {
    message: 'The handler {handler} cannot read a body that starts with <{root}>.',
    cause: 'The property JMSEventHandlerSPI and the body of the message do not belong together.',
    remedy:
      'Look at the raw text of the message, or at what the change says. Plumbline applies nothing of it.',
  },
  'PLB-WIRE-UNREADABLE': {
    message: 'The body cannot be read: {reason}.',
    cause: 'The body is well-formed XML but not the XML a cluster node sends.',
    remedy:
      'Look at the raw text of the message, or at what the change says. Plumbline applies nothing of it.',
  },
  'PLB-WIRE-NOT-SENDABLE': {
    message: 'No message can carry a service of type {type}, which Plumbline does not know.',
    cause: 'It belongs to an extension of GeoServer, and how it is written down in messages is not known.',
    remedy: 'Configure it on each node by hand; a resync names it and sends all the rest.',
  },
  'PLB-WIRE-UNKNOWN-CLASS': {
    message: 'The message is about a {className}, which Plumbline does not know.',
    cause: 'The sender runs a version or an extension with objects of its own.',
    remedy: 'Compare the versions of the nodes. Plumbline applies nothing of it.',
  },
  'PLB-WIRE-PASSWORD-ENCRYPTED': {
    message:
      'The password of {name} is encrypted with a key only its own node has, so no message can carry it.',
    cause:
      'A GeoServer that is sent an encrypted password keeps the store in memory, cannot save it, and takes no other of that name.',
    remedy: 'Enter the password anew at the master, or copy the file of the store to the node.',
  },
} as const satisfies ErrorDefinitions

import type { ErrorDefinitions } from './definition.ts'

export const xmlErrors = {
  'PLB-XML-MALFORMED': {
    message: 'This is not well-formed XML: {reason} (line {line}).',
    cause: 'The sender wrote broken XML, the message was cut off, or the file was edited or damaged by hand.',
    remedy:
      'Look at the raw text, correct it where it comes from, and send or save it again. Plumbline applies nothing of it.',
  },
  'PLB-XML-TOO-LARGE': {
    message: 'This XML document has {length} characters, more than the {limit} allowed.',
    cause:
      'A document far larger than any configuration object; data does not belong in configuration messages.',
    remedy:
      'Look at where it comes from: a message, a file, or what was entered. Plumbline applies nothing of it.',
  },
  'PLB-XML-TOO-COMPLEX': {
    message: 'This XML document has more {what} than the {limit} allowed.',
    cause: 'The document is built to exhaust whoever reads it, or it is not a configuration message.',
    remedy:
      'Look at where it comes from: a message, a file, or what was entered. Plumbline applies nothing of it.',
  },
  'PLB-XML-DOCTYPE': {
    message: 'This XML document declares a document type, which is refused.',
    cause:
      'Document types can define entities that expand without bound or read files; GeoServer never sends one.',
    remedy:
      'Look at where it comes from: a message, a file, or what was entered. Plumbline applies nothing of it.',
  },
  'PLB-XML-NAME-REFUSED': {
    message: 'XML cannot hold an element or attribute named {name}.',
    cause: 'A message or an edit named a property or a class in a way that no configuration file can store.',
    remedy:
      'Look at where it comes from: a message, a file, or what was entered. Plumbline applies nothing of it.',
  },
  'PLB-XML-NOT-UTF-8': {
    message: 'This text is not valid UTF-8.',
    cause: 'The file or message was written in another encoding, or it is damaged.',
    remedy: 'Convert it to UTF-8, or restore it from the master.',
  },
} as const satisfies ErrorDefinitions

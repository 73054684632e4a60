import type { ErrorDefinitions } from './definition.ts'

export const catalogErrors = {
  'PLB-CATALOG-PARENT-MISSING': {
    message: 'The {object} belongs to {parent}, which does not exist here.',
    cause: 'The message that creates it has not arrived, was lost, or its file is missing or damaged.',
    remedy: 'Compare this node with its master and resync it; the missing object will come first.',
  },
  'PLB-CATALOG-NAME-MISSING': {
    message: 'A {kind} with the id {id} has no {property}.',
    cause: 'The sender left it out, or the file was edited by hand.',
    remedy: 'Look at the object on the master; give it a {property} there and save it.',
  },
  'PLB-CATALOG-NAME-RESERVED': {
    message: 'The {object} cannot be stored: the name {name} is taken by GeoServer itself in that directory.',
    cause: 'Its file or directory would take the place of another one of the data directory.',
    remedy: 'Give the object another name on the master.',
  },
  'PLB-CATALOG-FILE-TAKEN': {
    message: 'The {object} cannot use the file {path}: it belongs to the {other}.',
    cause: 'The name of a style file equals the name under which the configuration of another style is kept.',
    remedy: 'Give one of the two styles another name or another file name on the master.',
  },
  'PLB-CATALOG-FILE-UNREADABLE': {
    message: 'The file does not hold a {kind}: {reason}.',
    cause: 'The file was edited or damaged by hand, or something else wrote to the data directory.',
    remedy: 'Restore the file from a backup, or save the object again on its node.',
  },
  'PLB-CATALOG-DIRECTORY-IGNORED': {
    message: 'The directory is ignored: {reason}.',
    cause: 'A removal or a copy by hand was not finished. GeoServer ignores such a directory as well.',
    remedy: 'Restore the missing file from a backup, or remove the directory when it is no longer needed.',
  },
  'PLB-CATALOG-DUPLICATE-ID': {
    message: 'The id {id} is already used by the {other}, so this file is ignored.',
    cause: 'A file or directory was copied by hand, and the copy kept the id of the original.',
    remedy: 'Remove the copy, or give it an id of its own.',
  },
  'PLB-CATALOG-MISPLACED': {
    message: 'The {object} should be kept in {expected}.',
    cause: 'A file or directory was renamed or copied by hand, or a rename was interrupted.',
    remedy: 'Move it there, or save the object again on its node and remove the old file.',
  },
  'PLB-CATALOG-TOO-MANY-FILES': {
    message: 'The data directory holds more than {limit} configuration files; the rest was not read.',
    cause: 'It is not a data directory, or something fills it without end.',
    remedy: 'Check that the directory is the right one.',
  },
} as const satisfies ErrorDefinitions

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
  'PLB-CATALOG-NAME-COLLIDES': {
    message:
      'The {object} cannot be kept apart from the {other} on every system: their names are one for some.',
    cause:
      'Windows and macOS do not tell upper from lower case in names of files, nor how accents are composed.',
    remedy: 'Give it a name that differs in more than that.',
  },
  'PLB-CATALOG-NAME-NOT-PORTABLE': {
    message: 'The {object} cannot be kept in a file on every system: {name} will not do, since {reason}.',
    cause: 'A node of the cluster may run on Windows, now or later, and could not follow.',
    remedy: 'Give it another name.',
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
    cause: 'A removal or a copy by hand was not finished. GeoServer does not load such a directory either.',
    remedy: 'Put back what is missing from a backup, or remove the directory when it is no longer needed.',
  },
  'PLB-CATALOG-FILE-IGNORED': {
    message: 'The file is ignored: {reason}.',
    cause: 'It was written by hand or by another program. GeoServer does not load it either.',
    remedy: 'Correct the file, or remove it when it is no longer needed.',
  },
  'PLB-CATALOG-DUPLICATE-ID': {
    message: 'The {object} has the id {id} of the one in {place}; it was read and goes by {here}.',
    cause: 'A file or directory was copied by hand, and the copy kept the id of the original.',
    remedy: 'Give the copy an id of its own. The next change made to it through Plumbline does that.',
  },
  'PLB-CATALOG-ID-MISSING': {
    message: 'The {object} has no id; it was read and goes by {here}.',
    cause: 'The file was written by hand. GeoServer makes up an id at each start.',
    remedy: 'Give it an id. The next change made to it through Plumbline does that.',
  },
  'PLB-CATALOG-DUPLICATE-NAME': {
    message: 'There is a {other} in {place} already, so this file and what belongs to it are ignored.',
    cause: 'A file or directory was copied by hand. GeoServer loads only one of several of the same name.',
    remedy: 'Remove the copy, or give it a name of its own.',
  },
  'PLB-CATALOG-NAMESAKE': {
    message:
      'There is a {other} with another id in {place} already, so this file and what belongs to it are ignored.',
    cause:
      'A file or directory came from a backup or from another node. GeoServer loads only one of several of the same name, and which one, the file system says.',
    remedy: 'Remove the file, or give it a name of its own, and reload the node.',
  },
  'PLB-CATALOG-DEFAULT-BY-NAME': {
    message: 'The default workspace is {name}, although {id} is not its id.',
    cause:
      'The workspace was made anew, or the file was copied from another node. GeoServer goes by the name.',
    remedy: 'Nothing has to be done; saving the workspace puts the id right.',
  },
  'PLB-CATALOG-DEFAULT-MISSING': {
    message: 'The default workspace is to be {name}, which does not exist here.',
    cause: 'The workspace was removed or renamed by hand. GeoServer has another default workspace then.',
    remedy: 'Choose the default workspace anew; that writes the file.',
  },
  'PLB-CATALOG-MISPLACED': {
    message: 'The {object} was read from here, although its name would put it in {expected}.',
    cause: 'A file or directory was renamed by hand, or an older GeoServer named it.',
    remedy: 'Nothing has to be done: GeoServer loads it from here, and changes are made here.',
  },
  'PLB-CATALOG-LINK-OUTSIDE': {
    message:
      'The link leads out of the data directory and was not followed, so what lies there was not read.',
    cause: 'A directory on another volume was linked into the data directory. GeoServer follows such links.',
    remedy: 'Mount the volume in this place instead of linking to it, or copy what it holds.',
  },
  'PLB-CATALOG-VERSION-1': {
    message: 'The {file} is of a GeoServer of version 1, whose data directories cannot be read.',
    cause: 'Since version 2.0, the configuration lies in global.xml and in the directory workspaces.',
    remedy: 'Start a GeoServer of version 2 on the directory once: it converts it.',
  },
  'PLB-CATALOG-UNSETTLED': {
    message:
      'Files in {directory} went on changing while they were read, so that it is not known what they hold.',
    cause: 'A GeoServer or somebody else writes into the directory without a pause.',
    remedy: 'Try again when it has come to rest; for a node that runs, let it read its directory again then.',
  },
  'PLB-CATALOG-TOO-MANY-FILES': {
    message: 'The data directory holds more than {limit} configuration files; the rest was not read.',
    cause: 'It is not a data directory, or something fills it without end.',
    remedy: 'Check that the directory is the right one.',
  },
} as const satisfies ErrorDefinitions

import type { ErrorDefinitions } from './definition.ts'

export const configurationErrors = {
  'PLB-CONFIGURATION-NO-DATA-DIRECTORY': {
    message: 'There is no data directory {path}.',
    cause: 'The path was mistyped, or the volume it lies on is not mounted.',
    remedy:
      'Check the path and the mount. Plumbline does not make the directory itself, because on an unmounted volume that would give the node a new identity.',
  },
  'PLB-CONFIGURATION-DIRECTORY-OUTSIDE': {
    message: 'CLUSTER_CONFIG_DIR is {value}, which leads out of the data directory {dataDirectory}.',
    cause: 'A relative path is meant relative to the data directory, and this one climbs out of it.',
    remedy: 'Set CLUSTER_CONFIG_DIR to an absolute path, or to one inside the data directory.',
  },
  'PLB-CONFIGURATION-DAMAGED': {
    message: '{path} cannot be read as a Java properties file. Line {line} holds {problem}.',
    cause: 'The file was edited with a program that changed its encoding, or it was overwritten.',
    remedy:
      'Correct line {line} of {path}, or put back the version from your backup. The file was not touched.',
  },
  'PLB-CONFIGURATION-INCOMPLETE': {
    message: 'The cluster configuration {path} does not say {missing}.',
    cause: 'The file is empty, was cut off while it was written, or was written by hand and left unfinished.',
    remedy:
      'Put back the file from your backup, or add {missing} to it. Nothing was written: a node with a made-up name, role or broker would harm its cluster.',
  },
  'PLB-CONFIGURATION-FOREIGN': {
    message: '{path} holds no key of the jms-cluster module: it belongs to {owner}.',
    cause: 'Other modules keep a file of the same name in the same place.',
    remedy:
      'Set CLUSTER_CONFIG_DIR to a directory of its own for this node. Nothing was written, and the node was not started.',
  },
  'PLB-CONFIGURATION-INVALID': {
    message: 'The cluster configuration {path} cannot be used: {problems}.',
    cause: 'A value was mistyped in the file or in an environment variable of the same name.',
    remedy: 'Correct each value named. Nothing was written.',
  },
  'PLB-CONFIGURATION-OVERRIDDEN': {
    message: '{keys} cannot be changed in {path}: set by environment variables of the same name.',
    cause: 'Such a variable goes before the file, so that the change would be undone at the next start.',
    remedy: 'Change or remove the environment variables {keys} where the node is started.',
  },
} as const satisfies ErrorDefinitions

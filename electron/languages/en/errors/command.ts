import type { ErrorDefinitions } from './definition.ts'

export const commandErrors = {
  'PLB-COMMAND-LOGIN-UNUSABLE': {
    message: 'No login can be read from {path}: {reason}.',
    cause: 'The file is to hold user:password on one line, readable by this account alone.',
    remedy: 'Write the file so, and take it from everybody else: chmod 600 {path}.',
  },
  'PLB-COMMAND-SECRET-UNUSABLE': {
    message: '{path} does not hold {what} and nothing else.',
    cause: 'What is secret is read from a file of one line, never from the command line.',
    remedy: 'Write the file so, and take it from everybody else: chmod 600 {path}.',
  },
  'PLB-COMMAND-NO-CLUSTER': {
    message: 'Nothing usable answers at {addresses}: {reason}',
    cause:
      'The address or the login is wrong, or no GeoServer there has the clustering module and names a broker.',
    remedy: 'Look at what `plumbline connect` says of these addresses.',
  },
  'PLB-HOOK-REFUSED': {
    message: '{hook} could not be told of a finding: {reason}.',
    cause: 'It is away, wants something else, or fails.',
    remedy: 'Try it by hand with JSON on its standard input, or in the body of a POST.',
  },
  'PLB-HOOK-NOT-TOLD': {
    message: 'The {hook} was not told that {id} was {event}: {reason}',
    cause: 'It refused, or did not answer, every time it was tried.',
    remedy: 'Mend it; what is open is told again when the command is started anew.',
  },
  'PLB-COMMAND-USAGE': {
    message: 'The command line is not understood: {reason}.',
    cause: 'A command, option or argument is missing, unknown or not of the form it should have.',
    remedy: '`{help}` shows what there is, with examples.',
  },
  'PLB-COMMAND-INTERRUPTED': {
    message: 'Interrupted by {signal}.',
    cause: 'Someone pressed Ctrl-C, or the system asked the command to end.',
    remedy: 'Run it again; what it has done already does no harm when it is done twice.',
  },
  'PLB-COMMAND-UNEXPECTED': {
    message: 'Something went wrong that Plumbline does not know: {reason}.',
    cause: 'This is a fault in Plumbline itself.',
    remedy: 'Report it with all of this output and with what you did; then try again.',
  },
  'PLB-COMMAND-NOT-A-DIRECTORY': {
    message: '{path} is not a directory.',
    cause: 'A file lies where a data directory was expected.',
    remedy: 'Name the directory that holds global.xml and workspaces.',
  },
  'PLB-COMMAND-DIRECTORY-UNREAD': {
    message:
      'One file of {path} could not be read ({files}), so nothing was planned. | {count} files of {path} could not be read ({files}), so nothing was planned.',
    cause: 'What such a file says nobody knows, and what is not read would be taken for what is not there.',
    remedy: 'Mend the files that were listed, or leave them out of the directory.',
  },
  'PLB-COMMAND-DIRECTORY-NOT-EMPTY': {
    message: 'The directory {path} is not empty, so nothing was written into it.',
    cause: 'Files of an earlier export would stay and count as configuration.',
    remedy: 'Name a directory that does not exist or is empty.',
  },
  'PLB-COMMAND-LINE-DAMAGED': {
    message: 'Line {line} of {file} is not an archived message: {reason}.',
    cause: 'The file was cut off or edited, or it is another kind of file.',
    remedy: 'Archive the messages again, or take the line out if its message does not matter.',
  },
  'PLB-COMMAND-NO-SUCH-CODE': {
    message: 'There is no error {code}.',
    cause: 'The code was mistyped, or it comes from another version of Plumbline.',
    remedy: '`plumbline errors` lists all codes.',
  },
} as const satisfies ErrorDefinitions

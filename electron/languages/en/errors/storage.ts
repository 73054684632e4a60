import type { ErrorDefinitions } from './definition.ts'

export const storageErrors = {
  'PLB-STORAGE-PATH-OUTSIDE': {
    message: '{path} does not lie inside {root}, so it was not touched.',
    cause: 'A name holds "..", a separator or a drive letter, or a symbolic link leads out of the directory.',
    remedy:
      'Look at the name or the link: if the link is meant, point Plumbline at the real directory instead of {root}.',
  },
  'PLB-STORAGE-NAME-REFUSED': {
    message: '{name} cannot be a file name in a data directory: {reason}.',
    cause: 'GeoServer names files after the objects they hold and could never have made this one.',
    remedy:
      'Give the object the file is named after another name where it gets its name: in your change, or on the master the change came from.',
  },
  'PLB-STORAGE-NOT-WATCHED': {
    message: 'The system does not say when {path} changes: {reason}.',
    cause: 'Every system watches a limited number of directories, and on some volumes none.',
    remedy:
      'Nothing is missed: what is not watched is looked at every half minute. On Linux, raise fs.inotify.max_user_watches to see changes at once.',
  },
  'PLB-STORAGE-NAME-COLLIDES': {
    message:
      '{name} cannot be kept apart from {other} in {directory}: the file system takes both for one name.',
    cause:
      'It ignores case, or how accents are composed; the node that sent this keeps its files on one that does not.',
    remedy:
      'Give one of the two another name on the master, or move this data directory to a file system that tells them apart.',
  },
  'PLB-STORAGE-FILE-MISSING': {
    message: 'Could not {operation} {path}: there is no such file or directory.',
    cause: 'It was removed or renamed by someone else, or the path was mistyped.',
    remedy: 'Check that {path} exists and that the volume it lies on is mounted.',
  },
  'PLB-STORAGE-ACCESS-DENIED': {
    message: 'Could not {operation} {path}: {reason}.',
    cause: 'The account Plumbline runs under has no right to do this, or the volume is mounted read-only.',
    remedy: 'Give that account the right to read and write {path} and its directory, then try again.',
  },
  'PLB-STORAGE-FULL': {
    message: 'Could not {operation} {path}: the volume or the quota is full.',
    cause: 'There is no room left for the new content. What was there before is untouched.',
    remedy: 'Free space on the volume that holds {path}, then try again.',
  },
  'PLB-STORAGE-FILE-TOO-LARGE': {
    message: '{path} is larger than the {limit} bytes Plumbline reads of such a file.',
    cause: 'The file is damaged, or it is not the kind of file its name says.',
    remedy: 'Look at {path}; if something else filled it, put back the version from your backup.',
  },
  'PLB-STORAGE-NOT-A-FILE': {
    message: 'Could not read {path}: it is not a regular file.',
    cause: 'A directory, pipe or device lies where a file was expected.',
    remedy: 'Remove or rename {path}, or put back the file that belongs there.',
  },
  'PLB-STORAGE-FAILED': {
    message: 'Could not {operation} {path}: {reason}.',
    cause: 'The operating system refused or the disk failed. What was there before is untouched.',
    remedy: 'Check the health of the disk and the system log, then try again.',
  },
  'PLB-STORAGE-DATABASE-IN-USE': {
    message: 'The database {path} is already open in process {pid} on {host}, since {since}.',
    cause: 'Two Plumbline processes were pointed at the same node or profile. Only one may write at a time.',
    remedy: 'Close the other Plumbline (process {pid} on {host}), or give this one a directory of its own.',
  },
  'PLB-STORAGE-DATABASE-NEWER': {
    message:
      'The database {path} was written by a newer Plumbline (format {found}; this one knows up to {known}).',
    cause: 'Plumbline was downgraded, or the directory came from a machine with a newer one.',
    remedy: 'Install the newer Plumbline again. The database was not touched.',
  },
  'PLB-STORAGE-DATABASE-DAMAGED': {
    message: 'The database {path} is damaged: {reason}.',
    cause: 'The disk failed, the volume was cut off while writing, or another program wrote into the file.',
    remedy:
      'Restart Plumbline: it sets the damaged file aside under a dated name and starts a new one. Check the disk.',
  },
  'PLB-STORAGE-DATABASE-UNSOUND': {
    message: 'A check of the whole database {path} found damage: {reason}.',
    cause: 'The disk failed, or another program wrote into the file. What is read from there may be wrong.',
    remedy:
      'Stop the node, move {path} away and start it again: it begins a new one and says what that means. Check the disk, and compare the nodes.',
  },
  'PLB-STORAGE-DATABASE-GONE': {
    message: 'The database {path} was deleted or replaced while it was open.',
    cause:
      'Somebody emptied the directory, or a volume was unmounted. Nothing more is written, since it would be lost with the process.',
    remedy:
      'If it was moved, put it back. If it is lost, restart Plumbline, which begins a new one and says what that means, then compare the nodes.',
  },
  'PLB-STORAGE-DATABASE-UNKNOWN': {
    message: 'The database {path} was made by something else: it has no {missing}.',
    cause: 'Another program, or a Plumbline that was never released, made the file.',
    remedy: 'Move {path} away to start with an empty one, or put back the one that belongs there.',
  },
  'PLB-STORAGE-DATABASE-UNAVAILABLE': {
    message: 'Could not open or write the database {path}: {reason}.',
    cause: 'The directory does not exist, or the account Plumbline runs under may not write in it.',
    remedy: 'Give that account the right to write {path} and the directory it lies in, then try again.',
  },
  'PLB-STORAGE-DATABASE-BUSY': {
    message: 'The database {path} was locked by another program for too long.',
    cause: 'A backup or a database browser holds a lock on it.',
    remedy: 'Close the program that has {path} open, then try again.',
  },
  'PLB-STORAGE-MIGRATION-FAILED': {
    message: 'The database {path} could not be brought from format {from} to format {to}: {reason}.',
    cause: 'It holds something this version of Plumbline did not expect. It was left in its old format.',
    remedy:
      'Go back to the Plumbline that wrote it, and report this together with the version you came from.',
  },
  'PLB-STORAGE-ROW-UNEXPECTED': {
    message: 'The database {path} holds a row Plumbline does not understand: {reason}.',
    cause: 'Another program changed the database, or Plumbline has a fault.',
    remedy: 'Restore {path} from a backup, or move it away to start with an empty one, and report this.',
  },
  'PLB-STORAGE-KEY-INVALID': {
    message: 'The key in {source} cannot be used: it must be 32 bytes in base64.',
    cause: 'It was cut off, changed or made another way.',
    remedy:
      'Put back the key that was used before (secrets stored with it cannot be read with another), or make one with: openssl rand -base64 32',
  },
  'PLB-STORAGE-KEY-MISSING': {
    message: 'The key file {path} is gone, and what was sealed with it cannot be read.',
    cause: 'It was deleted or left behind when the directory was copied. No new key was made in its place.',
    remedy:
      'Put the key back from a backup. If it is lost, move the database beside it away, start with a new one, and compare the nodes.',
  },
  'PLB-STORAGE-KEY-EXPOSED': {
    message: 'The key file {path} can be read by other accounts (permissions {mode}), so it was not used.',
    cause: 'It was copied or restored without its permissions.',
    remedy: 'Run: chmod 600 {path}. If others may have read it, replace the passwords it protects.',
  },
  'PLB-STORAGE-SECRET-OTHER-KEY': {
    message: 'A stored secret was sealed with another key than the one in {source}.',
    cause: 'The key was replaced, or the data came from another machine.',
    remedy: 'Put back the key that was used before, or enter the passwords again.',
  },
  'PLB-STORAGE-SECRET-DAMAGED': {
    message: 'A stored secret was changed since it was sealed, or is no sealed secret at all.',
    cause: 'The file that holds it was damaged or edited.',
    remedy: 'Enter the password again, or restore the file that holds it from a backup.',
  },
} as const satisfies ErrorDefinitions

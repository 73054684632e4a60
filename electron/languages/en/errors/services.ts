import type { ErrorDefinitions } from './definition.ts'

export const serviceErrors = {
  'PLB-CLUSTER-NOT-OPEN': {
    message: 'No cluster is open.',
    cause: 'It was closed in another window, or none was opened yet.',
    remedy: 'Open a profile on the welcome screen, or start the demo cluster.',
  },
  'PLB-CLUSTER-TOO-MANY': {
    message: 'No more than {limit} clusters can be open at a time.',
    cause: 'Each cluster that is open has connections, an archive and threads of its own.',
    remedy: 'Close a cluster in the list of clusters, then open this one.',
  },
  'PLB-CLUSTER-NODE-UNKNOWN': {
    message: 'The cluster has no node named {instanceName}.',
    cause: 'It was removed from the profile, or got another instance name.',
    remedy: 'Look at the list of nodes; a node appears there once it was added or sent a message.',
  },
  'PLB-CLUSTER-ACTION-REFUSED': {
    message: '{instanceName}: {reason}.',
    cause: 'The action would lose changes or damage the cluster.',
    remedy: 'Look at the actions the node offers; each says why it is not allowed.',
  },
  'PLB-APP-NO-PLACE': {
    message: 'Neither {directory} nor a temporary directory can be written: {reason}.',
    cause: 'The account may write nowhere, or the volumes are full or read-only.',
    remedy:
      'Name a directory the account may write with PLUMBLINE_STATE_DIR, or one for temporary files with TMPDIR.',
  },
  'PLB-APP-STATE-TEMPORARY': {
    message:
      '{directory} {reason}. Settings and profiles are kept only until Plumbline ends, and messages are neither taken nor hosted.',
    cause:
      'Its volume is full or read-only, or another Plumbline has it open. Messages taken into a temporary directory would be lost with it.',
    remedy:
      'Remove the reason and start Plumbline again, or name another directory with PLUMBLINE_STATE_DIR. Messages wait at the broker.',
  },
  'PLB-PROFILE-UNKNOWN': {
    message: 'There is no profile {id}.',
    cause: 'It was removed, perhaps in another window.',
    remedy: 'Choose another profile, or import it again from its file.',
  },
  'PLB-PROFILE-REFUSED': {
    message: 'The profile was not saved: {reason}.',
    cause: 'A value cannot be used as it is.',
    remedy: 'Correct the value and save the profile again.',
  },
  'PLB-PROFILE-PASSWORD-AGAIN': {
    message: 'The kept password was not given for {where}.',
    cause: 'The address was changed, and a kept password goes only where it was given for.',
    remedy: 'Type the password again for the new address.',
  },
  'PLB-PROFILE-FILE-INVALID': {
    message: 'The profile file cannot be used: {reason}.',
    cause: 'It is another kind of file, was cut off, or comes from a newer Plumbline.',
    remedy:
      'Export the profile again where it comes from and import that file; a newer one needs a newer Plumbline.',
  },
  'PLB-PROFILE-FILE-ENCRYPTED': {
    message: 'The profile file is encrypted.',
    cause: 'It was exported with its passwords.',
    remedy: 'Enter the passphrase it was exported with.',
  },
  'PLB-PROFILE-FILE-LOCKED': {
    message: 'The passphrase does not open the profile file.',
    cause:
      'It was exported with another one, was changed since, or is encrypted to a key instead of a passphrase.',
    remedy: 'Enter the passphrase it was exported with, or have it exported again.',
  },
  'PLB-SECRET-UNAVAILABLE': {
    message: 'The password kept under {reference} cannot be read: {reason}.',
    cause: 'The key chain is locked, or the profile came from another machine or account.',
    remedy: 'Enter the password in the profile again.',
  },
  'PLB-SECRET-REFUSED': {
    message: 'The key chain of the system did not take the password: {reason}.',
    cause: 'The key chain is locked, or the question whether Plumbline may use it was answered with no.',
    remedy: 'Unlock the key chain, allow Plumbline to use it, and save the profile again.',
  },
  'PLB-WORKER-FAILED': {
    message: 'Could not finish {work}: {reason}.',
    cause: 'Its thread ended before it was done, usually for want of memory.',
    remedy: 'Try again; if it happens again, make a support bundle and report it.',
  },
  'PLB-RESYNC-PLAN-UNKNOWN': {
    message: 'The plan of this resync is gone.',
    cause: 'The cluster was closed since, or a newer plan for the same node replaced it.',
    remedy: 'Compare again and review the new plan.',
  },
  'PLB-RESYNC-RUNNING': {
    message: 'A resync of {instanceName} is running already.',
    cause: 'It was started in another window.',
    remedy: 'Wait for it to end, or cancel it first.',
  },
  'PLB-BROKERS-CANNOT-DELETE': {
    message: 'The queue {queue} cannot be deleted here: {reason}.',
    cause: 'STOMP has no way to delete a queue, and queues of nodes are needed.',
    remedy:
      'Look for its name in the list of queues. One that is there, and that no node uses for sure, can be deleted in the console of the broker.',
  },
  'PLB-BROKERS-CANNOT-MAKE': {
    message: 'The queue {queue} cannot be made: {reason}.',
    cause:
      'A queue is made here for a node that has none at the broker of the cluster; where each GeoServer has its own broker, each makes its own.',
    remedy: 'Look at what queues there are, and name that of a node: Consumer.<instance name>.<topic>.',
  },
  'PLB-BROKERS-JOLOKIA': {
    message: 'The management of the broker at {url} does not answer as it should: {reason}.',
    cause: 'It is not there, lets nobody of that name in, or is none of an ActiveMQ.',
    remedy:
      'Check the address (its console has it at /api/jolokia) and the login, in the profile or behind --jolokia and --jolokia-login; what the broker itself tells is shown meanwhile.',
  },
  'PLB-APP-NOT-AGREED': {
    message: 'Nothing was done: it was not agreed to by naming {shown}.',
    cause:
      'What takes effect outside of Plumbline, or cannot be undone, needs the name of what it is done to.',
    remedy: 'Look at what is shown now, and name it if that is what is meant.',
  },
  'PLB-DIAGNOSTICS-NO-FIX': {
    message: 'There is nothing to fix for {check}.',
    cause: 'The check passes by now, or cannot be fixed from here.',
    remedy: 'Run the checks again.',
  },
  'PLB-DEMO-NOT-OPEN': {
    message: 'The demo cluster is not open.',
    cause: 'Another cluster is open; only files of the demo are ever damaged on purpose.',
    remedy: 'Start the demo cluster on the welcome screen.',
  },
} as const satisfies ErrorDefinitions

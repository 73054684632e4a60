import type { ErrorDefinitions } from './definition.ts'

export const engineErrors = {
  'PLB-ENGINE-NOTHING-TO-CHANGE': {
    message: 'Nothing is to be changed.',
    cause: 'Everything is as it was to be already.',
    remedy: 'Nothing has to be done.',
  },
  'PLB-ENGINE-NOT-A-MASTER': {
    message: '{instanceName} is a slave; it accepts changes from its master only.',
    cause:
      'A change made on a slave reaches no other node and is overwritten by the next change of the master.',
    remedy:
      'Make the change on a master of the group {group}, or set toggleMaster=true and restart the node.',
  },
  'PLB-ENGINE-RELOAD-ON-MASTER': {
    message: '{instanceName} is a master and is not reloaded.',
    cause:
      'What a reload finds in the files of a master was never published; its slaves would drift from it.',
    remedy:
      'Make the change through the node, so that it is published; or restart the node as a slave first.',
  },
  'PLB-ENGINE-EDIT-REFUSED': {
    message: 'The change was refused: {reason}.',
    cause: 'The configuration would not be one GeoServer can work with.',
    remedy: 'Correct the change and try again; nothing was changed.',
  },
  'PLB-ENGINE-EDIT-UNFINISHED': {
    message: 'The change is accepted, but not finished: {reason}',
    cause: 'The disk filled up, or refused to be written, in the middle of the change or of taking it back.',
    remedy:
      'Make room. The rest is written by itself then, before any other change; do not ask for it again.',
  },
  'PLB-ENGINE-DIRECTORY-EMPTIED': {
    message:
      'The configuration was taken away from under the node: {missing} of {objects} objects have no file in {directory} any more, {path} among them.',
    cause:
      'Somebody emptied the directory, or its volume was unmounted. The node takes and accepts nothing until the files are back.',
    remedy:
      'Put the files back or mount the volume; the node goes on by itself. If they are lost, have a slave read its directory again and resync it, or restart the master from a backup.',
  },
  'PLB-ENGINE-OBJECT-NOT-FOUND': {
    message: 'There is no {kind} named {name}.',
    cause: 'It was renamed or removed, or the name lacks its workspace.',
    remedy: 'Give the name with its workspace (topp:roads), as it is spelled on the master.',
  },
  'PLB-ENGINE-IN-USE': {
    message: '{object} is still in use by {dependants}.',
    cause: 'Removing it would leave something behind that refers to nothing.',
    remedy: 'Remove those first, or remove all of them together with --recurse.',
  },
  'PLB-ENGINE-STYLE-BODY-TOO-LARGE': {
    message: 'The body of the style has {bytes} bytes, more than the {limit} allowed in a message.',
    cause: 'Messages carry configuration only. A body this large usually has data or images embedded.',
    remedy:
      'Move what is embedded into files the style refers to, and distribute those files outside the cluster.',
  },
  'PLB-ENGINE-STYLE-BROKEN': {
    message: 'The style was refused, since GeoServer cannot draw with its body: {problem}',
    cause: 'A tag, a bracket or a quotation mark is missing, or the body is written in another language.',
    remedy:
      'Correct the body. Whoever is certain that GeoServer takes it publishes it anyway, which the history keeps: with --publish-anyway, or with the switch of the review.',
  },
  'PLB-ENGINE-PLAN-CHANGED': {
    message: 'The change would not do any more what was agreed to; nothing was changed.',
    cause:
      'What it is about, or what goes along with it, was changed after its plan was shown; or the node was started again since.',
    remedy: 'Look at what it would do now, and agree to that.',
  },
  'PLB-ENGINE-SET-REFUSED': {
    message: 'Edit {number} of {count} cannot be made: {reason}',
    cause: 'Edits that are published together are made all or none, each on what those before it leave.',
    remedy: 'Correct that edit or leave it out; the others stay as they are until all of them can be made.',
  },
  'PLB-ENGINE-NAME-NEEDED': {
    message: 'What goes with {name} cannot be taken back as a whole; nothing was changed.',
    cause:
      'A password is among it that only another node can read, or it is more than one change can bring back.',
    remedy:
      'Look at what goes along, and give the name {name} for it: in the review, or with --yes {name} on the command line.',
  },
  'PLB-ENGINE-EVENT-UNEXPECTED': {
    message: 'The event could not be applied because of a fault of Plumbline ({fault}).',
    cause: 'The event holds something Plumbline was not made for. Those behind it were not held up.',
    remedy: 'Report it with the raw message, then resync the node: the message itself is kept.',
  },
  'PLB-ENGINE-NEEDED-OBJECT-REFUSED': {
    message: 'The event needs the {needed}, which is not here because its own event failed: {reason}',
    cause: 'What one object needs is another; without that one this event has no place to go.',
    remedy: 'Put right on the master what the failed event brought, then resync this node.',
  },
  'PLB-ENGINE-INSTANCE-NAME-IN-USE': {
    message: 'The instance name {instanceName} is in use by {owner}.',
    cause: 'Two nodes with one name would take messages from each other and ignore each other.',
    remedy: 'Give this node another instanceName in {file}, or stop the other node.',
  },
  'PLB-ENGINE-INSTANCE-NAME-SHARED': {
    message: 'Another node uses the instance name {instanceName}: it published a message on {sentAt}.',
    cause:
      'A GeoServer runs with a copy of this cluster.properties. Both take messages from one queue, so each misses what the other took.',
    remedy: 'Give one of the two another instanceName, restart it, then compare both with their master.',
  },
  'PLB-ENGINE-BROKER-NOT-REACHED': {
    message: 'The broker {broker} was not reached (attempts: {attempts}).',
    cause: 'It is not running, or it is not reachable from here; the reason of the last attempt is below.',
    remedy: '{advice} connection.retry and connection.maxwait say how long to wait.',
  },
  'PLB-ENGINE-NODE-NOT-RUNNING': {
    message: 'No node is running on {directory}.',
    cause: 'The node was not started, was stopped, or keeps its cluster configuration elsewhere.',
    remedy:
      'Start it with `plumbline node --data-dir {directory}`, or set CLUSTER_CONFIG_DIR as the node has it.',
  },
  'PLB-ENGINE-CONTROL-FAILED': {
    message: 'The node on {directory} did not answer as it should: {reason}.',
    cause: 'It was stopped in the middle of the call, or it runs another version of Plumbline.',
    remedy: 'Look at the output of the node and try again.',
  },
  'PLB-ENGINE-CONTROL-UNPROVED': {
    message: 'What answers in place of the node on {directory} could not prove that it is the node.',
    cause: 'The node was killed, and another program listens on the port it had. Nothing was told to it.',
    remedy: 'Start the node again with `plumbline node --data-dir {directory}`, then try again.',
  },
  'PLB-ENGINE-CONTROL-LOST': {
    message: 'The node on {directory} was asked, and the connection was lost before it answered.',
    cause: 'It was stopped or killed in the middle of the call. Whether it did what was asked is not known.',
    remedy: 'Look with `plumbline status --data-dir {directory}` once it runs again.',
  },
  'PLB-ENGINE-EDIT-UNKNOWN': {
    message:
      'It is not known whether the change {request} was made: the node on {directory} was lost before it answered.',
    cause: 'It was stopped or killed after it was asked. What it had accepted it finishes at its next start.',
    remedy:
      'Start the node and repeat the command with `--request {request}`: that makes the change once only and says what came of it.',
  },
  'PLB-ENGINE-REQUEST-REUSED': {
    message: 'The request {request} was for another change: {summary}.',
    cause: 'An id stands for one change, so that it can be repeated without making it twice.',
    remedy: 'Leave out --request; every change gets an id of its own.',
  },
  'PLB-ENGINE-SAME-DIRECTORY': {
    message: 'The slave and its reference are the same directory, {directory}.',
    cause: 'A resync compares two nodes.',
    remedy: 'Name the data directory of the master, or of a true replica, as the reference.',
  },
  'PLB-ENGINE-REFERENCE-UNREADABLE': {
    message: 'The reference {directory} cannot be read as a whole: {path}: {reason}',
    cause:
      'What cannot be listed would look as if the reference did not have it, and be removed from the slave.',
    remedy: 'Mend the reference first, or name another directory that holds all of the configuration.',
  },
  'PLB-ENGINE-REFERENCE-UNSETTLED': {
    message: 'The reference {directory} does not come to rest: it changed each time it was read.',
    cause: 'Something keeps writing into it: a restore, a copy, or one change after the other on its node.',
    remedy: 'Wait until that is over, then compare again.',
  },
  'PLB-ENGINE-REFERENCE-SHRUNK': {
    message:
      'The reference {directory} lost an object since it was read first: {object}. | The reference {directory} lost {count} objects since it was read first, among them {object}.',
    cause:
      'They were removed on it meanwhile, its files are being replaced, or its volume is gone. Nothing more was sent; what was sent before is applied.',
    remedy: 'Look at the reference. When it is as it should be, compare again and review the new plan.',
  },
  'PLB-ENGINE-REFERENCE-EMPTY': {
    message: 'The reference {directory} holds no configuration.',
    cause: 'The path was mistyped, or the volume it lies on is not mounted.',
    remedy: 'Name the data directory of the master, or of a true replica.',
  },
  'PLB-RESYNC-PLAN-OUTDATED': {
    message:
      'The resync of {instanceName} would now do one thing that the plan did not show: {steps}. | The resync of {instanceName} would now do {count} things that the plan did not show, first: {steps}.',
    cause: 'Objects were removed from the reference since, or changed on one of both.',
    remedy: 'Compare again and review the new plan. Nothing was sent.',
  },
  'PLB-ENGINE-RESYNC-TIMEOUT': {
    message: 'The slave {instanceName} took {taken} of {sent} events and then no more for {seconds} s.',
    cause: 'It is not running, is not connected to the broker, or cannot write its data directory.',
    remedy:
      'Start the slave or look at its output; the remaining events wait in its queue and are applied then.',
  },
} as const satisfies ErrorDefinitions

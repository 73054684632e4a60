/** Commands that compare and change what nodes hold. */
export const catalogCommands = {
  edit: {
    summary: 'change the configuration through a running master',
    description:
      'Adds, modifies or removes an object of the catalog, or makes a workspace the default. The master ' +
      'running on the data directory accepts the change, writes it and publishes it, at the latest when its ' +
      'broker is back. Prints a line for each event published. What goes along with a removal is listed ' +
      'first, and the name of the object asked for where not all of it could come back, such as a password only ' +
      'another node can read. The body of a style is ' +
      'checked by its language. A GeoServer that is a master is changed over REST. Kinds: workspace, ' +
      'dataStore, coverageStore, wmsStore, wmtsStore, featureType, coverage, wmsLayer, wmtsLayer, layer, ' +
      'layerGroup, style, settings, service, global, logging, namespace. Names carry their workspace ' +
      '(topp:roads). A slave refuses all of this. history lists what was changed of an object, each change with ' +
      'its number; undo takes back what one of them changed, with all that was changed together with it, and leaves ' +
      'what was changed since; again makes one of them once more, on top of what the object is by now. duplicate adds a copy under the name of --as. Several ' +
      'edits are one change, made all or none, published and taken back as one: a name with * stands for every ' +
      'object it fits, and several reads a list of edits from --input, each with verb, kind, name, input, body, ' +
      'recurse. What was changed on GeoServers is kept with the saved cluster, for the app and these three alike.',
    parameters: {
      verb: 'what to do',
      kind: 'what kind of object, such as layer or data-store',
      name: 'which one; for an added one, how it is to be called',
      on: 'without --data-dir: which node of the cluster (default: its only master)',
      wait: 'of a GeoServer: look until its slaves have the change; exits with 1 when one has not',
      input: 'its properties as XML or JSON, with the names of GeoServer; - for standard input',
      set:
        'one property; a list may be given item by item, an entry as connectionParameters.host=…; other users ' +
        'of this machine can see it, so give passwords with --input',
      change: 'for undo and again: which change, as history lists them (default: the latest)',
      whole: 'for undo: go back to how it was before that change, with all that was changed since',
      body: 'the rules of a style (SLD, CSS, …)',
      service: 'for a service: wms, wfs, wcs, wmts, wps, csw',
      as: 'for duplicate: what the copy is called, without its workspace',
      reason: 'why, for the history and the audit',
      recurse: 'remove what depends on the object, too',
      request: 'repeats the change of that id, which is made once only (default: a new id)',
      yes:
        'agree to a removal that takes others along, by the full name of the object (topp, topp:roads); asked ' +
        'for on a terminal, needed where nobody can be asked',
      publishAnyway: 'publish a style although GeoServer cannot draw with its body; the history says so',
      dryRun: 'only show what would be changed and published',
      author: 'for the history (default: the current user)',
    },
    examples: [
      'add a workspace',
      'give a layer another style',
      'add a store with its password, from a file',
      'add a style',
      'see what would go along with a workspace',
      'remove it and all in it, in a script',
      'take the latest change of a group back',
      'add a copy of a layer and its feature type',
      'change one property of many layers, with the reason',
      'make the edits of a file as one change',
    ],
  },
  export: {
    summary: 'write the configuration as a directory',
    description:
      'Writes what a node holds, or one workspace of it with all that refers to, into an empty directory, in ' +
      "GeoServer's own format and with its passwords hidden, to be kept among other code.",
    parameters: {
      directory: 'where to, a directory that is empty or not there yet',
      from: 'without --data-dir: which node of the cluster (default: its only master)',
      workspace: 'only this workspace, with what it refers to',
    },
    examples: ['write all of it', 'write one workspace'],
  },
  plan: {
    summary: 'make a master hold what a directory says, or only see what differs',
    description:
      'Shows the one change that would make a master hold what a directory says, in the format of GeoServer ' +
      'and of export. Objects are the same when their kinds and names are; a hidden password keeps the one ' +
      'that is stored. With --apply the change is made, by the rules and agreements of edit. Exits with 0 when ' +
      'there is nothing to change, or it was changed, with 1 when there is, and with 2 when it would be refused.',
    parameters: {
      directory: 'what it is to hold',
      on: 'without --data-dir: which node of the cluster (default: its only master)',
      workspace: 'for --remove: only in this workspace',
      remove: 'also remove what the directory does not have',
      apply: 'make the change',
      reason: 'why, for the history and the audit',
      yes:
        'agree to a removal that takes others along, by the full name of the first such object; asked for on a ' +
        'terminal, needed where nobody can be asked',
      author: 'for the history (default: the current user)',
    },
    examples: [
      'see what differs, as a step of continuous integration',
      'see all that differs in a workspace, with a program',
      'make it so',
    ],
  },
  drift: {
    summary: 'compare the slaves of a cluster with their master',
    description:
      'Compares every slave of a cluster, or those that are named, with its master, object by object and ' +
      'property by property. Nothing is changed. Exits with 0 when all equal it, with 1 when one differs, ' +
      'and with 2 when one could not be compared. Passwords are compared but never shown.',
    parameters: {
      slaves: 'which ones (default: all that can be read)',
      from: 'what they should equal (default: their master)',
    },
    examples: [
      'see whether the slaves of a saved cluster equal their master',
      'look at GeoServers by their addresses, in a script',
    ],
  },
  maps: {
    summary: 'look at the maps nodes draw, and compare them',
    description:
      'Asks each GeoServer of a cluster, or those that are named, as map clients do: for the capabilities of WMS, WFS and ' +
      'WCS, and for a small picture of each layer. Compares them with those of the master, and names the layers that ' +
      'fail, are missing or look different. Nothing is changed. Exits with 0 when nothing is wrong, with 1 when ' +
      'something is, and with 2 when a node could not be asked.',
    parameters: {
      nodes: 'which ones (default: all that draw maps)',
      layer: 'only this layer, as the capabilities name it: topp:roads; may be given several times',
    },
    examples: [
      'look at the maps of a saved cluster',
      'look at one layer on GeoServers by their addresses, in a script',
    ],
  },
  diff: {
    summary: 'compare two data directories',
    description:
      'Compares what two data directories hold, object by object and property by property. Exits with 0 ' +
      'when nothing differs and with 1 when something does or could not be read. Passwords are compared but ' +
      'never shown. Nodes that run on the directories of a master and its slave, and say that events may be ' +
      'missing, hear when nothing differs.',
    parameters: {
      left: 'what it should be, usually of the master',
      right: 'what it is, usually of a slave',
    },
    examples: ['see in what a slave has drifted', 'read the differences with a program'],
  },
  resync: {
    summary: 'make one slave equal to its master again',
    description:
      'Compares the data directory of a slave with that of its master, or of another true replica, shows ' +
      'what differs and what would be sent, asks, sends it to the queue of this one slave, waits until the ' +
      'slave has applied it, and compares again. No other node receives anything. Exits with 0 when the ' +
      'slave was proved equal, with 1 when something still differs (with --dry-run: when something ' +
      'differs). Interrupting it ends it between two operations; what was sent is applied all the same.',
    parameters: {
      slave: 'data directory of the slave, which must run',
      from: 'data directory of what it should equal',
      broker: "the slave's broker (default: the one the slave is connected to)",
      byFiles: 'of a GeoServer: everything by files and one reload, as a new or emptied one is filled',
      reload: 'of a GeoServer: also what needs files written and a reload, which is left out otherwise',
      leaveOut: 'an operation that is not to be done, by its key in the plan with --json',
      dryRun: 'only show what differs and what would be sent',
      yes: 'do not ask; needed where nobody can be asked',
    },
    examples: [
      'see what a resync would do',
      'do it, after a question',
      'do it in a script',
      'bring a GeoServer back',
    ],
  },
  reload: {
    summary: 'let a running slave read its data directory again',
    description:
      'Lets the slave running on a data directory read it again, after someone changed files by hand. A ' +
      'master is never reloaded: what it would find was never published. Exits with 0 when everything could ' +
      'be read, with 1 when something could not.',
    parameters: {},
    examples: ['reload a slave'],
  },
  apply: {
    summary: 'apply archived messages to a data directory',
    description:
      'Applies the messages of an archive to a data directory as a slave would, whoever sent them. The ' +
      'whole archive is checked before anything is written. Applying it twice does no harm. Exits with 0 ' +
      'when every message was applied or had nothing to say, and with 1 when some failed or still wait. It ' +
      'refuses a directory a node of Plumbline is running on; stop a GeoServer that uses it first.',
    parameters: {
      archive: 'archived messages, one JSON object a line',
      dataDir: 'the data directory; it must exist',
      until: 'stop after the message with this seq',
      verbose: 'also tell what is worth knowing of applied messages',
    },
    examples: ['bring a copy up to date', 'see how it was after message 83'],
  },
} as const

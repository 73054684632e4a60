import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { parseXml } from '../../electron/xml/parse.ts'
import { directoryRoot, filesBelow, goldenPath, type GoldenVersion } from '../support/data-directories.ts'
import { masterMessages, type RecordedMessage } from '../support/recorded-messages.ts'
import {
  applyMessages,
  copyOfGolden,
  danglingReferences,
  driftBetween,
  formsOf,
  replicaIn,
} from '../support/replicas.ts'

/** Clusters of real GeoServers, and up to which message their master had come when its directory was copied. */
const recordings = [
  { version: '2.26', moments: { 'after-build-up': 83, 'after-teardown': 127 } },
  { version: '2.27', moments: { mid: 133, end: 213 } },
] as const

describe.each(
  recordings.flatMap(({ version, moments }) =>
    Object.entries(moments).map(([moment, last]) => ({ version, moment, last })),
  ),
)('the master of $version at $moment', ({ version, moment, last }) => {
  const master = goldenPath(`${moment}/master`, version)
  const recorded = masterMessages(version).filter(({ seq }) => seq <= last)

  it('is what a replica of the seed becomes by its messages', () => {
    const path = copyOfGolden('seed/master', version)
    const outcomes = applyMessages(replicaIn(path), recorded)
    expect(outcomes.filter(({ outcome }) => outcome.outcome === 'parked')).toEqual([])
    const drift = driftBetween(master, path)
    expect(drift.entries).toEqual(untold[`${version} ${moment}`] ?? [])
    expect(drift.compared).toBeGreaterThan(10)
  })

  it('has the very same files, save for what no message tells', () => {
    const path = copyOfGolden('seed/master', version)
    applyMessages(replicaIn(path), recorded)
    const ours = filesBelow(path)
    const theirs = filesBelow(master)
    expect([...ours.keys()]).toEqual([...theirs.keys()])
    const different = [...theirs].flatMap(([file, content]) =>
      ours.get(file) === content ? [] : [{ file, ...differentLines(content, ours.get(file) ?? '') }],
    )
    expect(different).toEqual(untoldLines[`${version} ${moment}`])
  })

  it('is what its real slave becomes when it is given all messages once more', () => {
    const path = copyOfGolden(`${moment}/slave`, version)
    expect(driftBetween(master, path).equal).toBe(false)
    applyMessages(replicaIn(path), recorded)
    expect(driftBetween(master, path).entries).toEqual(untold[`${version} ${moment}`] ?? [])
  })

  it('is what it becomes again when it is given all messages once more', () => {
    const path = copyOfGolden('seed/master', version)
    const replica = replicaIn(path)
    applyMessages(replica, recorded)
    const once = filesBelow(path)
    applyMessages(replica, recorded)
    expect(driftBetween(master, path).entries).toEqual(untold[`${version} ${moment}`] ?? [])
    expect(withoutSetAside(filesBelow(path))).toEqual(withoutSetAside(once))
  })
})

/** What differs because no message told it: the stock master cannot publish a change of the default workspace. */
const untold: Readonly<Record<string, readonly unknown[]>> = {
  '2.27 mid': [{ type: 'defaultWorkspace', left: 'alpha', right: 'base' }],
}

/** Each node encrypts with its own key. */
const password = (file: string, clear: string) => ({
  file,
  theirs: [expect.stringMatching(/^<entry key="passwd">crypt1:[^<]+<\/entry>$/)],
  ours: [`<entry key="passwd">plain:${clear}</entry>`],
})
const passwordOfCascade = {
  file: 'workspaces/alpha/casc/wmsstore.xml',
  theirs: [expect.stringMatching(/^<password>crypt1:[^<]+<\/password>$/)],
  ours: ['<password>plain:y</password>'],
}

/** False is what a group means that does not say whether it is queried. */
const queried = (file: string) => ({
  file,
  theirs: [],
  ours: ['<queryDisabled>false</queryDisabled>'],
})

const untoldLines: Readonly<Record<string, readonly unknown[]>> = {
  '2.26 after-build-up': [
    queried('layergroups/grp.xml'),
    password('workspaces/topp/pg/datastore.xml', 's3cret&lt;&amp;&gt;'),
  ],
  '2.26 after-teardown': [password('workspaces/topp/pg/datastore.xml', 's3cret&lt;&amp;&gt;')],
  '2.27 mid': [
    queried('layergroups/inner.xml'),
    passwordOfCascade,
    password('workspaces/alpha/pg/datastore.xml', 's3cret2'),
    expect.objectContaining({ file: 'workspaces/default.xml' }),
  ],
  '2.27 end': [
    // The master reloaded its configuration, which it counts by itself.
    {
      file: 'global.xml',
      theirs: ['<updateSequence>52</updateSequence>'],
      ours: ['<id>SettingsInfoImpl--623f8d04:1a220838bca:-7fbd</id>', '<updateSequence>57</updateSequence>'],
    },
    queried('layergroups/inner.xml'),
    passwordOfCascade,
    password('workspaces/alpha/pg2/datastore.xml', 's3cret2'),
    // A layer goes by the name of its resource, which was renamed; no one read the old one in the file.
    {
      file: 'workspaces/alpha/taz/cities/layer.xml',
      theirs: ['<name>tasmania_cities</name>'],
      ours: ['<name>cities</name>'],
    },
  ],
}

describe.each(recordings)('after each message of the master of $version', ({ version, moments }) => {
  const steps = stepsOf(version)

  it('the directory is whole, holds what memory holds, and nothing refers to what is not there', () => {
    const path = copyOfGolden('seed/master', version)
    const replica = replicaIn(path)
    for (const step of steps) {
      applyMessages(replica, step)
      const reread = readDataDirectory(directoryRoot(path), { halves: true })
      const [message] = step
      const at = `${message.seq} ${message.label}`
      expect({ at, problems: reread.problems.map(({ failure }) => failure.code) }).toEqual({
        at,
        problems: [],
      })
      expect({ at, forms: formsOf(reread.catalog) }).toEqual({ at, forms: formsOf(replica.catalog) })
      expect({ at, dangling: danglingReferences(replica.catalog) }).toEqual({ at, dangling: [] })
    }
    for (const [file, content] of filesBelow(path)) {
      if (/\.(?:xml|sld)$/.test(file)) expect({ file, root: parseXml(content).name }).toMatchObject({ file })
    }
  })

  it('applying it a second time changes nothing', () => {
    const path = copyOfGolden('seed/master', version)
    const replica = replicaIn(path)
    for (const step of steps) {
      applyMessages(replica, step)
      const files = filesBelow(path)
      const forms = formsOf(replica.catalog)
      applyMessages(replica, step)
      const [message] = step
      expect({ at: message.seq, forms: formsOf(replica.catalog) }).toEqual({ at: message.seq, forms })
      expect({ at: message.seq, files: filesBelow(path) }).toEqual({ at: message.seq, files })
    }
  })

  it('a replica started anew from the directory goes on as if it had never stopped', () => {
    const path = copyOfGolden('seed/master', version)
    for (const step of steps) applyMessages(replicaIn(path), step)
    const last = Object.keys(moments).at(-1) ?? ''
    expect(driftBetween(goldenPath(`${last}/master`, version), path).entries).toEqual([])
  })
})

/** Messages one by one; a namespace that is sent before its workspace together with that, since until then it waits. */
function stepsOf(version: GoldenVersion): readonly (readonly [RecordedMessage, ...RecordedMessage[]])[] {
  const messages = masterMessages(version)
  const [first, last] = version === '2.27' ? [14, 16] : [0, 0]
  return messages.flatMap((message) => {
    if (message.seq > first && message.seq <= last) return []
    const waitedFor = message.seq === first ? messages.filter(({ seq }) => seq > first && seq <= last) : []
    return [[message, ...waitedFor] as const]
  })
}

/** Lines each side has and the other has not. */
function differentLines(theirs: string, ours: string) {
  const lines = (text: string) => text.split('\n').map((line) => line.trim())
  const without = (left: readonly string[], right: readonly string[]) =>
    left.filter((line) => !right.includes(line))
  return { theirs: without(lines(theirs), lines(ours)), ours: without(lines(ours), lines(theirs)) }
}

/** Rules of styles that were removed are kept under a new name each time. */
function withoutSetAside(files: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...files].filter(([name]) => !/\.bak(?:\.\d+)?$/.test(name)))
}

import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { parseXml } from '../../electron/xml/parse.ts'
import { directoryRoot, filesBelow, goldenPath } from '../support/data-directories.ts'
import { masterMessages } from '../support/recorded-messages.ts'
import {
  applyMessages,
  copyOfGolden,
  danglingReferences,
  driftBetween,
  formsOf,
  replicaIn,
} from '../support/replicas.ts'

const messages = masterMessages()
const builtUp = messages.filter(({ seq }) => seq <= 83)

describe.each([
  ['after-build-up', builtUp],
  ['after-teardown', messages],
] as const)('the master %s', (moment, recorded) => {
  const master = goldenPath(`${moment}/master`)

  it('is what a replica of the seed becomes by its messages', () => {
    const path = copyOfGolden('seed/master')
    const outcomes = applyMessages(replicaIn(path), recorded)
    expect(outcomes.filter(({ outcome }) => outcome.outcome === 'parked')).toEqual([])
    const drift = driftBetween(master, path)
    expect(drift.entries).toEqual([])
    expect(drift.equal).toBe(true)
    expect(drift.compared).toBeGreaterThan(10)
  })

  it('has the very same files, save for what no message tells', () => {
    const path = copyOfGolden('seed/master')
    applyMessages(replicaIn(path), recorded)
    const ours = filesBelow(path)
    const theirs = filesBelow(master)
    expect([...ours.keys()]).toEqual([...theirs.keys()])
    const different = [...theirs].flatMap(([file, content]) =>
      ours.get(file) === content ? [] : [{ file, lines: differentLines(content, ours.get(file) ?? '') }],
    )
    // Each node encrypts with its own key, and false is what a group means that does not say whether it is queried.
    const password = {
      file: 'workspaces/topp/pg/datastore.xml',
      lines: {
        theirs: [expect.stringMatching(/^<entry key="passwd">crypt1:[^<]+<\/entry>$/)],
        ours: ['<entry key="passwd">plain:s3cret&lt;&amp;&gt;</entry>'],
      },
    }
    const queried = {
      file: 'layergroups/grp.xml',
      lines: { theirs: [], ours: ['<queryDisabled>false</queryDisabled>'] },
    }
    expect(different).toEqual(moment === 'after-build-up' ? [queried, password] : [password])
  })

  it('is what its real slave becomes when it is given all messages once more', () => {
    const path = copyOfGolden(`${moment}/slave`)
    expect(driftBetween(master, path).equal).toBe(false)
    applyMessages(replicaIn(path), recorded)
    expect(driftBetween(master, path).entries).toEqual([])
  })

  it('is what it becomes again when it is given all messages once more', () => {
    const path = copyOfGolden('seed/master')
    const replica = replicaIn(path)
    applyMessages(replica, recorded)
    const once = filesBelow(path)
    applyMessages(replica, recorded)
    expect(driftBetween(master, path).entries).toEqual([])
    expect(withoutSetAside(filesBelow(path))).toEqual(withoutSetAside(once))
  })
})

describe('after each message of the master', () => {
  it('the directory is whole, holds what memory holds, and nothing refers to what is not there', () => {
    const path = copyOfGolden('seed/master')
    const replica = replicaIn(path)
    for (const message of messages) {
      applyMessages(replica, [message])
      const reread = readDataDirectory(directoryRoot(path))
      const at = `${message.seq} ${message.label}`
      // GeoServer adds the namespace of a workspace with a message of its own, two behind.
      const isAlone = [2, 3, 6, 7].includes(message.seq)
      expect({ at, problems: reread.problems.map(({ failure }) => failure.code) }).toEqual({
        at,
        problems: isAlone ? ['PLB-CATALOG-DIRECTORY-IGNORED'] : [],
      })
      expect({ at, forms: formsOf(reread.catalog) }).toEqual({ at, forms: formsOf(replica.catalog) })
      expect({ at, dangling: danglingReferences(replica.catalog) }).toEqual({ at, dangling: [] })
    }
    for (const [file, content] of filesBelow(path)) {
      if (/\.(?:xml|sld)$/.test(file)) expect({ file, root: parseXml(content).name }).toMatchObject({ file })
    }
  })

  it('applying it a second time changes nothing', () => {
    const path = copyOfGolden('seed/master')
    const replica = replicaIn(path)
    for (const message of messages) {
      applyMessages(replica, [message])
      const files = filesBelow(path)
      const forms = formsOf(replica.catalog)
      applyMessages(replica, [message])
      expect({ at: message.seq, forms: formsOf(replica.catalog) }).toEqual({ at: message.seq, forms })
      expect({ at: message.seq, files: filesBelow(path) }).toEqual({ at: message.seq, files })
    }
  })

  it('a replica started anew from the directory goes on as if it had never stopped', () => {
    const path = copyOfGolden('seed/master')
    for (const message of messages) applyMessages(replicaIn(path), [message])
    expect(driftBetween(goldenPath('after-teardown/master'), path).entries).toEqual([])
  })
})

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

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { editFrom } from '../../../electron/cli/edit-input.ts'
import { agreedTo, Resync } from '../../../electron/engine/resync/resync.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { slaveStandIn } from '../../support/slave-stand-in.ts'
import { casePath, compare, copyOfCase } from '../../support/small-directories.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

/** What a comparison of two directories of a case finds: what differs, what was not read, what is not compared. */
function found(left: string, right: string) {
  const { entries, unread, unsent } = compare(left, right)
  return {
    differs: entries.map((entry) => {
      const properties = 'properties' in entry ? entry.properties.map(({ property }) => property) : []
      return [entry.type, ...('title' in entry ? [entry.title] : []), ...properties].join(' ')
    }),
    unread: unread.map(({ side, path, failure }) => `${side} ${path} ${failure.code}`),
    unsent: unsent.map(({ area }) => area),
  }
}

const nothing = { differs: [], unread: [], unsent: [] }

function betweenAandB(name: string, prepare: (copy: string) => void = () => undefined) {
  const copy = copyOfCase(name)
  prepare(copy)
  return found(join(copy, 'A'), join(copy, 'B'))
}

function withItsCopy(name: string) {
  const copy = temporaryDirectory()
  cpSync(join(casePath(name), 'D'), copy, { recursive: true })
  return found(join(casePath(name), 'D'), copy)
}

/** Fills an empty slave from the directory of a case. */
async function fill(name: string) {
  const slave = temporaryDirectory()
  mkdirSync(join(slave, 'styles'))
  const resync = new Resync(directoryRoot(join(casePath(name), 'D')), directoryRoot(slave))
  const plan = await resync.plan()
  const report = await resync.run(agreedTo(plan), slaveStandIn(slave).delivery)
  return {
    verified: report.verified,
    withheld: plan.withheld.map(({ title }) => title),
    failed: report.results.filter(({ outcome }) => outcome.state !== 'applied').length,
    left: report.after.drift.entries.length,
  }
}

const verified = { verified: true, withheld: [], failed: 0, left: 0 }

const cases: Readonly<Record<string, () => unknown>> = {
  '01-default-workspace-by-name': () => {
    expect(betweenAandB('01-default-workspace-by-name')).toEqual(nothing)
  },
  '02-directory-name-differs-from-object': async () => {
    expect(withItsCopy('02-directory-name-differs-from-object')).toEqual(nothing)
    expect(await fill('02-directory-name-differs-from-object')).toEqual(verified)
  },
  '03-same-id-twice': () => {
    expect(betweenAandB('03-same-id-twice').differs).toEqual(['different alpha:roads styleBody'])
  },
  '04-symlinked-directories': () => {
    const { unread } = betweenAandB('04-symlinked-directories', (copy) => {
      execFileSync(join(copy, 'make-links.sh'), [copy])
    })
    expect(unread).toContain('left styles PLB-CATALOG-LINK-OUTSIDE')
    expect(unread).toContain('right workspaces/beta PLB-CATALOG-LINK-OUTSIDE')
  },
  '05-sql-view-without-escape-sql': async () => {
    expect(await fill('05-sql-view-without-escape-sql')).toEqual(verified)
  },
  '07-wfs-gml-old-class-names': async () => {
    expect(await fill('07-wfs-gml-old-class-names')).toEqual(verified)
  },
  '09-unknown-service-file': async () => {
    const { withheld, failed, left } = await fill('09-unknown-service-file')
    expect(withheld).toEqual(['add service w3ds'])
    expect({ failed, left }).toEqual({ failed: 0, left: 1 })
  },
  '10-dangling-references': async () => {
    expect(await fill('10-dangling-references')).toEqual(verified)
  },
  '11-nativecrs-datum-shift': () => {
    expect(betweenAandB('11-nativecrs-datum-shift').differs).toEqual(['different alpha:roads nativeCRS'])
  },
  '17-never-sent-passes-as-equal': () => {
    const { differs, unread, unsent } = betweenAandB('17-never-sent-passes-as-equal')
    expect({ differs, unread }).toEqual({ differs: [], unread: [] })
    expect(unsent.toSorted()).toEqual(['graphics', 'security', 'templates', 'tiles'])
  },
  '22-directory-of-version-1': () => {
    expect(withItsCopy('22-directory-of-version-1').unread).toContainEqual(saying('PLB-CATALOG-VERSION-1'))
  },
  '24-edit-service-by-type': () => {
    const typed = { verb: 'modify', kind: 'service', service: 'wms', set: ['maintainer=x'] } as const
    expect(editFrom({ ...typed, text: undefined })).toMatchObject({ service: 'wms', name: 'wms' })
  },
}

/** Cases about a cluster.properties, and about brokers, which are tried where those are. */
const triedElsewhere = /^(?:1[23456]|2[01])-/

it.each(Object.entries(cases).filter(([name]) => process.platform !== 'win32' || !name.startsWith('04')))(
  '%s has come right',
  async (_, check) => {
    await check()
  },
)

it('every case that lies here is tried', () => {
  const all = readdirSync(casePath('')).filter((name) => /^\d/.test(name) && !triedElsewhere.test(name))
  expect(Object.keys(cases)).toEqual(all.toSorted())
})

import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { everyMessage, type MessageFilter } from '../../electron/contract/features/messages.ts'
import { english } from '../../electron/sentences/english.ts'
import { eventually } from '../support/cluster.ts'
import { publishAsPreviewed } from '../support/publish-as-previewed.ts'
import { makeDataDirectory, openApplication, openCluster, plainCall } from '../support/services.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** What an operator has before them: an app, with a master it runs, on a broker others use as well. */
async function operatorAt(brokerUrl: string, operator: string) {
  const application = await openApplication({ stateDirectory: temporaryDirectory(), operator })
  const instanceName = `master-of-${operator}`
  const directory = makeDataDirectory(temporaryDirectory(), instanceName, { brokerURL: brokerUrl })
  await openCluster(application, [directory], { brokerUrl, observer: `observer-${operator}` })
  const { services } = application
  const seen = async (filter: Partial<MessageFilter> = {}) => {
    const asked = { filter: { ...everyMessage, ...filter }, before: null, after: null, limit: 100 }
    return (await services.messages.page(asked, plainCall())).rows
  }
  const add = async (name: string) => {
    const what = { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) } as const
    const draft = { ...what, service: null, id: null, styleBody: null, recurse: false, version: null }
    await publishAsPreviewed(services.configuration, { instanceName, draft })
  }
  return { services, instanceName, seen, add, record: application.running.record }
}

it('operators beside each other see by the topic what the other did, under the other’s name', async () => {
  const database = join(temporaryDirectory(), 'broker.sqlite')
  const broker = await EmbeddedBroker.start({ database })
  onTestFinished(() => broker.stop())
  const ada = await operatorAt(broker.url, 'ada')
  const bob = await operatorAt(broker.url, 'bob')
  await ada.add('of-ada')
  await bob.add('of-bob')
  for (const { seen, services } of [ada, bob]) {
    await eventually('what both did came by', async () => {
      const authors = (await seen()).map(({ author }) => author)
      return authors.includes('ada') && authors.includes('bob')
    })
    for (const operator of ['ada', 'bob']) {
      const found = await seen({ by: operator })
      expect(found.length).toBeGreaterThan(0)
      for (const { sender, author, summary } of found) {
        expect([sender, author]).toEqual([`master-of-${operator}`, operator])
        expect(english(summary)).toContain(`of-${operator}`)
      }
      const { row } = await services.messages.details({ sequence: found[0]?.sequence ?? 0 }, plainCall())
      expect(row.author).toBe(operator)
    }
    expect((await services.messages.facets({}, plainCall())).authors).toEqual(['ada', 'bob'])
    const csv = { filter: { ...everyMessage, by: 'ada' }, format: 'csv' } as const
    expect((await services.messages.export(csv, plainCall())).content).toContain('"master-of-ada","ada"')
  }
  const page = async (sought: object = {}) =>
    bob.services.audit.page({ before: null, limit: 100, text: '', ...sought }, plainCall())
  bob.record({ action: 'inventory.stop', input: { instanceName: 'geo-1' }, outcome: 'done' })
  // Its workspace and the namespace beside it.
  await eventually('both messages came by', async () => (await page({ by: 'ada' })).entries.length === 2)
  const { entries, newest } = await page()
  const newer = async (than: typeof newest) =>
    (await bob.services.audit.newer({ than, limit: 100, text: '' }, plainCall())).count
  expect([await newer(newest), await newer({ entry: null, message: null })]).toEqual([0, entries.length])
  const seen = entries.filter(({ outcome }) => outcome === 'seen')
  expect(seen.length).toBeGreaterThan(0)
  for (const { operator, summary, target, subject, cluster } of seen) {
    expect([operator, target, cluster]).toEqual(['ada', 'master-of-ada', 'Test'])
    expect([english(summary).includes('of-ada'), subject?.ids.length]).toEqual([true, 1])
  }
  expect(entries.some(({ operator, outcome }) => operator === 'bob' && outcome === 'done')).toBe(true)
  const times = entries.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((left, right) => right - left))
  expect((await page({ by: 'ADA' })).entries).toEqual(seen)
  expect((await page({ by: 'bob' })).entries.every(({ operator }) => operator === 'bob')).toBe(true)
  expect((await page({ cluster: 'Elsewhere' })).entries).toEqual([])
  expect((await page({ object: seen[0]?.subject?.ids[0] })).entries).toContainEqual(seen[0])
  expect((await page({ text: 'of-ada', until: Date.now() - 3_600_000 })).entries).toEqual([])
  const walked = []
  for (let before: Awaited<ReturnType<typeof page>>['next'] = null, ended = false; !ended;) {
    const part = await page({ limit: 1, before })
    walked.push(...part.entries)
    before = part.next
    ended = before === null
  }
  expect(walked).toEqual(entries)
  const { counts } = await bob.services.audit.histogram({ text: '', buckets: 10 }, plainCall())
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(entries.length)
  const exported = await bob.services.audit.export({ format: 'jsonl' }, plainCall())
  expect(exported.content.trimEnd().split('\n')).toHaveLength(entries.length)
})

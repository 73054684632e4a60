import { describe, expect, it } from 'vitest'
import { mostOpenClusters, type OpenedCluster } from '../../../electron/contract/features/profiles.ts'
import { eventually } from '../../support/cluster.ts'
import { makeDataDirectory, openApplication, plainCall, profileOf } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const call = plainCall()

type Application = Awaited<ReturnType<typeof openApplication>>

/** Saves a cluster of data directories under a name. */
async function save(
  { services }: Application,
  name: string,
  directories: readonly string[] = [],
): Promise<string> {
  const {
    passcodeReference: _reference,
    demo: _demo,
    ...draft
  } = profileOf(directories, { name, observer: name })
  return (await services.profiles.save({ ...draft, id: null, passcode: null }, call)).id
}

/** What is told of the clusters that are open, whenever it changes. */
function follow({ sources }: Application): () => readonly OpenedCluster[] {
  let newest: readonly OpenedCluster[] = []
  const take = (items: readonly OpenedCluster[][]) => (newest = items.at(-1) ?? newest)
  sources.profiles.opened({}, take, new AbortController().signal)
  return () => newest
}

describe('clusters that are open side by side', () => {
  it('goes on with one while another is shown, answers for the one that is shown, and tells how each is', async () => {
    const directory = temporaryDirectory()
    const application = await openApplication()
    const { services, sources } = application
    const opened = follow(application)
    const maps = await save(application, 'maps', [
      makeDataDirectory(directory, 'm', { toggleSlave: 'false' }),
    ])
    const roads = await save(application, 'roads', [
      makeDataDirectory(directory, 'r', { toggleSlave: 'false' }),
    ])
    const shown: (string | null)[] = []
    sources.inventory.nodes(
      {},
      (items) => shown.push(...items.map(({ cluster }) => cluster)),
      AbortSignal.timeout(600_000),
    )
    const names = async () =>
      (await services.inventory.nodes({}, call)).map(({ instanceName }) => instanceName)

    await services.profiles.open({ id: maps }, call)
    await eventually('its node runs', async () => {
      const [node] = await services.inventory.nodes({}, call)
      return node?.running === true && node.state !== 'starting'
    })
    await services.profiles.open({ id: roads }, call)
    expect(await names()).toEqual(['r'])
    await eventually('both are told of', () => opened().filter(({ state }) => state === 'open').length === 2)
    expect(opened().map(({ name }) => name)).toEqual(['maps', 'roads'])

    const again = await services.profiles.open({ id: maps }, call)
    expect(again).toMatchObject({ state: 'open', profile: { id: maps } })
    const { clusterOf } = application.running
    expect(clusterOf('inventory.start', { instanceName: 'm' })).toBe('maps')
    expect(clusterOf('profiles.close', {})).toBe('maps')
    expect(clusterOf('profiles.close', { id: roads })).toBe('roads')
    expect(clusterOf('settings.set', {})).toBeUndefined()
    expect(await names()).toEqual(['m'])
    await eventually('the stream follows', () => shown.at(-1) === maps)
    // Its node went on meanwhile: it was not started anew.
    expect((await services.inventory.nodes({}, call)).map(({ state }) => state)).not.toContain('starting')

    await services.profiles.close({ id: maps }, call)
    expect(await services.profiles.current({}, call)).toMatchObject({ state: 'open', profile: { id: roads } })
    expect(await names()).toEqual(['r'])
    await eventually('one is left', () => opened().length === 1)
    await services.profiles.close({}, call)
    expect(await services.profiles.current({}, call)).toMatchObject({ state: 'closed', profile: null })
    expect(opened()).toEqual([])
  })

  it('opens no more than it may, and has room again when one was closed', async () => {
    const application = await openApplication()
    const { profiles } = application.services
    const ids: string[] = []
    for (let number = 0; number <= mostOpenClusters; number += 1)
      ids.push(await save(application, `c${number}`))
    const [last = '', ...others] = ids.toReversed()
    for (const id of others) await profiles.open({ id }, call)
    await expect((async () => profiles.open({ id: last }, call))()).rejects.toMatchObject({
      code: 'PLB-CLUSTER-TOO-MANY',
    })
    await profiles.close({ id: others[0] }, call)
    expect(await profiles.open({ id: last }, call)).toMatchObject({ state: 'open' })
  })

  it('opens at the start what was open at the end, the one that was shown last, where that is wanted', async () => {
    const stateDirectory = temporaryDirectory()
    const first = await openApplication({ stateDirectory, reopens: true })
    const maps = await save(first, 'maps')
    const roads = await save(first, 'roads')
    for (const id of [roads, maps, roads]) await first.services.profiles.open({ id }, call)
    await first.running.close()

    const unwanted = await openApplication({ stateDirectory, reopens: true })
    expect(await unwanted.services.profiles.current({}, call)).toMatchObject({ state: 'closed' })
    for (const id of [maps, roads]) await unwanted.services.profiles.open({ id }, call)
    await unwanted.services.settings.set({ openLast: true }, call)
    await unwanted.running.close()

    const wanted = await openApplication({ stateDirectory, reopens: true })
    const opened = follow(wanted)
    await eventually(
      'both are open again',
      () => opened().filter(({ state }) => state === 'open').length === 2,
    )
    expect(await wanted.services.profiles.current({}, call)).toMatchObject({ profile: { id: roads } })
    await wanted.running.close()

    // Whoever comes for one piece of work opens nothing.
    const visitor = await openApplication({ stateDirectory })
    expect(await visitor.services.profiles.current({}, call)).toMatchObject({ state: 'closed' })
  })

  it('makes room by what could not be opened, and forgets the profile that is removed', async () => {
    const application = await openApplication()
    const { profiles, settings } = application.services
    const opened = follow(application)
    const { embeddedBroker } = await settings.get({}, call)
    await settings.set({ embeddedBroker: { ...embeddedBroker, host: '0.0.0.0' } }, call)
    const wrong = await save(application, 'wrong')
    expect(await profiles.open({ id: wrong }, call)).toMatchObject({ state: 'failed' })
    await settings.set({ embeddedBroker }, call)
    const maps = await save(application, 'maps')
    await profiles.open({ id: maps }, call)
    await eventually(
      'one is open',
      () =>
        opened()
          .map(({ name }) => name)
          .join() === 'maps',
    )
    await profiles.remove({ id: maps, agreed: 'maps' }, call)
    expect(await profiles.current({}, call)).toMatchObject({ state: 'closed' })
  })
})

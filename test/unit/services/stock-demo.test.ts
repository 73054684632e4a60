import { describe, expect, it } from 'vitest'
import { isImitation } from '../../../electron/contract/features/profiles.ts'
import { english } from '../../../electron/sentences/english.ts'
import { eventually } from '../../support/cluster.ts'
import { openApplication, plainCall } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const call = plainCall()

type Application = Awaited<ReturnType<typeof openApplication>>

async function driftOf({ services }: Application, instanceName: string) {
  const drift = await services.inventory.compare({ reference: 'gs-master', instanceName }, call)
  return drift.entries.map(({ type, kind, title }) => `${type} ${kind} ${title}`).toSorted()
}

/** What no message of the module brings, and the demo begins with. */
const neverSent = ['different service wms', 'missing wmtsStore basemap:tiles']

describe('the demo cluster of imitated GeoServers', () => {
  it(
    'begins with what their module does not carry, can be broken, mended, and found again',
    { timeout: 600_000 },
    async () => {
      const stateDirectory = temporaryDirectory()
      const application = await openApplication({ stateDirectory })
      const { services, running } = application
      await services.settings.set({ language: 'de' }, call)
      const state = await services.profiles.startImitation({}, call)
      const name = 'Nachgebildeter Cluster'
      expect(state).toMatchObject({ state: 'open', profile: { demo: true, name } })
      expect(state.profile !== null && isImitation(state.profile)).toBe(true)
      await allAnswer(application)
      for (const slave of ['gs-a', 'gs-b'])
        await eventually(`${slave} has what reaches it`, async () =>
          Object.is(JSON.stringify(await driftOf(application, slave)), JSON.stringify(neverSent)),
        )
      const { instanceName, damage } = await services.profiles.breakDemoSlave({}, call)
      expect([instanceName, damage.map(english).length]).toEqual(['gs-b', 5])
      expect(await driftOf(application, 'gs-b')).toHaveLength(damage.length + neverSent.length)
      expect(await driftOf(application, 'gs-a')).toEqual(neverSent)
      const layer = 'water:shore_lake_como'
      const seen = await services.maps.look({ instanceNames: [], layers: [layer] }, call)
      const sights = seen.layers.find((each) => each.layer === layer)?.sights ?? []
      expect(sights.map((each) => [each.instanceName, each.state])).toEqual(
        expect.arrayContaining([
          ['gs-a', 'equal'],
          ['gs-b', 'different'],
        ]),
      )
      const plan = await services.resync.plan({ instanceName, reference: 'gs-master' }, call)
      const report = await services.resync.run({ plan: plan.id, instanceName, leaveOut: [] }, call)
      expect(report).toMatchObject({
        verified: true,
        others: [{ instanceName: 'gs-a', state: 'untouched' }],
      })
      await running.close()

      const again = await openApplication({ stateDirectory })
      const profiles = await again.services.profiles.list({}, call)
      expect(profiles).toHaveLength(1)
      await again.services.profiles.open({ id: profiles[0]?.id ?? '' }, call)
      await allAnswer(again)
      expect(await again.services.profiles.list({}, call)).toHaveLength(1)
      await again.services.profiles.close({}, call)
      await expect((async () => again.services.profiles.breakDemoSlave({}, call))()).rejects.toMatchObject({
        code: 'PLB-DEMO-NOT-OPEN',
      })
    },
  )
})

async function allAnswer({ services }: Application): Promise<void> {
  await eventually('every imitation answered', async () => {
    const nodes = await services.inventory.nodes({}, call)
    return nodes.length === 3 && nodes.every(({ version }) => version === '2.26.2')
  })
}

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../support/cluster.ts'
import { openApplication, plainCall, profileOf } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { english } from '../../../electron/sentences/english.ts'
import type { Wording } from '../../../electron/sentences/sentence.ts'

describe('the demo cluster', () => {
  it('runs a master and two equal slaves with a few hundred objects, and can be broken and mended', async () => {
    const { services, running } = await openApplication()
    const said: string[] = []
    const state = await services.profiles.startDemo(
      {},
      plainCall(({ message }: { message: Wording }) => said.push(english(message))),
    )
    expect(state).toMatchObject({
      state: 'open',
      profile: { demo: true, id: 'demo' },
      broker: { state: 'connected' },
    })
    expect(said.length).toBeGreaterThan(1)
    const nodes = await services.inventory.nodes({}, plainCall())
    expect(nodes.map(({ instanceName, roles, running: runs }) => [instanceName, roles, runs])).toEqual([
      ['master', ['master'], true],
      ['slave-a', ['slave'], true],
      ['slave-b', ['slave'], true],
    ])
    const tree = await services.configuration.tree({ instanceName: 'master' }, plainCall())
    expect(tree.length).toBeGreaterThan(200)
    for (const instanceName of ['slave-a', 'slave-b']) {
      const drift = await services.inventory.compare({ reference: 'master', instanceName }, plainCall())
      expect(drift).toMatchObject({ equal: true, problems: [] })
    }
    const broken = await services.profiles.breakDemoSlave({}, plainCall())
    expect(broken).toMatchObject({ instanceName: 'slave-b' })
    const slave = async () =>
      (await services.inventory.nodes({}, plainCall())).find(({ instanceName }) => instanceName === 'slave-b')
    await eventually('the drift is found by itself', async () => (await slave())?.drift.state === 'drifted')
    const plan = await services.resync.plan({ instanceName: 'slave-b', reference: 'master' }, plainCall())
    expect(plan.operations).toHaveLength(broken.damage.length)
    const report = await services.resync.run(
      { plan: plan.id, instanceName: 'slave-b', leaveOut: [] },
      plainCall(),
    )
    expect(report).toMatchObject({ verified: true })
    expect(existsSync(join(running.stateDirectory, 'demo/complete'))).toBe(true)
  })

  it('is named in the language that is chosen, unless somebody named it', async () => {
    const { services } = await openApplication()
    await services.profiles.startDemo({}, plainCall())
    const names = async () => {
      const [saved] = await services.profiles.list({}, plainCall())
      return [saved?.name, (await services.profiles.current({}, plainCall())).profile?.name]
    }
    expect(await names()).toEqual(['Demo cluster', 'Demo cluster'])
    await services.settings.set({ language: 'de' }, plainCall())
    await eventually('it is named in German', async () =>
      (await names()).every((name) => name === 'Demo-Cluster'),
    )
    const [saved] = await services.profiles.list({}, plainCall())
    if (saved === undefined) throw new Error('no demo is saved')
    const { passcodeReference: _reference, demo: _demo, ...draft } = saved
    await services.profiles.save({ ...draft, name: 'Mine', passcode: null }, plainCall())
    await services.settings.set({ language: 'en' }, plainCall())
    await services.profiles.startImitation({}, plainCall())
    expect((await services.profiles.list({}, plainCall())).map(({ name }) => name)).toEqual([
      'Mine',
      'Imitation of a stock cluster',
    ])
  })

  it('has edits trickling in while it is open, none in read-only mode', async () => {
    const { services, sources } = await openApplication({ demoInterval: 20 })
    await services.settings.set({ readOnly: true }, plainCall())
    await services.profiles.startDemo({}, plainCall())
    const heard: string[] = []
    sources.activity.recent(
      {},
      (items) => heard.push(...items.map(({ message }) => english(message))),
      new AbortController().signal,
    )
    expect(heard.some((message) => message.includes('published'))).toBe(false)
    await services.settings.set({ readOnly: false }, plainCall())
    await eventually(
      'slaves apply edits',
      () => heard.filter((message) => /slave-. applied/.test(message)).length > 6,
    )
    expect(heard.filter((message) => / failed| parked/.test(message))).toEqual([])
    // No edit is made before every slave has a queue for it.
    const nodes = await services.inventory.nodes({}, plainCall())
    expect(nodes.map(({ state }) => state)).not.toContain('gap')
    await services.profiles.close({}, plainCall())
    const count = heard.length
    expect((await services.profiles.current({}, plainCall())).state).toBe('closed')
    expect(heard.slice(count).some((message) => message.includes('published'))).toBe(false)
  })

  it('is found again after a restart, and made anew when it was not finished', async () => {
    const stateDirectory = temporaryDirectory()
    const first = await openApplication({ stateDirectory })
    await first.services.profiles.startDemo({}, plainCall())
    await first.running.close()
    const second = await openApplication({ stateDirectory })
    expect(await second.services.profiles.list({}, plainCall())).toMatchObject([{ id: 'demo' }])
    expect(await second.services.profiles.open({ id: 'demo' }, plainCall())).toMatchObject({ state: 'open' })
    await second.services.profiles.close({}, plainCall())
    const demo = join(second.running.stateDirectory, 'demo')
    rmSync(join(demo, 'complete'))
    rmSync(join(demo, 'slave-a/global.xml'))
    await second.services.settings.set({ language: 'de' }, plainCall())
    // It is nobody's name: whoever reads German has a German one.
    expect(await second.services.profiles.startDemo({}, plainCall())).toMatchObject({
      profile: { name: 'Demo-Cluster' },
    })
    const drift = await second.services.inventory.compare(
      { reference: 'master', instanceName: 'slave-a' },
      plainCall(),
    )
    expect(drift.equal).toBe(true)
  })

  it('is the only cluster whose files are ever damaged', async () => {
    const { services } = await openApplication()
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
    const { id } = await services.profiles.save({ ...draft, id: null, passcode: null }, plainCall())
    await services.profiles.open({ id }, plainCall())
    const breakIt = async () => services.profiles.breakDemoSlave({}, plainCall())
    await expect(breakIt()).rejects.toMatchObject({ code: 'PLB-DEMO-NOT-OPEN' })
  })
})

import type { Service, Sources } from '../../../electron/contract/application.ts'
import { profile as profileSchema } from '../../../electron/contract/features/profiles.ts'
import { closedCluster, demoProfile, openCluster, pause, type FakeWorld } from './world.ts'

export function fakeProfiles(world: FakeWorld): Service<'profiles'> {
  function become(state: FakeWorld['cluster']) {
    world.cluster = state
    world.clusterChanged.emit()
    world.nodesChanged.emit()
    return state
  }

  return {
    list: () => world.profiles,
    save: ({ id, passcode, ...draft }) => {
      const saved = {
        ...draft,
        id: id ?? `profile-${world.profiles.length + 1}`,
        passcodeReference: passcode === null ? null : 'profile/passcode',
        demo: false,
      }
      world.profiles = [...world.profiles.filter((profile) => profile.id !== saved.id), saved]
      world.clusterChanged.emit()
      return saved
    },
    remove: ({ id }) => {
      world.profiles = world.profiles.filter((profile) => profile.id !== id)
      if (world.cluster.profile?.id === id) become(closedCluster)
      else world.clusterChanged.emit()
      return {}
    },
    test: async (draft, { progress, signal }) => {
      const where = draft.brokerUrl === '' ? 'the embedded broker' : draft.brokerUrl
      progress({ step: `Connecting to ${where}` })
      await pause(600, signal)
      if (draft.brokerUrl.includes('nowhere')) {
        return {
          steps: [
            {
              name: 'Connect',
              outcome: 'failed',
              message: 'Nothing listens at nowhere:61613 (connection refused).',
              remedy: 'Check the host and the port; ActiveMQ opens STOMP on 61613 unless it was changed.',
            },
          ],
        }
      }
      progress({ step: `Looking at topic ${draft.topicName}` })
      await pause(600, signal)
      return {
        steps: [
          { name: 'Connect', outcome: 'ok', message: `Connected to ${where}, STOMP 1.2.`, remedy: null },
          {
            name: 'Sign in',
            outcome: draft.login === null ? 'warning' : 'ok',
            message: draft.login === null ? 'The broker lets anyone in.' : `Signed in as ${draft.login}.`,
            remedy: draft.login === null ? 'Give Plumbline an account of its own on the broker.' : null,
          },
          {
            name: 'Topic',
            outcome: 'ok',
            message: `${draft.topicName} exists; 4 instances were heard of on it.`,
            remedy: null,
          },
        ],
      }
    },
    open: async ({ id }) => {
      const found = world.profiles.find((profile) => profile.id === id)
      if (found === undefined) throw new Error(`no profile ${id}`)
      become({ ...openCluster(found, Date.now()), state: 'opening' })
      await pause(400)
      return become(openCluster(found, Date.now()))
    },
    close: () => {
      become(closedCluster)
      return {}
    },
    current: () => world.cluster,
    exportFile: ({ id }) => {
      const found = world.profiles.find((profile) => profile.id === id)
      return { fileName: `${found?.name ?? id}.plumbline`, content: JSON.stringify(found, null, 2) }
    },
    importFile: ({ content }) => {
      const imported = profileSchema.parse(JSON.parse(content))
      world.profiles = [...world.profiles.filter(({ id }) => id !== imported.id), imported]
      world.clusterChanged.emit()
      return imported
    },
    startDemo: async (_input, { progress, signal }) => {
      for (const message of [
        'Starting the embedded broker',
        'Writing the sample catalog',
        'Starting three nodes',
      ]) {
        progress({ message })
        await pause(500, signal)
      }
      if (!world.profiles.some(({ id }) => id === demoProfile.id)) {
        world.profiles = [...world.profiles, demoProfile]
      }
      return become(openCluster(demoProfile, Date.now()))
    },
    breakDemoSlave: () => {
      world.drifted.add('geo-3')
      world.nodesChanged.emit()
      return {
        instanceName: 'geo-3',
        damage: ['styles/road_lines.sld was emptied', 'layer transport:rivers was removed'],
      }
    },
  }
}

export function fakeProfileSources(world: FakeWorld): Sources<'profiles'> {
  return {
    cluster: (_input, emit, signal) => {
      emit([world.cluster])
      world.clusterChanged.listen(() => emit([world.cluster]), signal)
    },
  }
}

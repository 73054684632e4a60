import { join } from 'node:path'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import type { Offers, Service } from '../../contract/features/application.ts'
import { isImitation, type ProfileDraft } from '../../contract/features/profiles.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import { demandAgreement } from '../../errors/agreement.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { Clusters } from '../cluster/clusters.ts'
import type { RunningCluster } from '../cluster/running-cluster.ts'
import { damage as damageIn } from '../demo/changes.ts'
import { demoName } from '../demo/demo-names.ts'
import { demoProfileId, demoSlaveToBreak, prepareDemo } from '../demo/demo-profile.ts'
import type { StockDemo } from '../demo/stock/stock-demo.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Comparisons } from '../comparison/comparisons.ts'
import { demandSamePlaces } from './kept-passwords.ts'
import { writeProfileFile } from './profile-file.ts'
import type { ProfileStore } from './profile-store.ts'
import { makeQueueOf, testProfile } from './test-profile.ts'
import { say } from '../../sentences/say.ts'
import type { LanguageTag } from '../../languages/tags.ts'
import type { Wording } from '../../sentences/sentence.ts'

export interface ProfilesOptions {
  readonly store: ProfileStore
  readonly clusters: Clusters
  /** What works on the cluster that is shown. */
  readonly shown: () => {
    readonly hub: EventHub<ApplicationEvents>
    readonly comparisons: Pick<Comparisons, 'compare'>
  }
  readonly stockDemo: StockDemo
  /** What a node's broker URL held beside this login when it was looked at. */
  readonly foundPasscode: (brokerUrl: string, login: string | null) => string | undefined
  readonly stateDirectory: string
  readonly fileSystem: FileSystem
  readonly multicast: Multicast
  readonly now: () => number
  /** What the demo is named in. */
  readonly language: () => LanguageTag
}

/** The saved clusters, opening them, and the demo. */
export function createProfiles(options: ProfilesOptions): Pick<Offers<'profiles'>, 'service'> {
  const { store, clusters, stockDemo } = options
  /** Of a new profile alone: what was saved with one is as the operator left it. */
  const found = ({ id, brokerUrl, login }: ProfileDraft): string | undefined =>
    id === null ? options.foundPasscode(brokerUrl, login) : undefined
  /** With what a draft is tried: what it says, and otherwise what is kept of the profile it changes. */
  const howToTry = async (draft: ProfileDraft) => {
    const before = draft.id === null ? undefined : store.all.find(({ id }) => id === draft.id)
    const kept = draft.passcode === null && before !== undefined ? await store.passcodeOf(before) : undefined
    return {
      passcode: draft.passcode ?? kept ?? found(draft),
      check: () => {
        if (before !== undefined) demandSamePlaces(before, draft)
      },
      jolokiaPassword:
        draft.jolokiaPassword ?? (before === undefined ? undefined : await store.jolokiaPasswordOf(before)),
      passphrase: draft.passphrase ?? (before === undefined ? undefined : await store.passphraseOf(before)),
      passwordOf: async (instanceName: string) =>
        draft.nodePasswords?.[instanceName] ?? store.nodePassword(draft.id, instanceName),
      passphraseOf: async (instanceName: string) =>
        draft.nodePassphrases?.[instanceName] ?? store.nodePassphrase(draft.id, instanceName),
      multicast: options.multicast,
    }
  }
  const service: Service<'profiles'> = {
    list: () => [...store.all],
    save: async (draft) => {
      const passcode = draft.passcode ?? found(draft) ?? null
      const saved = await store.save({ ...draft, passcode })
      await clusters.follow(saved)
      return saved
    },
    remove: async ({ id, agreed }) => {
      demandAgreement(agreed, store.get(id).name)
      await clusters.close(id)
      await store.remove(id)
      return {}
    },
    test: async (draft, { signal, progress }) => {
      const onStep = (step: Wording): void => {
        progress({ step })
      }
      return { steps: await testProfile(draft, { ...(await howToTry(draft)), signal, onStep }) }
    },
    makeQueue: async ({ draft, queue, agreed }, { signal }) => {
      const how = { ...(await howToTry(draft)), signal, onStep: () => undefined }
      await makeQueueOf(draft, how, { queue, agreed })
      return {}
    },
    open: async ({ id }, { signal }) => {
      const profile = store.get(id)
      const isStopped = isImitation(profile) && !clusters.isOpen(id)
      return isStopped ? stockDemo.open(signal, () => undefined) : clusters.open(profile)
    },
    close: async ({ id = clusters.state.profile?.id }) => {
      if (id !== undefined) await clusters.close(id)
      return {}
    },
    current: () => clusters.state,
    duplicate: async ({ id }) => store.duplicate(id),
    exportFile: async ({ id, passphrase }) => {
      const profile = store.get(id)
      if (passphrase === undefined) return writeProfileFile(profile)
      return writeProfileFile(profile, { secrets: await store.secretsOf(profile), passphrase })
    },
    previewFile: async ({ content, passphrase }) => store.preview(content, passphrase),
    importFile: async ({ content, agreed, passphrase, ...given }) =>
      store.import(content, agreed, passphrase, given),
    startDemo: async (_input, { signal, progress }) => {
      const tell = (message: Wording): void => {
        progress({ message })
      }
      const directory = join(options.stateDirectory, demoProfileId)
      const profile = await prepareDemo(directory, options.fileSystem, signal, tell)
      tell(say('demo.startingBrokerThreeNodes'))
      store.put({ ...profile, name: await demoName(profile, options.language()) })
      const opened = await clusters.open(store.get(profile.id))
      await clusters.current?.nodesStarted
      return opened
    },
    startImitation: async (_input, { signal, progress }) =>
      stockDemo.open(signal, (message) => {
        progress({ message })
      }),
    breakDemoSlave: () => breakDemoSlave(options),
  }
  return { service }
}

/** Does to a slave of the demo what should never be done to one, and has it compared at once. */
function breakDemoSlave({ clusters, shown, stockDemo, now }: ProfilesOptions) {
  const { hub, comparisons } = shown()
  const open = clusters.current
  if (open === undefined || !open.profile.demo) throw failure('PLB-DEMO-NOT-OPEN', {})
  const { instanceName, damage } = isImitation(open.profile) ? stockDemo.breakSlave() : damageFiles(open)
  const values = { count: damage.length, node: instanceName }
  const isStock = isImitation(open.profile)
  const message = isStock ? say('imitation.damaged', values) : say('demo.filesDamaged', values)
  hub.emit('activity', { at: now(), instanceName, severity: 'attention', message })
  const reference = open.nodes.referenceFor(instanceName)
  if (reference !== undefined) {
    const { signal } = new AbortController()
    comparisons.compare(reference, instanceName, { signal }).catch((error: unknown) => {
      const failed = say('comparison.failed', { node: instanceName, reason: wordingOf(error) })
      hub.emit('activity', { at: now(), instanceName, severity: 'attention', message: failed })
    })
  }
  return { instanceName, damage: [...damage] }
}

function damageFiles({ nodes }: RunningCluster): {
  readonly instanceName: string
  readonly damage: readonly Wording[]
} {
  const slave = nodes.get(demoSlaveToBreak)
  const { dataDirectory } = slave?.facts ?? {}
  if (slave === undefined || dataDirectory === undefined) throw failure('PLB-DEMO-NOT-OPEN', {})
  return { instanceName: slave.instanceName, damage: damageIn(dataDirectory) }
}

import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { StateFiles } from '../state/json-file.ts'
import { systemClock } from '../scheduler/clock.ts'
import { systemMulticast } from '../broker/discovery/multicast.ts'
import type { FoundNode } from '../contract/features/connect.ts'
import type { Profile } from '../contract/features/profiles.ts'
import { initialTexts } from '../engine/configuration/cluster-properties.ts'
import { failure, isFailure } from '../errors/failure.ts'
import type { ClusterNode } from '../nodes/face/cluster-node.ts'
import { NodeFiles } from '../nodes/node-files.ts'
import type { ApplicationEvents } from '../services/events/application-events.ts'
import { createClusterServices, type ClusterServices } from '../services/cluster-services.ts'
import { readAddresses } from '../services/connect/addresses.ts'
import { createConnect } from '../services/connect/connect-service.ts'
import { profileOfFound } from '../services/connect/profile-of-found.ts'
import { VisitedCluster } from '../services/cluster/visited-cluster.ts'
import { EventHub } from '../services/events/event-hub.ts'
import { fileSecretStore } from '../services/profiles/secret-store.ts'
import { initialSettings } from '../services/settings/settings.ts'
import { Notices } from '../state/notices.ts'
import { defaultStateDirectory, operatorName } from '../state/state-directory.ts'
import { say } from '../sentences/say.ts'
import { localFileSystem } from '../storage/files.ts'
import type { Trust } from '../tls/trust.ts'
import { listed, usageFailure, type CommandContext } from './command.ts'
import { existingDirectory } from '../services/configuration/as-directory/wanted.ts'
import { reportError } from './error-report.ts'
import type { Login, Logins } from './login-file.ts'
import type { Management } from './management-options.ts'
import { findProfile } from './profile-nodes.ts'
import { RecordedMessages } from './recorded-messages.ts'

/** How a command is told which cluster it works on. */
export interface ClusterChoice {
  /** A saved cluster; its nodes are then called by their instance names. */
  readonly profile?: string | undefined
  /** Without a profile: data directories, whose nodes are called by these. */
  readonly directories: readonly string[]
  /** Without either: GeoServers at addresses, called by these or by the instance names they give. */
  readonly geoServers?: GeoServersGiven | undefined
  /** Which of these the others are to equal, whatever it says of itself. */
  readonly reference?: string | undefined
  /** A broker that goes before the one the nodes are connected to. */
  readonly brokerUrl?: string | undefined
  /** Who asks it. */
  readonly brokerLogin?: Login | undefined
  /** The management of its broker, in place of what the profile says. */
  readonly management?: Management | undefined
  /** Of a broker without nodes; otherwise the nodes say it. */
  readonly topicName?: string | undefined
  /** Whether GeoServers that are busy are waited for, where it cannot be done without them. */
  readonly isPatient?: boolean
}

/** GeoServers somebody gave the addresses of, and who asks them. */
export interface GeoServersGiven extends Logins {
  readonly addresses: readonly string[]
  /** How those that are spoken to over TLS are trusted, where an address says nothing of it. */
  readonly trust: Trust
}

/** The cluster a command works on, with what the app does with a cluster. */
export interface WorkingCluster extends AsyncDisposable {
  readonly cluster: VisitedCluster
  readonly services: ClusterServices
  /** What lies at addresses that were given and is no node of it, or has something against it. */
  readonly remarkable: readonly FoundNode[]
  readonly recorded: RecordedMessages
  /** The name it is saved under; undefined for one that is not saved. */
  readonly savedAs: string | undefined
  /**
   * @param named as it was typed: an instance name, a data directory, or an address
   * @throws PLB-COMMAND-USAGE
   */
  node(named: string): ClusterNode
}

/**
 * Opens the cluster a command works on: a saved one, or what lies in data directories. Nothing in it is started, and
 * whoever else has it open is not disturbed.
 * @throws PLB-COMMAND-USAGE, PLB-STORAGE-FILE-MISSING, PLB-COMMAND-NOT-A-DIRECTORY, PLB-PROFILE-FILE-INVALID
 */
export async function openWorkingCluster(
  choice: ClusterChoice,
  { output, environment }: Pick<CommandContext, 'output' | 'environment'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<WorkingCluster> {
  const hub = new EventHub<ApplicationEvents>((error) => reportError(output, error))
  const notices = new Notices((all) => output.warning(all.at(-1) ?? ''))
  const base = { fileSystem: localFileSystem, now: Date.now, notices }
  const stateDirectory = defaultStateDirectory(environment)
  const waiting = say('cli.waitingForGeoServers')
  const patience = choice.isPatient === true ? { onSilence: () => output.progress(waiting) } : {}
  const { profile, passcode, remarkable, passwordOf } = managed(
    choice.geoServers === undefined
      ? await ofThisMachine(choice, environment, { ...base, stateDirectory })
      : await atAddresses(choice.geoServers, patience, signal),
    choice.management,
  )
  const saved = choice.profile === undefined ? undefined : join(stateDirectory, 'clusters', profile.id)
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-'))
  try {
    if (saved !== undefined) copyWhatIsKnown(saved, directory)
    const cluster = await VisitedCluster.open({
      ...{ ...base, profile, passcode, directory, environment, passwordOf, hub, clock: systemClock },
      multicast: systemMulticast,
      patience,
      historyIn: saved,
      reference:
        choice.reference === undefined || choice.profile !== undefined
          ? undefined
          : resolve(choice.reference),
    })
    const recorded = new RecordedMessages({ cluster: choice.profile, directory: saved, environment })
    const services = createClusterServices({
      ...{ ...base, cluster, hub, environment, passwordOf, clock: systemClock },
      keepIn: saved ?? stateDirectory,
      settings: () => ({ ...initialSettings, language: output.language.tag }),
      operator: () => operatorName(stateDirectory, environment),
      mayResume: () => false,
      messages: async (filter, limit) => recorded.page(filter, limit),
    })
    hub.emit('cluster', cluster.state)
    return {
      cluster,
      services,
      remarkable,
      recorded,
      savedAs: choice.profile === undefined ? undefined : profile.name,
      node: (named) => nodeCalled(named, cluster, choice),
      [Symbol.asyncDispose]: async () => {
        await services.resync.close()
        await services.verdicts.told()
        await cluster.close()
        rmSync(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
}

/** Where a cluster and its passwords come from. */
interface Origin {
  readonly profile: Profile
  readonly passcode: string | undefined
  readonly remarkable: readonly FoundNode[]
  readonly passwordOf: (reference: string) => Promise<string | undefined>
}

async function ofThisMachine(
  choice: ClusterChoice,
  environment: CommandContext['environment'],
  { stateDirectory, ...base }: StateOfApp,
): Promise<Origin> {
  const profile =
    choice.profile === undefined
      ? profileOfDirectories(choice, environment)
      : savedProfile(choice.profile, stateDirectory)
  const passwordOf = async (reference: string): Promise<string | undefined> =>
    fileSecretStore({ ...base, directory: stateDirectory, environment }).get(reference)
  const { passcodeReference } = profile
  const passcode =
    passcodeReference === null ? choice.brokerLogin?.password : await passwordOf(passcodeReference)
  return { profile, passcode, remarkable: [], passwordOf }
}

/** With the management somebody named, whose password is kept for as long as the command runs. */
function managed(origin: Origin, management: Management | undefined): Origin {
  if (management === undefined) return origin
  const { url, user, password } = management
  const passwordReference = 'command/jolokia'
  return {
    ...origin,
    profile: { ...origin.profile, jolokia: { url, user, passwordReference } },
    passwordOf: async (reference) =>
      reference === passwordReference ? password : origin.passwordOf(reference),
  }
}

interface StateOfApp extends StateFiles {
  readonly stateDirectory: string
}

/** Asks GeoServers which cluster they are. Their passwords are kept for as long as the command runs. */
async function atAddresses(
  { addresses, login, logins, trust }: GeoServersGiven,
  patience: { readonly onSilence?: () => void },
  signal: AbortSignal,
): Promise<Origin> {
  const connect = createConnect(systemMulticast, systemClock, localFileSystem, patience)
  const found = await connect.service.look(
    { addresses: addresses.join('\n'), login, logins, trust, passphrase: null },
    { signal, progress: () => undefined },
  )
  const draft = profileOfFound('command', found, { login, logins })
  if (draft === undefined) {
    const remarks = [...found.nodes.flatMap((each) => each.remarks), ...(found.cluster?.remarks ?? [])]
    const [first] = remarks
    throw failure('PLB-COMMAND-NO-CLUSTER', {
      addresses: found.nodes.map(({ url }) => url),
      reason: first?.message ?? say('stockNodes.notClustered'),
    })
  }
  const { passcode: _, nodePasswords, nodes, ...rest } = draft
  return {
    profile: {
      ...rest,
      ...{ id: 'command', passcodeReference: null, demo: false },
      nodes: nodes.map((node) =>
        node.type === 'local' ? node : { ...node, passwordReference: node.instanceName },
      ),
    },
    passcode: connect.foundPasscode(draft.brokerUrl, draft.login),
    remarkable: found.nodes.filter(({ remarks }) => remarks.length > 0),
    passwordOf: (instanceName) =>
      Promise.resolve(Object.hasOwn(nodePasswords, instanceName) ? nodePasswords[instanceName] : undefined),
  }
}

function savedProfile(name: string, stateDirectory: string): Profile {
  const profile = findProfile(name, stateDirectory)
  if (profile === undefined) throw usageFailure(say('usage.noSavedCluster', { name }))
  return profile
}

/** A profile as the app would have one of these directories, if they were its cluster. */
function profileOfDirectories(
  { directories, brokerUrl = '', brokerLogin, topicName }: ClusterChoice,
  environment: CommandContext['environment'],
): Profile {
  const places = [...new Set(directories.map((each) => existingDirectory(each, localFileSystem).path))]
  const [configured] = places.flatMap((each) => {
    const files = new NodeFiles(each, { fileSystem: localFileSystem, now: Date.now, environment })
    const { configuration } = files
    return configuration === undefined || isFailure(configuration) ? [] : [configuration]
  })
  return {
    ...{ id: 'command', name: places.join(', '), stripe: 'none', demo: false },
    ...{ brokerUrl, login: brokerLogin?.user ?? null, passcodeReference: null },
    topicName: topicName ?? configured?.topicName ?? initialTexts.topicName,
    group: configured?.group ?? initialTexts.group,
    observer: 'plumbline-command',
    nodes: places.map((dataDirectory) => ({ type: 'local', dataDirectory, run: false })),
  }
}

/** What the app noticed and found equal counts here, too. */
function copyWhatIsKnown(from: string, to: string): void {
  for (const name of ['nodes.json', 'verdicts.json', 'findings.json']) {
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name))
  }
}

function nodeCalled(
  named: string,
  { nodes }: VisitedCluster,
  { profile, geoServers }: ClusterChoice,
): ClusterNode {
  const found =
    profile === undefined && geoServers === undefined
      ? nodes.ofThisMachine.find(({ facts }) => facts.dataDirectory === resolve(named))
      : (nodes.get(named) ?? nodes.geoServers.find(({ facts }) => facts.url === addressIn(named)))
  if (found !== undefined) return found
  const known = listed(nodes.all.map(({ instanceName }) => instanceName))
  throw usageFailure(say('usage.noNode', { name: named, known }))
}

/** An address as it is kept, however it was typed; undefined when it is none. */
function addressIn(named: string): string | undefined {
  try {
    return readAddresses(named)[0]?.url
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock, type Clock } from '../../electron/scheduler/clock.ts'
import type { Message } from '../../electron/broker/message.ts'
import type { Profile } from '../../electron/contract/features/profiles.ts'
import type { MessageSink } from '../../electron/services/cluster/message-sink.ts'
import { EventHub } from '../../electron/services/events/event-hub.ts'
import type { ApplicationEvents } from '../../electron/services/events/application-events.ts'
import { createApplication, type ApplicationOptions } from '../../electron/services/application.ts'
import { Notices } from '../../electron/state/notices.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { eventually } from './cluster.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const seed = join(import.meta.dirname, '../fixtures/geoserver-2.26/seed/master')

/** What every service takes from the application, for a test. A listener that throws fails the test. */
export function servicePlumbing() {
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  return { hub, notices: new Notices(), fileSystem: localFileSystem }
}

/** The second argument of a procedure's handler, for a test that neither cancels nor listens. */
export function plainCall<Progress>(progress: (value: Progress) => void = () => undefined) {
  return { signal: new AbortController().signal, progress }
}

/** A profile of a cluster on the embedded broker, with nodes that run here. */
export function profileOf(dataDirectories: readonly string[], changes: Partial<Profile> = {}): Profile {
  return {
    id: 'test',
    name: 'Test',
    stripe: 'none',
    brokerUrl: '',
    login: null,
    passcodeReference: null,
    topicName: 'VirtualTopic.geoserver',
    group: 'geoserver-cluster',
    observer: 'observer',
    nodes: dataDirectories.map((dataDirectory) => ({ type: 'local', dataDirectory, run: true })),
    demo: false,
    ...changes,
  }
}

/** Makes a data directory like every other one of a cluster. */
export function makeDataDirectory(
  parent: string,
  instanceName: string,
  properties: Readonly<Record<string, string>> = {},
): string {
  const path = join(parent, instanceName)
  cpSync(seed, path, { recursive: true })
  mkdirSync(join(path, 'cluster'), { recursive: true })
  const all = {
    instanceName,
    ...{ toggleMaster: 'true', toggleSlave: 'true', brokerURL: '' },
    ...{ 'connection.maxwait': '50', 'connection.retry': '2' },
    ...properties,
  }
  const lines = Object.entries(all).map(([key, value]) => `${key}=${value}`)
  writeFileSync(join(path, 'cluster/cluster.properties'), lines.join('\n'))
  return path
}

/** Keeps what an observer hands over. */
export class RememberingSink implements MessageSink {
  readonly messages: Message[] = []
  refuse: Error | undefined

  store(messages: readonly Message[]): void {
    if (this.refuse !== undefined) throw this.refuse
    this.messages.push(...messages)
  }
}

/** From here on a wait is somebody's patience, which a loaded machine needs whole. */
const patience = 5_001

/** Looks again twenty times as soon; deadlines stay what they are. */
export const hurriedClock: Clock = {
  now: () => systemClock.now(),
  after: (milliseconds, callback) =>
    systemClock.after(milliseconds < patience ? milliseconds / 20 : milliseconds, callback),
}

/** An application on a state directory of its own, closed when the test has finished. */
export async function openApplication({
  stateDirectory = temporaryDirectory(),
  ...options
}: Partial<ApplicationOptions> = {}) {
  const running = await createApplication({
    stateDirectory: join(stateDirectory, 'state'),
    environment: {},
    shell: 'serve',
    operator: 'ops',
    report: (error) => {
      throw error
    },
    embeddedBrokerPort: 0,
    demoInterval: 3_600_000,
    clock: hurriedClock,
    ...options,
  })
  onTestFinished(() => running.close())
  return { running, services: running.application.services, sources: running.application.sources }
}

/** Saves a profile of these data directories and opens it; resolves when every node runs or has failed. */
export async function openCluster(
  { services }: Awaited<ReturnType<typeof openApplication>>,
  dataDirectories: readonly string[],
  changes: Partial<Profile> & { jolokiaPassword?: string } = {},
): Promise<void> {
  const { passcodeReference: _reference, demo: _demo, ...draft } = profileOf(dataDirectories, changes)
  const { id } = await services.profiles.save({ ...draft, id: null, passcode: null }, plainCall())
  await services.profiles.open({ id }, plainCall())
  await eventually('every node runs or has failed', async () => {
    const nodes = await services.inventory.nodes({}, plainCall())
    return nodes.every(({ state }) => state !== 'starting')
  })
}

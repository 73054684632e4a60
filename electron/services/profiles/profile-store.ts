import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import {
  newObserver,
  profile,
  type ProfileDraft,
  type Profile,
  type ProfilePreview,
  type ProfileSecrets,
} from '../../contract/features/profiles.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'
import { checkProfile, separateLogin } from './check-profile.ts'
import { readProfileFile } from './profile-file.ts'
import { previewOf } from './profile-preview.ts'
import { demandSamePlaces } from './kept-passwords.ts'
import type { SecretStore } from './secret-store.ts'
import { parseJson } from '../../text/json.ts'
import { say } from '../../sentences/say.ts'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'

/** Ids are names of directories, too. */
const storedProfile = profile.extend({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) })
const fileName = 'profiles.json'
const longestFile = 4 * 1024 * 1024
const version = 1
const stored = z.object({ version: z.literal(version), profiles: z.array(storedProfile) })

/**
 * The profiles kept in a state directory, for whoever only looks.
 * @throws PLB-PROFILE-FILE-INVALID, PLB-STORAGE-…
 */
export function readProfiles(directory: string, fileSystem: FileSystem): readonly Profile[] {
  const path = join(directory, fileName)
  if (!fileSystem.exists(path)) return []
  try {
    return stored.parse(parseJson(fileSystem.readFile(path, longestFile).toString('utf8'))).profiles
  } catch (error) {
    if (isFailure(error)) throw error
    throw failure('PLB-PROFILE-FILE-INVALID', { reason: say('profiles.damaged', { path }) }, error)
  }
}

/** The saved clusters, with their passwords kept elsewhere by reference. */
export class ProfileStore {
  readonly #file: JsonFile<typeof stored>
  readonly #secrets: SecretStore

  constructor({
    directory,
    secrets,
    ...files
  }: StateFiles & { readonly directory: string; readonly secrets: SecretStore }) {
    this.#secrets = secrets
    this.#file = new JsonFile({
      ...files,
      path: join(directory, fileName),
      schema: stored,
      initial: { version, profiles: [] },
      version,
    })
  }

  get all(): readonly Profile[] {
    return this.#file.value.profiles
  }

  /** @throws PLB-PROFILE-UNKNOWN */
  get(id: string): Profile {
    const found = this.all.find((each) => each.id === id)
    if (found === undefined) throw failure('PLB-PROFILE-UNKNOWN', { id })
    return found
  }

  /**
   * Saves a draft as a new profile, or over the one with its id.
   * @throws PLB-PROFILE-REFUSED, PLB-PROFILE-UNKNOWN, PLB-PROFILE-PASSWORD-AGAIN; PLB-CONFIGURATION-…
   */
  async save(written: ProfileDraft, demo = false): Promise<Profile> {
    const draft = asFilesSay(written)
    checkProfile(draft)
    const before = draft.id === null ? undefined : this.get(draft.id)
    if (before !== undefined) demandSamePlaces(before, draft)
    const { brokerUrl, credentials, passphrase } = separateLogin(draft.brokerUrl)
    const id = before?.id ?? randomUUID()
    const login = credentials?.login ?? (draft.login === '' ? null : draft.login)
    const passcode = credentials?.passcode ?? draft.passcode
    const gone = draft.jolokia === undefined ? before?.jolokia?.passwordReference : undefined
    if (typeof gone === 'string') await this.#secrets.remove(gone)
    const saved: Profile = {
      id,
      name: draft.name,
      stripe: draft.stripe,
      brokerUrl,
      login,
      passcodeReference: await this.#keep(
        `profile/${id}/broker`,
        login === null ? '' : passcode,
        before?.passcodeReference,
      ),
      ...(draft.via === undefined ? {} : { via: draft.via }),
      ...(draft.jolokia === undefined
        ? {}
        : {
            jolokia: {
              ...draft.jolokia,
              passwordReference: await this.#keep(
                `profile/${id}/jolokia`,
                draft.jolokiaPassword ?? null,
                before?.jolokia?.passwordReference,
              ),
            },
          }),
      trust: {
        ...draft.trust,
        passphraseReference: await this.#keep(
          `profile/${id}/broker-key`,
          passphrase ?? draft.passphrase ?? null,
          before?.trust?.passphraseReference,
        ),
      },
      topicName: draft.topicName,
      group: draft.group,
      observer: draft.observer,
      nodes: await this.#nodes(id, draft, before),
      demo: before?.demo ?? demo,
    }
    this.#put(saved)
    return saved
  }

  /** Puts a profile in place that was made here, under an id of its own. */
  put(made: Profile): void {
    this.#put(made)
  }

  /**
   * Saves a profile once more, with its passwords.
   * @throws PLB-PROFILE-UNKNOWN, PLB-SECRET-UNAVAILABLE
   */
  async duplicate(id: string): Promise<Profile> {
    const from = this.get(id)
    return this.save({ ...this.#asNew(from), ...(await this.secretsOf(from)) })
  }

  /**
   * What importing a file would come to.
   * @throws PLB-PROFILE-FILE-…, PLB-PROFILE-REFUSED
   */
  async preview(content: string, passphrase?: string): Promise<ProfilePreview> {
    return (await this.#imported(content, passphrase)).shown
  }

  /**
   * Adds the profile of a file.
   * @param agreed what its preview says has to be agreed to
   * @param given passwords that go before those of the file
   * @throws PLB-PROFILE-FILE-…, PLB-PROFILE-REFUSED, PLB-APP-NOT-AGREED
   */
  async import(
    content: string,
    agreed: string,
    passphrase?: string,
    given?: {
      readonly passcode?: ProfileSecrets['passcode'] | undefined
      readonly nodePasswords?: ProfileSecrets['nodePasswords'] | undefined
    },
  ): Promise<Profile> {
    const { draft, shown } = await this.#imported(content, passphrase)
    if (agreed !== shown.agreed) throw failure('PLB-APP-NOT-AGREED', { shown: shown.name })
    return this.save({
      ...draft,
      passcode: given?.passcode ?? draft.passcode,
      nodePasswords: { ...draft.nodePasswords, ...given?.nodePasswords },
    })
  }

  async #imported(
    content: string,
    passphrase: string | undefined,
  ): Promise<{ readonly draft: ProfileDraft; readonly shown: ProfilePreview }> {
    const { profile: read, secrets } = await readProfileFile(content, passphrase)
    const draft = { ...this.#asNew(read), ...secrets }
    checkProfile(draft)
    return { draft, shown: previewOf(content, read.name, draft, this.all) }
  }

  /**
   * Under a name no other has, and with a queue of its own; engines start when the operator says so, not because a file or
   * another profile does.
   */
  #asNew(read: Omit<Profile, 'id' | 'passcodeReference' | 'demo'>): Omit<ProfileDraft, keyof ProfileSecrets> {
    const taken = new Set(this.all.map(({ name }) => name))
    let { name } = read
    for (let number = 2; taken.has(name); number += 1) name = `${read.name.slice(0, 90)} (${number})`
    const nodes = read.nodes.map((each) => (each.type === 'local' ? { ...each, run: false } : each))
    return { ...read, id: null, name, observer: newObserver(), nodes }
  }

  /** Removes a profile and its passwords; the archive of its cluster stays. @throws PLB-PROFILE-UNKNOWN */
  async remove(id: string): Promise<void> {
    const removed = this.get(id)
    this.#file.set({ version, profiles: this.all.filter((each) => each.id !== id) })
    for (const reference of referencesOf(removed)) await this.#secrets.remove(reference)
  }

  /** The password of the profile's broker. @throws PLB-SECRET-UNAVAILABLE */
  async passcodeOf({ passcodeReference }: Profile): Promise<string | undefined> {
    return this.#secretAt(passcodeReference)
  }

  /** The passphrase of the key the profile's brokers are shown. @throws PLB-SECRET-UNAVAILABLE */
  async passphraseOf({ trust }: Profile): Promise<string | undefined> {
    return this.#secretAt(trust?.passphraseReference)
  }

  /** The password of who asks the management of the profile's broker. @throws PLB-SECRET-UNAVAILABLE */
  async jolokiaPasswordOf({ jolokia }: Profile): Promise<string | undefined> {
    return this.#secretAt(jolokia?.passwordReference)
  }

  /** The password kept for a GeoServer of a profile. @throws PLB-SECRET-UNAVAILABLE */
  async nodePassword(id: string | null, instanceName: string): Promise<string | undefined> {
    return this.#secretAt(geoServerOf(this.#find(id), instanceName)?.passwordReference)
  }

  /** The passphrase kept for the key a GeoServer of a profile is shown. @throws PLB-SECRET-UNAVAILABLE */
  async nodePassphrase(id: string | null, instanceName: string): Promise<string | undefined> {
    return this.#secretAt(geoServerOf(this.#find(id), instanceName)?.passphraseReference)
  }

  /** All passwords of a profile. @throws PLB-SECRET-UNAVAILABLE */
  async secretsOf(from: Profile): Promise<ProfileSecrets> {
    const nodePasswords: Record<string, string> = {}
    const nodePassphrases: Record<string, string> = {}
    for (const node of from.nodes) {
      if (node.type === 'local') continue
      const password = await this.#secretAt(node.passwordReference)
      const passphrase = await this.#secretAt(node.passphraseReference)
      if (password !== undefined) nodePasswords[node.instanceName] = password
      if (passphrase !== undefined) nodePassphrases[node.instanceName] = passphrase
    }
    return {
      passcode: (await this.passcodeOf(from)) ?? null,
      jolokiaPassword: (await this.jolokiaPasswordOf(from)) ?? null,
      passphrase: (await this.passphraseOf(from)) ?? null,
      ...{ nodePasswords, nodePassphrases },
    }
  }

  #find(id: string | null): Profile | undefined {
    return this.all.find((each) => each.id === id)
  }

  async #secretAt(reference: string | null | undefined): Promise<string | undefined> {
    return reference === null || reference === undefined ? undefined : this.#secrets.get(reference)
  }

  #put(saved: Profile): void {
    const isNew = !this.all.some((each) => each.id === saved.id)
    const profiles = isNew
      ? [...this.all, saved]
      : this.all.map((each) => (each.id === saved.id ? saved : each))
    this.#file.set({ version, profiles })
  }

  async #nodes(id: string, draft: ProfileDraft, before: Profile | undefined): Promise<Profile['nodes']> {
    const nodes: Profile['nodes'] = []
    for (const node of draft.nodes) {
      if (node.type === 'local') {
        nodes.push(node)
        continue
      }
      const { instanceName } = node
      const old = geoServerOf(before, instanceName)
      const password = draft.nodePasswords?.[instanceName] ?? null
      const passphrase = draft.nodePassphrases?.[instanceName] ?? null
      nodes.push({
        ...node,
        passwordReference: await this.#keep(
          `profile/${id}/node/${instanceName}`,
          password,
          old?.passwordReference,
        ),
        passphraseReference: await this.#keep(
          `profile/${id}/node-key/${instanceName}`,
          passphrase,
          old?.passphraseReference,
        ),
      })
    }
    const kept = new Set(nodes.flatMap(referencesOfNode))
    const gone = (before?.nodes ?? []).flatMap(referencesOfNode).filter((each) => !kept.has(each))
    for (const reference of gone) await this.#secrets.remove(reference)
    return nodes
  }

  /** @param secret null to keep what there is, empty to have none */
  async #keep(
    reference: string,
    secret: string | null,
    before: string | null | undefined,
  ): Promise<string | null> {
    if (secret === null) return before ?? null
    if (secret === '') {
      if (before !== null && before !== undefined) await this.#secrets.remove(before)
      return null
    }
    await this.#secrets.set(reference, secret)
    return reference
  }
}

function geoServerOf(profile: Profile | undefined, instanceName: string) {
  return profile?.nodes
    .filter((each) => each.type === 'geoserver')
    .find((each) => each.instanceName === instanceName)
}

function referencesOf({ passcodeReference, trust, jolokia, nodes }: Profile): readonly string[] {
  const kept = [passcodeReference, trust?.passphraseReference, jolokia?.passwordReference]
  const ofBroker = kept.filter((each) => typeof each === 'string')
  return [...ofBroker, ...nodes.flatMap(referencesOfNode)]
}

function referencesOfNode(node: Profile['nodes'][number]): readonly string[] {
  if (node.type === 'local') return []
  return [node.passwordReference, node.passphraseReference].filter((each) => typeof each === 'string')
}

/** What a node has whose file says nothing, as GeoServer's module starts with. */
const usual = { topicName: 'VirtualTopic.geoserver', group: 'geoserver-cluster' }

/**
 * A draft with the topic and the group its data directories name, where it names none itself.
 * @throws PLB-CONFIGURATION-… when the file that would say so cannot be read
 */
export function asFilesSay<Draft extends Pick<ProfileDraft, 'topicName' | 'group' | 'nodes'>>(
  draft: Draft,
): Draft {
  if (draft.topicName !== '' && draft.group !== '') return draft
  const directory = draft.nodes.find((node) => node.type === 'local')?.dataDirectory
  const said =
    directory === undefined
      ? undefined
      : readClusterConfiguration({ dataDirectory: directory, environment: {} })
  const { topicName, group } = said ?? usual
  return { ...draft, topicName: draft.topicName || topicName, group: draft.group || group }
}

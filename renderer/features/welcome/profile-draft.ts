import { newObserver, type Profile } from '../../../electron/contract/features/profiles.ts'
import type { InputFor } from '../../api/types.ts'
import { isAbsolute } from '../../components/absolute-path.ts'
import { filled, trustFieldsOf, trustOfFields, trustProblems, type TrustFields } from './trust-draft.ts'

/** What the application takes to save or to test a cluster. */
export type ProfileDraft = InputFor<'profiles', 'save'>

/** A GeoServer as the form holds it; the password is empty when the one there is shall be kept. */
export interface GeoServerFields {
  instanceName: string
  url: string
  /** Below which map clients ask it; empty where that is the same. */
  serviceUrl: string
  user: string
  /** The machine to go through by ssh; empty for none. */
  via: string
  password: string
  passwordReference: string | null
  trust: TrustFields
}

/** Where the broker's management is asked, as the form holds it; without an address it is not. */
export interface JolokiaFields {
  url: string
  user: string
  password: string
  passwordReference: string | null
}

/** A local node as the form holds it. */
export interface LocalFields {
  dataDirectory: string
  run: boolean
}

/** A cluster as the form holds it: texts only, so that a field may be half-way. */
export interface ClusterFields {
  id: string | null
  name: string
  stripe: Profile['stripe']
  brokerUrl: string
  login: string
  passcode: string
  trust: TrustFields
  via: string
  jolokia: JolokiaFields
  topicName: string
  group: string
  observer: string
  local: LocalFields[]
  geoServers: GeoServerFields[]
}

export type Door = 'connect' | 'directory'

/** The fields of a new cluster, with what GeoServer's module starts with. */
export function newFields(door: Door): ClusterFields {
  return {
    id: null,
    name: '',
    stripe: 'none',
    brokerUrl: '',
    login: '',
    passcode: '',
    trust: trustFieldsOf(),
    via: '',
    jolokia: jolokiaFieldsOf(undefined),
    // A data directory's own file says so.
    topicName: door === 'directory' ? '' : 'VirtualTopic.geoserver',
    group: door === 'directory' ? '' : 'geoserver-cluster',
    observer: newObserver(),
    local: door === 'directory' ? [{ dataDirectory: '', run: false }] : [],
    geoServers: [],
  }
}

export function fieldsOf(profile: Profile): ClusterFields {
  const { id, name, stripe, brokerUrl, login, trust, via, jolokia, topicName, group, observer, nodes } =
    profile
  return {
    id,
    name,
    stripe,
    brokerUrl,
    login: login ?? '',
    passcode: '',
    trust: trustFieldsOf(trust),
    via: via ?? '',
    jolokia: jolokiaFieldsOf(jolokia),
    topicName,
    group,
    observer,
    local: nodes.flatMap((node) =>
      node.type === 'local' ? [{ dataDirectory: node.dataDirectory, run: node.run }] : [],
    ),
    geoServers: nodes.flatMap((node) =>
      node.type === 'geoserver'
        ? [
            {
              instanceName: node.instanceName,
              url: node.url,
              serviceUrl: node.serviceUrl ?? '',
              user: node.user,
              password: '',
              passwordReference: node.passwordReference,
              trust: trustFieldsOf(node),
              via: node.via ?? '',
            },
          ]
        : [],
    ),
  }
}

/** What the application is handed. A name left empty is taken from the broker or the directory. */
export function draftOf(fields: ClusterFields): ProfileDraft {
  const passwords = fields.geoServers.filter(({ password }) => password !== '')
  const passphrases = fields.geoServers.filter(({ trust }) => trust.passphrase !== '')
  return {
    id: fields.id,
    name: nameOf(fields),
    stripe: fields.stripe,
    brokerUrl: fields.brokerUrl.trim(),
    login: fields.login.trim() === '' ? null : fields.login.trim(),
    passcode: fields.passcode === '' ? null : fields.passcode,
    trust: trustOfFields(fields.trust),
    via: filled(fields.via),
    ...jolokiaDraftOf(fields.jolokia),
    passphrase: fields.trust.passphrase === '' ? null : fields.trust.passphrase,
    topicName: fields.topicName.trim(),
    group: fields.group.trim(),
    observer: fields.observer.trim(),
    nodes: [
      ...fields.local.map(({ dataDirectory, run }) => ({
        type: 'local' as const,
        dataDirectory: dataDirectory.trim(),
        run,
      })),
      ...fields.geoServers.map(({ instanceName, url, serviceUrl, user, passwordReference, trust, via }) => ({
        type: 'geoserver' as const,
        instanceName: instanceName.trim(),
        url: url.trim(),
        ...(serviceUrl.trim() === '' ? {} : { serviceUrl: serviceUrl.trim() }),
        user: user.trim(),
        passwordReference,
        ...trustOfFields(trust),
        via: filled(via),
      })),
    ],
    ...(passwords.length === 0
      ? {}
      : {
          nodePasswords: Object.fromEntries(
            passwords.map(({ instanceName, password }) => [instanceName.trim(), password]),
          ),
        }),
    ...(passphrases.length === 0
      ? {}
      : {
          nodePassphrases: Object.fromEntries(
            passphrases.map(({ instanceName, trust }) => [instanceName.trim(), trust.passphrase]),
          ),
        }),
  }
}

/** What is missing or impossible, by field, as keys of the messages `welcome.problems`. */
export function problemsOf(fields: ClusterFields, door: Door): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {}
  if (door === 'connect' && fields.id === null && fields.brokerUrl.trim() === '') {
    problems['brokerUrl'] = 'brokerUrl'
  }
  const isSaid = door === 'directory' && fields.id === null
  for (const field of ['topicName', 'group', 'observer'] as const) {
    if (fields[field].trim() === '' && (field === 'observer' || !isSaid)) problems[field] = 'empty'
  }
  const topicName = fields.topicName.trim()
  if (!topicName.startsWith('VirtualTopic.') && !(isSaid && topicName === ''))
    problems['topicName'] = 'topicName'
  for (const [index, { dataDirectory }] of fields.local.entries()) {
    if (dataDirectory.trim() === '') problems[`local.${index}`] = 'empty'
    else if (!isAbsolute(dataDirectory.trim())) problems[`local.${index}`] = 'absolute'
  }
  for (const [name, what] of Object.entries(trustProblems(fields.trust))) problems[`trust.${name}`] = what
  if (!isBastion(fields.via)) problems['via'] = 'via'
  const jolokia = fields.jolokia.url
  if (jolokia.trim() !== '' && !isWebAddress(jolokia)) problems['jolokia'] = 'url'
  for (const [index, { instanceName, url, serviceUrl, trust, via }] of fields.geoServers.entries()) {
    if (instanceName.trim() === '') problems[`geoServer.${index}.instanceName`] = 'empty'
    if (!isWebAddress(url)) problems[`geoServer.${index}.url`] = 'url'
    if (serviceUrl.trim() !== '' && !isWebAddress(serviceUrl))
      problems[`geoServer.${index}.serviceUrl`] = 'url'
    if (!isBastion(via)) problems[`geoServer.${index}.via`] = 'via'
    for (const [name, what] of Object.entries(trustProblems(trust)))
      problems[`geoServer.${index}.trust.${name}`] = what
  }
  return problems
}

/** The name as typed, else the first broker's host or the directory's own name. */
export function nameOf({ name, brokerUrl, local }: ClusterFields): string {
  if (name.trim() !== '') return name.trim()
  const host = /\/\/(?:[^@/,)]*@)?(\[[^\]]+\]|[^:/,?)\s]+)/.exec(brokerUrl)?.[1]
  const directory = local[0]?.dataDirectory.split(/[\\/]/).findLast((part) => part !== '')
  return (host ?? directory ?? 'cluster').slice(0, 100)
}

function jolokiaFieldsOf(kept: Profile['jolokia']): JolokiaFields {
  return { url: '', user: '', passwordReference: null, ...kept, password: '' }
}

function jolokiaDraftOf(fields: JolokiaFields): Pick<ProfileDraft, 'jolokia' | 'jolokiaPassword'> {
  const { password, passwordReference } = fields
  const url = fields.url.trim()
  if (url === '') return {}
  return {
    jolokia: { url, user: fields.user.trim(), passwordReference },
    jolokiaPassword: password === '' ? null : password,
  }
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^/]/.test(text.trim()) && URL.canParse(text.trim())
}

/** What ssh could go to, or nothing. */
export function isBastion(via: string): boolean {
  return /^(?:(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9_][\w.-]*)?$/.test(via.trim())
}

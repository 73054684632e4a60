import { z } from 'zod'
import { change, query, state, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { agreed, instant, nothing, severity, trustFieldNames, trustFields, via } from '../shared.ts'

/** How a server is trusted, with the passphrase of our key under a reference. */
const keptTrust = {
  ...trustFields,
  /** Under which it is kept; never the passphrase itself. */
  passphraseReference: z.string().nullable().optional(),
}

/** A node the app knows of because the operator said so; others are found on the broker. */
export const profileNode = z.discriminatedUnion('type', [
  /** A data directory on this machine; with `run`, its replication engine runs in the app. */
  z.object({ type: z.literal('local'), dataDirectory: z.string().min(1), run: z.boolean() }),
  /** A GeoServer reached over REST. */
  z.object({
    type: z.literal('geoserver'),
    instanceName: z.string().min(1),
    /** `http://host:8080/geoserver` */
    url: z.url(),
    /** Below which its map clients find /wms, /wfs and /wcs, where that is another address. */
    serviceUrl: z.url({ protocol: /^https?$/ }).optional(),
    user: z.string(),
    /** Under which the password is kept; never the password itself. */
    passwordReference: z.string().nullable(),
    ...keptTrust,
    via,
  }),
])

/** A saved cluster. */
export const profile = z.object({
  id: z.string().min(1),
  name: z.string().min(1).max(100),
  /** A stripe that makes the wrong window obvious. */
  stripe: z.enum(['none', 'red', 'orange', 'green', 'blue', 'purple']),
  /** Empty for the embedded broker of this machine. */
  brokerUrl: z.string(),
  login: z.string().nullable(),
  passcodeReference: z.string().nullable(),
  /** How its brokers are trusted over TLS, where the URL does not say it itself. */
  trust: z.object(keptTrust).optional(),
  via,
  /** Where the management of the broker is asked over HTTP (`http://host:8161/api/jolokia`), and who asks. */
  jolokia: z
    .object({
      url: z.url(),
      user: z.string(),
      /** Under which the password is kept; never the password itself. */
      passwordReference: z.string().nullable(),
    })
    .optional(),
  topicName: z.string().min(1),
  group: z.string().min(1),
  /** Name of our own consumer queue, `Consumer.<observer>.<topic>`, which feeds the archive. */
  observer: z.string().min(1),
  nodes: z.array(profileNode),
  demo: z.boolean(),
})
export type Profile = z.output<typeof profile>

/**
 * A name for the consumer queue of one profile. Each has its own, since what one application takes from a queue another
 * with the same name does not see.
 */
export function newObserver(): string {
  const [drawn] = crypto.getRandomValues(new Uint32Array(1))
  return `plumbline-${(drawn ?? 0).toString(16).padStart(8, '0')}`
}

/** Whether a consumer of the topic is an application of Plumbline that watches, by the names they have of themselves. */
export function isObserver(instanceName: string): boolean {
  return /^plumbline(-[0-9a-f]{8})?$/.test(instanceName)
}

/** Whether its nodes are no GeoServers, though they act like them: the demo that shows what is done for those. */
export function isImitation({ demo, nodes }: Pick<Profile, 'demo' | 'nodes'>): boolean {
  return demo && nodes.some(({ type }) => type === 'geoserver')
}

/** A profile as the operator writes it; secrets are handed over once and kept by reference. */
export const profileDraft = profile.omit({ passcodeReference: true, demo: true }).extend({
  id: z.string().nullable(),
  /** Empty for what the first data directory says. */
  topicName: z.string(),
  group: z.string(),
  /** Null to keep the one there is. */
  passcode: z.string().nullable(),
  /** Of who asks its management; null to keep the one there is. */
  jolokiaPassword: z.string().nullable().optional(),
  /** Of the key brokers are shown; null to keep the one there is. */
  passphrase: z.string().nullable().optional(),
  /** Of the keys GeoServer nodes are shown, by instance name; those not in it are kept. */
  nodePassphrases: z.record(z.string(), z.string()).optional(),
  /** Passwords of GeoServer nodes by instance name; those not in it are kept. */
  nodePasswords: z.record(z.string(), z.string()).optional(),
})

export type ProfileDraft = z.output<typeof profileDraft>

/** Of a draft, what is kept by reference. */
export const profileSecrets = profileDraft.pick({
  passcode: true,
  jolokiaPassword: true,
  passphrase: true,
  nodePassphrases: true,
  nodePasswords: true,
})
export type ProfileSecrets = z.output<typeof profileSecrets>

/** How a server is come to and trusted, where it is not as usual. */
const access = z.array(
  z.object({ option: z.enum(['serviceUrl', 'via', ...trustFieldNames]), value: z.string() }),
)

/** Of a passphrase files are encrypted with; anybody may try on a copy of the file for as long as they like. */
export const shortestPassphrase = 12

/** What importing a file would come to; nothing of it is secret. */
export const profilePreview = z.object({
  /** Under which it would be saved: another one than the file says when that is taken. */
  name: z.string(),
  /** The saved profile of the name the file says, which stays as it is; null when there is none. */
  taken: z.string().nullable(),
  /** Without a login; empty for the embedded broker of this machine. */
  brokerUrl: z.string(),
  login: z.string().nullable(),
  /** Of its brokers, besides what their URL says. */
  access,
  /** Whether the file brings the password of the broker, which would be kept. */
  holdsPassword: z.boolean(),
  topicName: z.string(),
  group: z.string(),
  /** By name, where it is known before it is asked, and place. */
  nodes: z.array(
    z.object({
      type: z.enum(['local', 'geoserver']),
      name: z.string().nullable(),
      place: z.string(),
      access,
      /** Who asks it, and whether the file brings the password; null for a directory. */
      user: z.string().nullable(),
      holdsPassword: z.boolean(),
    }),
  ),
  agreed,
})
export type ProfilePreview = z.output<typeof profilePreview>

/** As much as a profile file may hold. */
export const largestProfileFile = 1_000_000

const secret = z.string().max(1000)
/** Of a file that is encrypted with one. */
const passphrase = secret.optional()
const fileToRead = z.object({ content: z.string().max(largestProfileFile), passphrase })

export const clusterState = z.object({
  profile: profile.nullable(),
  state: z.enum(['closed', 'opening', 'open', 'failed']),
  broker: z.object({
    state: z.enum(['idle', 'connecting', 'connected', 'lost', 'closed']),
    where: z.string(),
    because: wording.nullable(),
    nextAttemptIn: z.number().nullable(),
    since: instant.nullable(),
    /** The brokers of all nodes, where each has its own and they are bridged to each other; otherwise none. */
    bridged: z
      .array(
        z.object({
          /** What it calls itself, which is the name of its node; null while it was never connected. */
          name: z.string().nullable(),
          where: z.string(),
          /** Whether what is published there reaches the archive. */
          isObserved: z.boolean(),
          state: z.enum(['idle', 'connecting', 'connected', 'lost', 'closed']),
          because: wording.nullable(),
        }),
      )
      .readonly(),
  }),
  message: wording.nullable(),
})
export type ClusterState = z.output<typeof clusterState>

/** As many clusters are open side by side; each has connections, an archive and threads of its own. */
export const mostOpenClusters = 8

export const openedCluster = z.object({
  /** Of its profile. */
  id: z.string(),
  name: z.string(),
  state: clusterState.shape.state,
  /** The one state it is summed up in. */
  worst: severity,
})
export type OpenedCluster = z.output<typeof openedCluster>

export const profiles = {
  list: query(nothing, z.array(profile)),
  save: change(profileDraft, profile),
  /** With its passwords; agreed to by its name. */
  remove: change(z.object({ id: z.string(), agreed }), nothing),
  /** Tries what a draft says without saving it. */
  test: task(
    profileDraft,
    z.object({
      steps: z.array(
        z.object({
          name: wording,
          outcome: z.enum(['ok', 'untried', 'warning', 'failed']),
          message: wording,
          remedy: wording.nullable(),
          /** The code of the failure, where it is one. */
          code: z.string().optional(),
          /** SHA-256 of the certificate a server showed, so that it can be pinned. */
          fingerprint: z.string().optional(),
          /** The GeoServer that showed it; absent where a broker did. */
          node: z.string().optional(),
          /** A queue that is not there and can be made. */
          queue: z.string().optional(),
        }),
      ),
    }),
    z.object({ step: wording }),
    false,
  ),
  /** Makes the queue a test found missing, agreed to by its name. */
  makeQueue: change(z.object({ draft: profileDraft, queue: z.string(), agreed }), nothing),
  /** Shows a cluster, and opens it where it is not open. Read-only mode is no reason to look at one only. */
  open: { ...query(z.object({ id: z.string() }), clusterState), recorded: true },
  /** Closes the cluster that is shown, unless it says which. */
  close: { ...query(z.object({ id: z.string().optional() }), nothing), recorded: true },
  current: query(nothing, clusterState),
  /** As a new profile with the same passwords, whose directories are not run. */
  duplicate: change(z.object({ id: z.string() }), profile),
  /** With its passwords, encrypted, where a passphrase is given; without them otherwise. */
  exportFile: {
    ...query(
      z.object({ id: z.string(), passphrase: secret.min(shortestPassphrase).optional() }),
      z.object({ fileName: z.string(), content: z.string() }),
    ),
    recorded: true,
  },
  previewFile: query(fileToRead, profilePreview),
  /**
   * Agreed to by what the preview of this file says; it adds a profile, and replaces none. Passwords that are given go
   * before those of the file.
   */
  importFile: change(
    fileToRead.extend({
      agreed,
      passcode: secret.nullable().optional(),
      nodePasswords: z.record(z.string(), secret).optional(),
    }),
    profile,
  ),
  /** Makes (or finds) the demo cluster and opens it. */
  startDemo: task(nothing, clusterState, z.object({ message: wording }), true),
  /** Starts the demo cluster of imitated GeoServers anew and opens it. */
  startImitation: task(nothing, clusterState, z.object({ message: wording }), true),
  /** Damages a slave of the demo that is open, to learn resync by doing. */
  breakDemoSlave: change(nothing, z.object({ instanceName: z.string(), damage: z.array(wording) })),
}

export const profileStreams = {
  /** The state of the cluster that is shown, then every change. */
  cluster: state(nothing, clusterState),
  opened: state(nothing, z.array(openedCluster)),
}

import { z } from 'zod'
import { query, state, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { nothing, trustFields, via } from '../shared.ts'

const login = z.object({ user: z.string().max(200), password: z.string().max(1000) })

/** Something about a node or its broker that keeps it from working as it should, or may. */
const remark = z.object({
  severity: z.enum(['attention', 'failed']),
  message: wording,
  remedy: wording.nullable(),
})

/** What lies at an address, or at a path of this machine. */
export const foundNode = z.object({
  /** `directory`: a data directory; `file`: a cluster.properties of whose node no place is known. */
  source: z.enum(['geoserver', 'directory', 'file']),
  /** The address or the path. */
  url: z.string(),
  outcome: z.enum(['ok', 'warning', 'failed']),
  /** Null when it does not tell. */
  instanceName: z.string().nullable(),
  version: z.string().nullable(),
  roles: z.array(z.enum(['master', 'slave'])),
  group: z.string().nullable(),
  topicName: z.string().nullable(),
  /** Whether another login may help. */
  isRefused: z.boolean(),
  /** How it is come to and trusted, as was asked or as its address says. */
  access: z.object({ ...trustFields, via }),
  /** What it shows over https, trusted or not; null where it shows nothing. */
  certificate: z
    .object({
      /** SHA-256 of it. */
      fingerprint: z.string(),
      names: z.string(),
      validTo: z.string(),
      isTrusted: z.boolean(),
    })
    .nullable(),
  remarks: z.array(remark),
})
export type FoundNode = z.output<typeof foundNode>

/** The cluster the nodes found are part of. */
export const foundCluster = z.object({
  /** Without a login; empty when the nodes have brokers of their own. */
  brokerUrl: z.string(),
  /** As it stands in the nodes' own URL. The password that goes with it is kept until the cluster is saved. */
  login: z.string().nullable(),
  /** How it is come to and trusted: as its nodes are. */
  trust: z.object(trustFields),
  via,
  topicName: z.string(),
  group: z.string(),
  /** What nobody said, so that the usual is taken. */
  unsaid: z.array(z.enum(['topicName', 'group'])).readonly(),
  /** Whether the broker wants another login. */
  isRefused: z.boolean(),
  remarks: z.array(remark),
  /** Nodes that have a queue at the broker, and whose addresses are not known. */
  missing: z.array(z.string()),
  /** Why the broker does not say who has a queue there; null when it does. */
  missingUnknown: wording.nullable(),
})
export type FoundCluster = z.output<typeof foundCluster>

/** A broker that tells of itself on this network. Anybody can say so. */
const nearbyBroker = z.object({
  url: z.string(),
  /** What it calls itself; null for the many that call themselves nothing. */
  name: z.string().nullable(),
  isReachable: z.boolean(),
  /** The machine that says so. */
  sender: z.string(),
})

const pasted = z.string().max(20_000)

export const connect = {
  /** What a text is that was pasted; nothing is asked, and nothing of a broker URL comes back. */
  recognise: query(
    z.object({ text: pasted }),
    z.object({
      /** Their addresses. */
      geoServers: z.array(z.string()),
      namesBroker: z.boolean(),
      /** Of this machine. */
      paths: z.array(z.string()),
      isProperties: z.boolean(),
    }),
  ),
  /** Asks a broker whose queues it has, and which others it is bridged to; nothing is left there. */
  nodesBehind: query(
    z.object({ brokerUrl: z.string().max(2000) }),
    z.object({
      /** Null when it does not say. */
      instanceNames: z.array(z.string()).nullable(),
      /** Brokers it is bridged to: those of the other nodes, where each GeoServer has one of its own. */
      bridges: z.array(z.object({ name: z.string(), url: z.string().nullable() })),
    }),
  ),
  /** Looks at what was pasted: asks GeoServers what they are, and the broker who else takes its messages. */
  look: task(
    z.object({
      /** As typed or pasted: addresses, plain or with patterns; broker URLs; paths; a cluster.properties. */
      addresses: pasted,
      login,
      /** Of the broker, where the one that was found is not the right one. */
      brokerLogin: login.optional(),
      /** Logins of those that have one of their own, by address. */
      logins: z.record(z.string(), login),
      /** How those that are spoken to over TLS are trusted, where an address says nothing of it. */
      trust: z.object(trustFields),
      /** Of the key they are shown. */
      passphrase: z.string().max(1000).nullable(),
      /** The machine between here and those whose addresses name none. */
      via,
    }),
    z.object({ nodes: z.array(foundNode), cluster: foundCluster.nullable() }),
    z.object({ asked: z.array(z.string()), found: foundNode.nullable() }),
    false,
  ),
}

export const connectStreams = {
  /** Brokers that tell of themselves; listened to as long as somebody looks. */
  nearby: state(
    nothing,
    z.object({
      brokers: z.array(nearbyBroker),
      /** The broker URL that stands for all of them. */
      group: z.string(),
      /** Why none can be heard here; null while they can. */
      deafBecause: wording.nullable(),
    }),
  ),
}

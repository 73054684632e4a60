/**
 * Every data structure of OpenWire a client meets, as versions 6 to 12 have it in the loose encoding: its type number and
 * its fields, in the order of the wire. Codec and types are read off this table.
 */

/** A field holding one of these structures, or nothing. */
const one = <const Names extends readonly string[]>(...of: Names) => ({ of })
/** A field holding a list of these structures, or nothing. */
const many = <const Names extends readonly string[]>(...listOf: Names) => ({ listOf })
/** A field that earlier versions of the protocol do not have. */
const since = <Since extends number, const Field>(version: Since, field: Field) => ({ since: version, field })

const command = { commandId: 'int', responseRequired: 'bool' } as const

const destination = one('Queue', 'Topic', 'TempQueue', 'TempTopic')
const transaction = one('LocalTransactionId', 'XATransactionId')
const anyMessage = [
  'Message',
  'BytesMessage',
  'MapMessage',
  'ObjectMessage',
  'StreamMessage',
  'TextMessage',
  'BlobMessage',
] as const

/** What advisories tell and responses carry. */
const fact = one(
  'BrokerInfo',
  'ConnectionInfo',
  'ConsumerInfo',
  'ProducerInfo',
  'DestinationInfo',
  'RemoveInfo',
  'RemoveSubscriptionInfo',
  'SubscriptionInfo',
  'TransactionInfo',
  'Queue',
  'Topic',
  'TempQueue',
  'TempTopic',
  'LocalTransactionId',
  'XATransactionId',
  ...anyMessage,
)

const message = {
  ...command,
  producerId: one('ProducerId'),
  destination,
  transactionId: transaction,
  originalDestination: destination,
  messageId: one('MessageId'),
  originalTransactionId: transaction,
  groupID: 'str',
  groupSequence: 'int',
  correlationId: 'str',
  persistent: 'bool',
  expiration: 'long',
  priority: 'byte',
  replyTo: destination,
  timestamp: 'long',
  type: 'str',
  content: 'bytes',
  marshalledProperties: 'bytes',
  dataStructure: fact,
  targetConsumerId: one('ConsumerId'),
  compressed: 'bool',
  redeliveryCounter: 'int',
  brokerPath: many('BrokerId'),
  arrival: 'long',
  userID: 'str',
  recievedByDFBridge: 'bool',
  droppable: 'bool',
  cluster: many('BrokerId'),
  brokerInTime: 'long',
  brokerOutTime: 'long',
  jMSXGroupFirstForConsumer: since(10, 'bool'),
} as const

const response = { ...command, correlationId: 'int' } as const

export const structures = {
  WireFormatInfo: { type: 1, fields: { magic: 'magic', version: 'int', marshalledProperties: 'bytes' } },
  BrokerInfo: {
    type: 2,
    fields: {
      ...command,
      brokerId: one('BrokerId'),
      brokerURL: 'str',
      peerBrokerInfos: many('BrokerInfo'),
      brokerName: 'str',
      slaveBroker: 'bool',
      masterBroker: 'bool',
      faultTolerantConfiguration: 'bool',
      duplexConnection: 'bool',
      networkConnection: 'bool',
      connectionId: 'long',
      brokerUploadUrl: 'str',
      networkProperties: 'str',
    },
  },
  ConnectionInfo: {
    type: 3,
    fields: {
      ...command,
      connectionId: one('ConnectionId'),
      clientId: 'str',
      password: 'str',
      userName: 'str',
      brokerPath: many('BrokerId'),
      brokerMasterConnector: 'bool',
      manageable: 'bool',
      clientMaster: 'bool',
      faultTolerant: 'bool',
      failoverReconnect: 'bool',
      clientIp: since(8, 'str'),
    },
  },
  SessionInfo: { type: 4, fields: { ...command, sessionId: one('SessionId') } },
  ConsumerInfo: {
    type: 5,
    fields: {
      ...command,
      consumerId: one('ConsumerId'),
      browser: 'bool',
      destination,
      prefetchSize: 'int',
      maximumPendingMessageLimit: 'int',
      dispatchAsync: 'bool',
      selector: 'str',
      clientId: since(10, 'str'),
      subscriptionName: 'str',
      noLocal: 'bool',
      exclusive: 'bool',
      retroactive: 'bool',
      priority: 'byte',
      brokerPath: many('BrokerId'),
      additionalPredicate: one('NetworkBridgeFilter'),
      networkSubscription: 'bool',
      optimizedAcknowledge: 'bool',
      noRangeAcks: 'bool',
      networkConsumerPath: many('ConsumerId'),
    },
  },
  ProducerInfo: {
    type: 6,
    fields: {
      ...command,
      producerId: one('ProducerId'),
      destination,
      brokerPath: many('BrokerId'),
      dispatchAsync: 'bool',
      windowSize: 'int',
    },
  },
  TransactionInfo: {
    type: 7,
    fields: { ...command, connectionId: one('ConnectionId'), transactionId: transaction, type: 'byte' },
  },
  DestinationInfo: {
    type: 8,
    fields: {
      ...command,
      connectionId: one('ConnectionId'),
      destination,
      operationType: 'byte',
      timeout: 'long',
      brokerPath: many('BrokerId'),
    },
  },
  RemoveSubscriptionInfo: {
    type: 9,
    fields: { ...command, connectionId: one('ConnectionId'), subcriptionName: 'str', clientId: 'str' },
  },
  KeepAliveInfo: { type: 10, fields: command },
  ShutdownInfo: { type: 11, fields: command },
  RemoveInfo: {
    type: 12,
    fields: {
      ...command,
      objectId: one('ConnectionId', 'SessionId', 'ConsumerId', 'ProducerId'),
      lastDeliveredSequenceId: 'long',
    },
  },
  ControlCommand: { type: 14, fields: { ...command, command: 'str' } },
  FlushCommand: { type: 15, fields: command },
  ConnectionError: {
    type: 16,
    fields: { ...command, exception: 'throwable', connectionId: one('ConnectionId') },
  },
  ConsumerControl: {
    type: 17,
    fields: {
      ...command,
      destination,
      close: 'bool',
      consumerId: one('ConsumerId'),
      prefetch: 'int',
      flush: 'bool',
      start: 'bool',
      stop: 'bool',
    },
  },
  ConnectionControl: {
    type: 18,
    fields: {
      ...command,
      close: 'bool',
      exit: 'bool',
      faultTolerant: 'bool',
      resume: 'bool',
      suspend: 'bool',
      connectedBrokers: 'str',
      reconnectTo: 'str',
      rebalanceConnection: 'bool',
      token: since(8, 'bytes'),
    },
  },
  ProducerAck: { type: 19, fields: { ...command, producerId: one('ProducerId'), size: 'int' } },
  MessagePull: {
    type: 20,
    fields: {
      ...command,
      consumerId: one('ConsumerId'),
      destination,
      timeout: 'long',
      correlationId: 'str',
      messageId: one('MessageId'),
    },
  },
  MessageDispatch: {
    type: 21,
    fields: {
      ...command,
      consumerId: one('ConsumerId'),
      destination,
      message: one(...anyMessage),
      redeliveryCounter: 'int',
    },
  },
  MessageAck: {
    type: 22,
    fields: {
      ...command,
      destination,
      transactionId: transaction,
      consumerId: one('ConsumerId'),
      ackType: 'byte',
      firstMessageId: one('MessageId'),
      lastMessageId: one('MessageId'),
      messageCount: 'int',
      poisonCause: since(7, 'throwable'),
    },
  },
  Message: { type: 23, fields: message },
  BytesMessage: { type: 24, fields: message },
  MapMessage: { type: 25, fields: message },
  ObjectMessage: { type: 26, fields: message },
  StreamMessage: { type: 27, fields: message },
  TextMessage: { type: 28, fields: message },
  BlobMessage: {
    type: 29,
    fields: { ...message, remoteBlobUrl: 'str', mimeType: 'str', deletedByBroker: 'bool' },
  },
  Response: { type: 30, fields: response },
  ExceptionResponse: { type: 31, fields: { ...response, exception: 'throwable' } },
  DataResponse: { type: 32, fields: { ...response, data: fact } },
  DataArrayResponse: { type: 33, fields: { ...response, data: { listOf: fact.of } } },
  IntegerResponse: { type: 34, fields: { ...response, result: 'int' } },
  SubscriptionInfo: {
    type: 55,
    fields: {
      clientId: 'str',
      destination,
      selector: 'str',
      subcriptionName: 'str',
      subscribedDestination: destination,
      noLocal: since(11, 'bool'),
    },
  },
  MessageDispatchNotification: {
    type: 90,
    fields: {
      ...command,
      consumerId: one('ConsumerId'),
      destination,
      deliverySequenceId: 'long',
      messageId: one('MessageId'),
    },
  },
  NetworkBridgeFilter: {
    type: 91,
    fields: { networkBrokerId: one('BrokerId'), messageTTL: 'int', consumerTTL: since(10, 'int') },
  },
  Queue: { type: 100, fields: { physicalName: 'str' } },
  Topic: { type: 101, fields: { physicalName: 'str' } },
  TempQueue: { type: 102, fields: { physicalName: 'str' } },
  TempTopic: { type: 103, fields: { physicalName: 'str' } },
  MessageId: {
    type: 110,
    fields: {
      textView: since(10, 'str'),
      producerId: one('ProducerId'),
      producerSequenceId: 'long',
      brokerSequenceId: 'long',
    },
  },
  LocalTransactionId: { type: 111, fields: { value: 'long', connectionId: one('ConnectionId') } },
  XATransactionId: {
    type: 112,
    fields: { formatId: 'int', globalTransactionId: 'bytes', branchQualifier: 'bytes' },
  },
  ConnectionId: { type: 120, fields: { value: 'str' } },
  SessionId: { type: 121, fields: { connectionId: 'str', value: 'long' } },
  ConsumerId: { type: 122, fields: { connectionId: 'str', sessionId: 'long', value: 'long' } },
  ProducerId: { type: 123, fields: { connectionId: 'str', value: 'long', sessionId: 'long' } },
  BrokerId: { type: 124, fields: { value: 'str' } },
} as const

type Table = typeof structures
export type StructureName = keyof Table

/** An exception of the broker. Its class is a name to compare, never one to make anything of. */
export interface Throwable {
  readonly className: string | null
  readonly message: string | null
}

/** The kinds of fields that hold no other structure, and what each is in memory. */
export interface PlainValues {
  bool: boolean
  byte: number
  int: number
  long: bigint
  str: string | null
  bytes: Buffer | null
  throwable: Throwable | null
  /** The eight letters every connection begins with. */
  magic: string
}

type ValueOf<Field> = Field extends keyof PlainValues
  ? PlainValues[Field]
  : Field extends { readonly of: readonly (infer Name)[] }
    ? Structure<Extract<Name, StructureName>> | null
    : Field extends { readonly listOf: readonly (infer Name)[] }
      ? readonly (Structure<Extract<Name, StructureName>> | null)[] | null
      : Field extends { readonly field: infer Inner }
        ? ValueOf<Inner>
        : never

type FieldsOf<Name extends StructureName> = {
  readonly [Field in keyof Table[Name]['fields']]: ValueOf<Table[Name]['fields'][Field]>
}

/** A structure by its name: a union over the names given. */
export type Structure<Name extends StructureName = StructureName> = {
  [Each in Name]: { readonly name: Each } & FieldsOf<Each>
}[Name]

export type AnyMessage = Structure<(typeof anyMessage)[number]>
/** Whether a structure is a message, of whatever type. */
export function isMessage(structure: Structure): structure is AnyMessage {
  return anyMessage.some((name) => name === structure.name)
}

/** A queue or topic, lasting or temporary. */
export type AnyDestination = Structure<'Queue' | 'Topic' | 'TempQueue' | 'TempTopic'>

/** A field as the table writes it. */
export type Field =
  | keyof PlainValues
  | { readonly of: readonly string[] }
  | { readonly listOf: readonly string[] }
  | { readonly since: number; readonly field: Field }

import type { ErrorDefinitions } from './definition.ts'

export const embeddedBrokerErrors = {
  'PLB-EMBEDDED-BROKER-NOT-LOOPBACK': {
    message: 'The embedded broker does not listen on {host}: other machines could reach it there.',
    cause: 'Where other machines can reach it, the embedded broker wants a login and speaks TLS alone.',
    remedy:
      'Use 127.0.0.1. Or give it a login, a certificate and a key: --login, --tls-cert and --tls-key, or in the app the login of the cluster and the files in the settings. For many machines, run ActiveMQ.',
  },
  'PLB-EMBEDDED-BROKER-PORT-TAKEN': {
    message: 'The embedded broker cannot listen on {host}:{port}: another program does already.',
    cause: 'Another broker, or another Plumbline, uses the port.',
    remedy: 'Stop the other program or choose another port; port 0 takes any that is free.',
  },
  'PLB-EMBEDDED-BROKER-CANNOT-LISTEN': {
    message: 'The embedded broker cannot listen on {host}:{port}: {reason}.',
    cause: 'The address is not one of this machine, or this account may not use the port.',
    remedy: 'Use 127.0.0.1 and a port above 1023; port 0 takes any that is free.',
  },
  'PLB-EMBEDDED-BROKER-NOT-ANNOUNCED': {
    message: 'The embedded broker cannot tell of itself on the network: {reason}.',
    cause: 'No network of this machine carries multicast, or this account may not use UDP port 6155.',
    remedy:
      'Leave out --announce, or turn it off in the settings, and enter the address of the broker where it is used.',
  },
  'PLB-EMBEDDED-BROKER-STORE-UNREADABLE': {
    message: 'The embedded broker lets nobody in until it can read what it has stored: {reason}',
    cause: 'Its database was damaged or taken away, or the disk refuses.',
    remedy: 'Make room or mend the disk; the broker tries again by itself, and says what it lost.',
  },
  'PLB-EMBEDDED-BROKER-QUEUE-IN-USE': {
    message: 'The queue {queue} cannot be deleted: it has {consumers} consumers.',
    cause: 'A node or a tool is connected and consumes from the queue.',
    remedy: 'Stop what consumes from it, then delete it.',
  },
} as const satisfies ErrorDefinitions

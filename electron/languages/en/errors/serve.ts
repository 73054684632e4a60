import type { ErrorDefinitions } from './definition.ts'

export const serveErrors = {
  'PLB-SERVE-PORT-IN-USE': {
    message: 'Port {port} of {host} is in use by {occupant}.',
    cause: 'Plumbline runs already, or another program listens on that port.',
    remedy: 'Stop that program, or name another port with --port; --port 0 takes any that is free.',
  },
  'PLB-SERVE-CANNOT-LISTEN': {
    message: 'Plumbline could not listen on port {port} of {host}: {reason}.',
    cause: 'The address is not one of this machine, or the account may not use that port.',
    remedy: 'Name an address of this machine with --host and a port above 1023 with --port.',
  },
  'PLB-SERVE-NEEDS-TLS': {
    message: '{host} is not a loopback address, and there is no certificate.',
    cause: 'Without TLS everyone on the network could read and change what is sent, passwords included.',
    remedy:
      'Give --tls-cert and --tls-key, or stay with 127.0.0.1 and forward the port with `ssh -L` to reach it from elsewhere.',
  },
  'PLB-SERVE-TLS-UNUSABLE': {
    message: 'The certificate {certificate} with the key {key} cannot be used: {reason}.',
    cause: 'One of the files is missing, not in PEM form, encrypted, or they do not belong together.',
    remedy: 'Check both files; the key must be unencrypted PEM that this account can read.',
  },
  'PLB-SERVE-NO-USER-INTERFACE': {
    message: 'The user interface could not be prepared: {reason}.',
    cause: 'It is built when it is first needed, and that did not work; `npm install` may not have been run.',
    remedy:
      'Run `npm install` and `npm run build:renderer` as the account the installation belongs to, and try again.',
  },
} as const satisfies ErrorDefinitions

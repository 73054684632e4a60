import type { ErrorDefinitions } from './definition.ts'

/** Fields are those of a profile; in braces what they are called in a broker URL. */
export const tlsErrors = {
  'PLB-TLS-UNKNOWN-AUTHORITY': {
    message:
      'The certificate of {server} is not signed by an authority this machine trusts. Its SHA-256 fingerprint is {fingerprint}.',
    cause: 'The server uses its own or a company authority, or another machine answers in its place.',
    remedy:
      "Name a file with the authority's certificate (PEM) as certificate authority: in the profile, in the address (ssl://host:61617?plumbline.ca=/path/to/ca.pem, https://host/geoserver?plumbline.ca=/path/to/ca.pem), or with --authority. Or ask who runs the server for the fingerprint, and enter that (plumbline.fingerprint).",
  },
  'PLB-TLS-WRONG-HOST': {
    message:
      'The certificate of {server} was issued for other names: {names}. Its SHA-256 fingerprint is {fingerprint}.',
    cause: 'The URL names the server differently than its certificate does, or another machine answers.',
    remedy:
      'Use a name in the certificate, or have the certificate issued for the name in use. Where neither can be, say the name to expect (plumbline.serverName=NAME), or switch the check of the name off (plumbline.hostCheck=off).',
  },
  'PLB-TLS-EXPIRED': {
    message:
      'The certificate of {server} is not valid at this time: it is from {from} to {to}. Its SHA-256 fingerprint is {fingerprint}.',
    cause: 'It has expired or is not valid yet, or the clock of this machine is wrong.',
    remedy: "Renew the server's certificate, or set this machine's clock.",
  },
  'PLB-TLS-WRONG-FINGERPRINT': {
    message:
      'The certificate of {server} has the SHA-256 fingerprint {fingerprint}; the one to accept is {expected}.',
    cause: 'The certificate was renewed, or another machine answers in place of the server.',
    remedy:
      'Ask who runs the server whether its certificate was renewed. If so, enter the new fingerprint (plumbline.fingerprint); if not, do not.',
  },
  'PLB-TLS-CLIENT-CERTIFICATE': {
    message: 'The server at {server} did not accept our client certificate, or asks for one we do not have.',
    cause: 'It asks whoever connects for a certificate (mutual TLS; needClientAuth of ActiveMQ).',
    remedy:
      "Name a client certificate and key the server's trust store accepts, as PEM (plumbline.certificate and plumbline.key) or PKCS#12 (plumbline.pkcs12).",
  },
  'PLB-TLS-NOT-SPOKEN': {
    message: 'The port at {server} does not speak TLS.',
    cause: 'The URL asks for TLS, but this port is a plain one.',
    remedy: 'Use the port that speaks TLS, or write tcp://, stomp:// or http:// for this one.',
  },
  'PLB-TLS-REQUIRED': {
    message: 'The port at {server} expects TLS.',
    cause: 'The URL asks for a plain connection, but this port speaks TLS.',
    remedy: 'Write ssl:// (OpenWire), stomp+ssl:// (STOMP) or https:// in front of this host and port.',
  },
  'PLB-TLS-FILE': {
    message: 'What is named for TLS ({path}) cannot be used: {reason}.',
    cause:
      'A file is missing, not readable by this account, not PEM or PKCS#12, or key and certificate do not belong together.',
    remedy:
      'Check the paths of certificate authority, client certificate, key and PKCS#12 file (plumbline.ca, plumbline.certificate, plumbline.key, plumbline.pkcs12, plumbline.unlockFile), and what the files hold.',
  },
  'PLB-TLS-PASSPHRASE': {
    message: 'The key in {path} cannot be unlocked.',
    cause: 'Its passphrase is another one, or none was given.',
    remedy:
      'Enter the passphrase of the key in the profile, or name a file whose first line it is (plumbline.unlockFile).',
  },
  'PLB-TUNNEL-FAILED': {
    message: '{server} cannot be reached through {via}: {reason}.',
    cause: 'The program ssh could not log in there without a question, may not forward, or is not installed.',
    remedy:
      'Try `ssh {via}` in a terminal of this account: it has to log in without asking for anything, with a key or an agent and a known host. Correct the SSH host of the connection (plumbline.via) if it is another one.',
  },
  'PLB-TLS-FAILED': {
    message: 'No TLS connection to {server} could be made: {reason}.',
    cause:
      'Server and client could not agree on protocol version, cipher or certificates, or the port does not speak TLS.',
    remedy:
      "Check that the port speaks TLS, then the server's TLS settings (sslContext of ActiveMQ) and our certificates against the reason given.",
  },
} as const satisfies ErrorDefinitions

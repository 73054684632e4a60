import { z } from 'zod'
import { EmbeddedBroker } from '../../broker/embedded/embedded-broker.ts'
import { systemMulticast } from '../../broker/discovery/multicast.ts'
import type { BrokerEvent } from '../../broker/embedded/broker-event.ts'
import { embeddedBrokerUrl, formatBrokerUrl, type Credentials } from '../../broker/broker-url.ts'
import { textOf } from '../../errors/failure.ts'
import { timeOfDay } from '../activity-line.ts'
import { counted } from '../counted.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { readLogin } from '../login-file.ts'
import { dim } from '../styled-text.ts'
import { aborted } from '../../scheduler/aborted.ts'
import {
  bothFiles,
  bothFilesNeeded,
  certificateFields,
  certificateFiles,
  certificateOptions,
  readServerCertificate,
} from '../server-certificate.ts'
import { portNumber, requiredWords, words } from '../parameters.ts'

export const brokerCommand = defineCommand({
  name: 'broker',
  arguments: {},
  options: {
    database: '--database <file>',
    port: '--port <port>',
    login: '--login <file>',
    announce: '--announce',
    host: '--host <address>',
    ...certificateOptions,
  },
  examples: ['broker --database /var/lib/plumbline/broker.sqlite'],
  input: z
    .object({
      database: requiredWords('nameFile'),
      port: portNumber.default(61_613),
      host: words('beAddress').optional(),
      login: words('nameFile').optional(),
      announce: z.boolean().default(false),
      ...certificateFields,
    })
    .refine(bothFiles, bothFilesNeeded),
  async run({ database, port, host, login, announce, ...given }, { output, listenForInterruption }) {
    const interrupted = listenForInterruption()
    const files = certificateFiles(given)
    const broker = await EmbeddedBroker.start({
      database,
      port,
      ...(host === undefined ? {} : { host }),
      ...(login === undefined ? {} : { credentials: credentialsIn(login) }),
      ...(files === undefined ? {} : { tls: readServerCertificate(files) }),
      ...(announce ? { announceOn: systemMulticast } : {}),
      onEvent(event) {
        if (output.json) output.record({ type: 'event', at: Date.now(), ...shown(event) })
        else output.message(dim(timeOfDay(Date.now())), `  ${inWords(event)}`)
      },
    })
    const url = embeddedBrokerUrl(broker.host, broker.port, broker.fingerprint)
    try {
      if (output.json) output.record({ type: 'ready', url: formatBrokerUrl(url) })
      else output.line(formatBrokerUrl(url))
      await aborted(interrupted)
      return exitCodes.ok
    } finally {
      await broker.stop()
      if (!output.json) output.message('stopped')
    }
  },
})

/** @throws PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-… */
function credentialsIn(path: string): Credentials {
  const { user, password } = readLogin(path)
  return { login: user, passcode: password }
}

function shown(event: BrokerEvent): object {
  const { kind, ...rest } = event
  return { event: kind, ...rest, ...('error' in rest ? { error: textOf(rest.error) } : {}) }
}

function inWords(event: BrokerEvent): string {
  switch (event.kind) {
    case 'connected':
      return `${who(event)} connected`
    case 'disconnected':
      return `${who(event)} disconnected: ${event.reason}`
    case 'refused':
      return `${who(event)} was refused: ${event.message}`
    case 'another broker':
      return `another broker of Plumbline tells of itself: ${event.other}. Let all nodes of a cluster use ${event.use}`
    case 'dead letter':
      return `a message of ${event.from} went to the dead letter queue: it was ${event.reason}`
    case 'store failed':
      return `nothing could be stored: ${textOf(event.error)}`
    case 'store unavailable':
      return `nobody is let in until what is stored can be read again: ${textOf(event.error)}`
    case 'store back':
      return 'what is stored can be read again; messages that were not persistent are gone'
    case 'messages lost':
      return lossInWords(event)
  }
}

function lossInWords({ path, lost }: Extract<BrokerEvent, { kind: 'messages lost' }>): string {
  const where =
    path === undefined ? 'the database was gone' : `the database was damaged and lies at ${path} now`
  const what =
    lost === undefined
      ? 'what it held cannot be told'
      : `lost: ${lost.map(({ queue, messages }) => `${counted(messages, 'message')} of ${queue}`).join(', ') || 'no message'}`
  return `${where}; the broker began with an empty one; ${what}. Compare every slave with its master`
}

function who({
  remoteAddress,
  clientId,
}: {
  readonly remoteAddress: string
  readonly clientId: string | undefined
}): string {
  return clientId === undefined ? remoteAddress : `${clientId} (${remoteAddress})`
}

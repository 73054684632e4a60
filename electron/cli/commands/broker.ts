import { z } from 'zod'
import { brokerAlone, EmbeddedBroker } from '../../broker/embedded/hosting/embedded-broker.ts'
import { systemMulticast } from '../../broker/discovery/multicast.ts'
import type { BrokerEvent } from '../../broker/embedded/broker-event.ts'
import { embeddedBrokerUrl, formatBrokerUrl, type Credentials } from '../../broker/broker-url.ts'
import { textOf } from '../../errors/failure.ts'
import { timeOfDay } from '../activity-line.ts'
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
} from '../server-certificate.ts'
import { readServerCertificate } from '../../tls/server-certificate.ts'
import { portNumber, requiredWords, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'
import type { Sentence } from '../../sentences/sentence.ts'

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
      limits: brokerAlone,
      ...(host === undefined ? {} : { host }),
      ...(login === undefined ? {} : { credentials: credentialsIn(login) }),
      ...(files === undefined ? {} : { tls: readServerCertificate(files) }),
      ...(announce ? { announceOn: systemMulticast } : {}),
      onEvent(event) {
        if (output.json) output.record({ type: 'event', at: Date.now(), ...shown(event) })
        else output.message(dim(timeOfDay(Date.now())), '  ', inWords(event))
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
      if (!output.json) output.message(say('cli.stopped'))
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

function inWords(event: BrokerEvent): Sentence {
  switch (event.kind) {
    case 'connected':
      return say('cliNodes.clientConnected', { who: who(event) })
    case 'disconnected':
      return say('cliNodes.clientDisconnected', { who: who(event), reason: event.reason })
    case 'refused':
      return say('cliNodes.clientRefused', { who: who(event), reason: event.message })
    case 'another broker':
      return say('cliNodes.anotherBroker', { other: event.other, use: event.use })
    case 'dead letter':
      return say('cliNodes.wentDead', { queue: event.from, reason: event.reason })
    case 'store failed':
      return say('cliNodes.storeFailed', { reason: textOf(event.error) })
    case 'store unavailable':
      return say('cliNodes.storeUnavailable', { reason: textOf(event.error) })
    case 'store back':
      return say('cliNodes.storeBack')
    case 'messages lost':
      return lossInWords(event)
  }
}

function lossInWords({ path, lost }: Extract<BrokerEvent, { kind: 'messages lost' }>): Sentence {
  const where = path === undefined ? say('cliNodes.databaseGone') : say('cliNodes.databaseDamaged', { path })
  const all = lost?.map(({ queue, messages }) => say('cliNodes.messagesOf', { count: messages, queue }))
  const what =
    all === undefined
      ? say('cliNodes.lossUnknown')
      : say('cliNodes.lossKnown', { lost: all.length === 0 ? say('cliNodes.noMessage') : all })
  return say('cliNodes.beganEmpty', { where, what })
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

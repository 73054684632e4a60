import type { Wording } from '../../sentences/sentence.ts'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { FoundCluster, FoundNode } from '../../contract/features/connect.ts'
import { profileOfFound } from '../../services/connect/profile-of-found.ts'
import { createApplication } from '../../services/application.ts'
import { defaultStateDirectory, operatorName } from '../../state/state-directory.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { loginsGiven, readLogin } from '../login-file.ts'
import type { Output } from '../output.ts'
import { bold, dim, green, red, yellow } from '../styled-text.ts'
import { must, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'
import { rolesOf } from '../node-description.ts'
import { wordingOf } from '../../errors/failure.ts'

interface Found {
  readonly nodes: readonly FoundNode[]
  readonly cluster: FoundCluster | null
}

export const connectCommand = defineCommand({
  name: 'connect',
  arguments: { addresses: '<what...>' },
  options: {
    login: '--login <file>',
    brokerLogin: '--broker-login <file>',
    authority: '--authority <file>',
    save: '--save <name>',
    stateDir: '--state-dir <directory>',
  },
  examples: [
    "connect 'http://gs{1..3}:8080/geoserver' --login admin.login",
    'connect gs1:8080 gs2:8080 --login admin.login --save Maps',
    'connect tcp://mq:61616 --broker-login broker.login',
    'connect /srv/geoserver/data --save Maps',
  ],
  input: z.object({
    addresses: z.array(z.string()).min(1, must(say('must.beGiven'))),
    login: words('nameFile').optional(),
    brokerLogin: words('nameFile').optional(),
    authority: words('nameFile').optional(),
    save: words('beName')
      .max(100, must(say('must.beShort')))
      .optional(),
    stateDir: words('nameDirectory').optional(),
  }),
  async run({ addresses, login, brokerLogin, authority, save, stateDir }, context) {
    const { output, environment, listenForInterruption } = context
    const signal = listenForInterruption()
    const access = loginsGiven({ login }, environment)
    const stateDirectory = stateDir === undefined ? defaultStateDirectory(environment) : resolve(stateDir)
    const application = await createApplication({
      stateDirectory,
      environment,
      shell: 'serve',
      operator: operatorName(stateDirectory, environment),
      report: (error) => {
        output.warning(wordingOf(error))
      },
    })
    try {
      if (save !== undefined && application.temporary !== undefined) throw application.temporary
      const { connect, profiles } = application.application.services
      const call = { signal, progress: () => undefined }
      const trust = authority === undefined ? {} : { authority: resolve(authority) }
      const asked = {
        ...{ addresses: addresses.map(inFull).join('\n'), ...access, trust, passphrase: null },
        brokerLogin: brokerLogin === undefined ? undefined : readLogin(brokerLogin),
      }
      const found = await connect.look(asked, call)
      const draft = save === undefined ? undefined : profileOfFound(save, found, access)
      const profile = draft === undefined ? undefined : await profiles.save(draft, call)
      if (output.json) output.document({ ...found, profile: profile?.id ?? null })
      else print(found, output)
      if (profile !== undefined) output.message(say('cliNodes.saved', { name: profile.name }))
      else if (save !== undefined) output.warning(say('cliNodes.nothingSaved'))
      return isAsItShouldBe(found) && (save === undefined || profile !== undefined)
        ? exitCodes.ok
        : exitCodes.no
    } finally {
      await application.close()
    }
  },
})

/** A path as the shell completes it, which an address never looks like. */
function inFull(what: string): string {
  return /^\.{0,2}[\\/]/.test(what) ? resolve(what) : what
}

function isAsItShouldBe({ nodes, cluster }: Found): boolean {
  return (
    nodes.every(({ outcome }) => outcome === 'ok') &&
    cluster !== null &&
    cluster.missing.length === 0 &&
    cluster.remarks.length === 0
  )
}

function print({ nodes, cluster }: Found, output: Output): void {
  const column = (word: Wording): string => `${output.words(word)} `.padEnd(10)
  const mark = {
    ok: green(column(say('cliStates.ok'))),
    warning: yellow(column(say('cliStates.remark'))),
    failed: red(column(say('cliStates.failed'))),
  }
  for (const { outcome, url, instanceName, roles, version, remarks, certificate } of nodes) {
    const facts = [
      ...(roles.length === 0 ? [] : [rolesOf(roles, null)]),
      ...(version === null ? [] : [`GeoServer ${version}`]),
    ].flatMap((fact, at) => [at === 0 ? '' : ', ', fact])
    output.line(
      ...[mark[outcome], bold(instanceName ?? say('cliNodes.notKnown')), '  ', ...facts, '  ', dim(url)],
    )
    if (certificate !== null) {
      const { names, validTo, fingerprint } = certificate
      const shown = say('profiles.certificateShown', { server: url, names, validTo, fingerprint })
      output.line(' '.repeat(10), dim(shown))
    }
    for (const { message, remedy } of remarks) {
      output.line(' '.repeat(10), message)
      if (remedy !== null) output.line(' '.repeat(10), dim(say('cliDrift.tryThis')), ' ', dim(remedy))
    }
  }
  if (cluster === null) return
  const { brokerUrl, topicName: topic, group } = cluster
  output.line(say('cliNodes.clusterOf', { broker: brokerUrl || say('cliNodes.none'), topic, group }))
  if (cluster.unsaid.length > 0) {
    output.line(
      '  ',
      yellow(say('cliNodes.unsaid', { what: cluster.unsaid.map((each) => say(`cliNodes.${each}`)) })),
    )
  }
  for (const { message } of cluster.remarks) output.line('  ', yellow(message))
  if (cluster.missing.length > 0) {
    output.line(yellow(say('cliNodes.moreQueues', { names: cluster.missing })))
  } else if (cluster.missingUnknown !== null) {
    output.line(dim(say('cliNodes.moreUnknown', { reason: cluster.missingUnknown })))
  }
}

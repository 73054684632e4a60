import { resolve } from 'node:path'
import { z } from 'zod'
import type { FoundCluster, FoundNode } from '../../contract/features/connect.ts'
import { english } from '../../sentences/english.ts'
import { profileOfFound } from '../../services/connect/profile-of-found.ts'
import { createApplication } from '../../services/application.ts'
import { accountName } from '../../state/account.ts'
import { defaultStateDirectory } from '../../state/state-directory.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { loginsGiven } from '../login-file.ts'
import type { Output } from '../output.ts'
import { bold, dim, green, red, yellow } from '../styled-text.ts'
import { must, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

interface Found {
  readonly nodes: readonly FoundNode[]
  readonly cluster: FoundCluster | null
}

export const connectCommand = defineCommand({
  name: 'connect',
  arguments: { addresses: '<address...>' },
  options: {
    login: '--login <file>',
    authority: '--authority <file>',
    save: '--save <name>',
    stateDir: '--state-dir <directory>',
  },
  examples: [
    "connect 'http://gs{1..3}:8080/geoserver' --login admin.login",
    'connect gs1:8080 gs2:8080 --login admin.login --save Maps',
  ],
  input: z.object({
    addresses: z.array(z.string()).min(1, must(say('must.beGiven'))),
    login: words('nameFile').optional(),
    authority: words('nameFile').optional(),
    save: words('beName').max(100, 'is too long').optional(),
    stateDir: words('nameDirectory').optional(),
  }),
  async run({ addresses, login, authority, save, stateDir }, context) {
    const { output, environment, listenForInterruption } = context
    const signal = listenForInterruption()
    const access = loginsGiven({ login }, environment)
    const application = await createApplication({
      stateDirectory: stateDir === undefined ? defaultStateDirectory(environment) : resolve(stateDir),
      environment,
      shell: 'serve',
      operator: accountName(),
      report: (error) => {
        output.warning(error instanceof Error ? error.message : String(error))
      },
    })
    try {
      const { connect, profiles } = application.application.services
      const call = { signal, progress: () => undefined }
      const path = authority === undefined ? null : resolve(authority)
      const found = await connect.look({ addresses: addresses.join('\n'), ...access, authority: path }, call)
      const draft = save === undefined ? undefined : profileOfFound(save, found, access, path)
      const profile = draft === undefined ? undefined : await profiles.save(draft, call)
      if (output.json) output.document({ ...found, profile: profile?.id ?? null })
      else print(found, output)
      if (profile !== undefined) output.message(`saved as the profile ${profile.name}`)
      else if (save !== undefined) output.warning('nothing was saved, since nothing usable was found')
      return isAsItShouldBe(found) && (save === undefined || profile !== undefined)
        ? exitCodes.ok
        : exitCodes.no
    } finally {
      await application.close()
    }
  },
})

function isAsItShouldBe({ nodes, cluster }: Found): boolean {
  return (
    nodes.every(({ outcome }) => outcome === 'ok') &&
    cluster !== null &&
    cluster.missing.length === 0 &&
    cluster.remarks.length === 0
  )
}

function print({ nodes, cluster }: Found, output: Output): void {
  const mark = { ok: green('ok     '), warning: yellow('remark '), failed: red('failed ') }
  for (const { outcome, url, instanceName, roles, version, remarks } of nodes) {
    const facts = [roles.join(' and '), version === null ? '' : `GeoServer ${version}`].filter(
      (each) => each !== '',
    )
    output.line(mark[outcome], bold(instanceName ?? 'not known'), `  ${facts.join(', ')}  `, dim(url))
    for (const { message, remedy } of remarks) {
      output.line('       ', english(message))
      if (remedy !== null) output.line('       ', dim(`try: ${english(remedy)}`))
    }
  }
  if (cluster === null) return
  output.line(`broker ${cluster.brokerUrl || 'none'}, topic ${cluster.topicName}, group ${cluster.group}`)
  for (const { message } of cluster.remarks) output.line('  ', yellow(english(message)))
  if (cluster.missing.length > 0) {
    output.line(yellow(`the broker has queues of more nodes: ${cluster.missing.join(', ')}`))
  } else if (cluster.missingUnknown !== null) {
    output.line(dim(`whether there are more nodes is not known: ${english(cluster.missingUnknown)}`))
  }
}

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
import { loginsGiven, loginVariables } from '../login-file.ts'
import type { Output } from '../output.ts'
import { bold, dim, green, red, yellow } from '../styled-text.ts'

interface Found {
  readonly nodes: readonly FoundNode[]
  readonly cluster: FoundCluster | null
}

export const connectCommand = defineCommand({
  name: 'connect',
  summary: 'find a cluster by the addresses of its GeoServers',
  description:
    'Asks GeoServers what they are: the cluster each is part of, its roles, and what keeps it from working; then asks ' +
    'the broker they name which other nodes take its messages. Nothing is changed. ' +
    `The login is that of an administrator: from a file, or from ${loginVariables.user} and ${loginVariables.password}. ` +
    'With --save the cluster becomes a profile of the app. ' +
    'Exits with 0 when all is as it should be and every node of the broker is among the addresses, else with 1.',
  arguments: [
    {
      key: 'addresses',
      syntax: '<address...>',
      description: 'as http://gs1:8080/geoserver, also with patterns as http://gs{1..5}:8080/geoserver',
    },
  ],
  options: [
    {
      key: 'login',
      syntax: '--login <file>',
      description:
        'a file with user:password on one line, which this account alone can read; ' +
        'further lines ADDRESS user:password are for a GeoServer that has a login of its own',
    },
    {
      key: 'authority',
      syntax: '--authority <file>',
      description: 'certificates to trust in place of those this machine trusts, as PEM',
    },
    { key: 'save', syntax: '--save <name>', description: 'save the cluster as a profile of this name' },
    {
      key: 'stateDir',
      syntax: '--state-dir <directory>',
      description: 'where profiles are kept (default: as PLUMBLINE_STATE_DIR says)',
    },
  ],
  examples: [
    {
      line: "connect 'http://gs{1..3}:8080/geoserver' --login admin.login",
      does: 'see what three GeoServers are',
    },
    {
      line: 'connect gs1:8080 gs2:8080 --login admin.login --save Maps',
      does: 'make a profile of a cluster, to be opened in the app',
    },
  ],
  input: z.object({
    addresses: z.array(z.string()).min(1, 'are required'),
    login: z.string().min(1, 'must name a file').optional(),
    authority: z.string().min(1, 'must name a file').optional(),
    save: z.string().min(1, 'must be a name').max(100, 'is too long').optional(),
    stateDir: z.string().min(1, 'must name a directory').optional(),
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

import { z } from 'zod'
import { largestProfileFile, type Profile, type ProfilePreview } from '../../contract/features/profiles.ts'
import { hideSecrets, hideSecretsIn } from '../../secrets/text.ts'
import { readProfiles, type ProfileStore } from '../../services/profiles/profile-store.ts'
import { writeProfileFile } from '../../services/profiles/profile-file.ts'
import { say } from '../../sentences/say.ts'
import { defaultStateDirectory } from '../../state/state-directory.ts'
import { localFileSystem } from '../../storage/files.ts'
import { audited } from '../audited.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { agreedTo } from '../confirm.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { passphraseGiven } from '../login-file.ts'
import type { Output } from '../output.ts'
import { oneOf, words } from '../parameters.ts'
import { findProfile } from '../profile-nodes.ts'
import { withProfileStore } from '../saved-clusters.ts'
import { bold, dim } from '../styled-text.ts'
import { readText } from '../text-input.ts'
import { connectCommand } from './connect.ts'

const actions = ['list', 'show', 'add', 'remove', 'export', 'import'] as const

export const profilesCommand = defineCommand({
  name: 'profiles',
  arguments: { action: '[action]', what: '[what...]' },
  options: {
    login: '--login <file>',
    brokerLogin: '--broker-login <file>',
    authority: '--authority <file>',
    passphrase: '--passphrase <file>',
    output: '--output <file>',
    confirm: '--confirm <name>',
  },
  examples: [
    'profiles',
    "profiles add Maps 'http://gs{1..3}:8080/geoserver' --login admin.login",
    'profiles export Maps --passphrase maps.passphrase --output maps.plumbline',
    'profiles import maps.plumbline --passphrase maps.passphrase --confirm Maps',
    'profiles remove Maps --confirm Maps',
  ],
  input: z.object({
    action: oneOf(actions).default('list'),
    /** Its name or its file, then addresses. */
    what: z.array(words('nameCluster')).default([]),
    login: words('nameFile').optional(),
    brokerLogin: words('nameFile').optional(),
    authority: words('nameFile').optional(),
    passphrase: words('nameFile').optional(),
    output: words('nameFile').optional(),
    confirm: z.string().optional(),
  }),
  async run({ action, what: [what, ...addresses], passphrase, confirm, output: file, ...access }, context) {
    if ((action === 'list') !== (what === undefined))
      throw usageFailure(
        say(what === undefined ? 'usage.needs' : 'usage.takesNo', { action, what: '[what]' }),
        'profiles',
      )
    if ((action === 'add') !== addresses.length > 0)
      throw usageFailure(
        say(action === 'add' ? 'usage.needs' : 'usage.takesNo', { action, what: '[addresses...]' }),
        'profiles',
      )
    const named = what ?? ''
    switch (action) {
      case 'list':
        return list(context)
      case 'show':
        return show(saved(named, context), context.output)
      case 'add':
        return connectCommand.run({ addresses, save: named, ...access }, context)
      case 'remove':
        return remove(saved(named, context), confirm, context)
      case 'export':
        return exportTo(
          file,
          saved(named, context),
          passphraseGiven(passphrase, context.environment),
          context,
        )
      case 'import':
        return importFrom(named, confirm, passphraseGiven(passphrase, context.environment), context)
    }
  },
})

/** @throws PLB-COMMAND-USAGE */
function saved(named: string, { environment }: Pick<CommandContext, 'environment'>): Profile {
  const found = findProfile(named, defaultStateDirectory(environment), 'profiles')
  if (found === undefined) throw usageFailure(say('usage.noSavedCluster', { name: named }), 'profiles')
  return found
}

function list({ output, environment }: CommandContext): ExitCode {
  const found = readProfiles(defaultStateDirectory(environment), localFileSystem)
  if (output.json) output.document({ profiles: found.map((each) => hideSecretsIn(each)) })
  else if (found.length === 0) output.message(say('cliNodes.noSavedClusters'))
  else for (const each of found) output.line(bold(each.name), '  ', dim(where(each)))
  return exitCodes.ok
}

/** Its broker, which may be the one of this machine, and how many nodes it names. */
function where({ brokerUrl, nodes }: Profile) {
  const broker = hideSecrets(brokerUrl) || say('cliNodes.brokerHere')
  return say('cliNodes.savedWhere', { broker, count: nodes.length })
}

function show(profile: Profile, output: Output): ExitCode {
  if (output.json) {
    output.document(hideSecretsIn(profile))
    return exitCodes.ok
  }
  output.line(bold(profile.name), '  ', dim(where(profile)))
  output.fields([
    [say('cliNodes.topicLabel'), profile.topicName],
    [say('cliNodes.groupLabel'), profile.group],
    ...(profile.login === null ? [] : [[say('cliNodes.loginLabel'), profile.login] as const]),
    [say('cliNodes.idLabel'), profile.id],
  ])
  for (const node of profile.nodes)
    output.line(
      '  ',
      ...(node.type === 'local'
        ? [node.dataDirectory]
        : [bold(node.instanceName), '  ', dim(hideSecrets(node.url)), '  ', dim(node.user)]),
    )
  return exitCodes.ok
}

async function remove(
  { id, name }: Profile,
  confirm: string | undefined,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context
  const question = say('cliNodes.profileIsRemoved', { name })
  const agreed = await agreedTo(
    { confirm, asked: name, question },
    'profiles',
    output,
    context.listenForInterruption(),
  )
  if (agreed !== name) throw usageFailure(say('usage.confirmRequired', { asked: name }), 'profiles')
  await audited(context, { action: 'profiles.remove', input: { id }, cluster: name }, async () =>
    withProfileStore(context, async (store) => {
      await store.remove(id)
      return {}
    }),
  )
  if (output.json) output.document({ removed: id })
  else output.line(say('cliNodes.profileRemoved', { name }))
  return exitCodes.ok
}

/** To a file only this account reads, or to standard output. */
async function exportTo(
  path: string | undefined,
  profile: Profile,
  passphrase: string | undefined,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context
  const write = async (store: ProfileStore) =>
    passphrase === undefined
      ? writeProfileFile(profile)
      : writeProfileFile(profile, { secrets: await store.secretsOf(profile), passphrase })
  const { content, fileName } = await audited(
    context,
    {
      action: 'profiles.exportFile',
      input: { id: profile.id, passphrase: passphrase === undefined ? undefined : '' },
      cluster: profile.name,
    },
    async () => withProfileStore(context, write),
  )
  if (path !== undefined) localFileSystem.writeAtomically(path, content, { mode: 0o600 })
  if (output.json) output.document(path === undefined ? { fileName, content } : { written: path })
  else if (path === undefined) output.block(content)
  else output.message(say('cliNodes.profileWritten', { path }))
  return exitCodes.ok
}

async function importFrom(
  path: string,
  confirm: string | undefined,
  passphrase: string | undefined,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context
  const signal = context.listenForInterruption()
  const content = await readText(path, largestProfileFile)
  const profile = await withProfileStore(context, async (store) => {
    const preview = await store.preview(content, passphrase)
    if (!output.json) print(preview, output)
    const asked = preview.name
    const question = say('cliNodes.profileIsImported', { name: asked })
    const typed = await agreedTo({ confirm, asked, question }, 'profiles', output, signal)
    if (typed !== asked) throw usageFailure(say('usage.confirmRequired', { asked }), 'profiles')
    return audited(context, { action: 'profiles.importFile', input: {} }, async () =>
      store.import(content, preview.agreed, passphrase),
    )
  })
  if (output.json) output.document({ profile: profile.id, name: profile.name })
  else output.line(say('cliNodes.saved', { name: profile.name }))
  return exitCodes.ok
}

/** Where a file from elsewhere would lead, before anything is kept of it. */
function print(preview: ProfilePreview, output: Output): void {
  const { name, taken, brokerUrl, access, nodes } = preview
  const broker = brokerUrl || say('cliNodes.brokerHere')
  output.message(bold(name), '  ', dim(say('cliNodes.savedWhere', { broker, count: nodes.length })))
  if (taken !== null) output.message(say('cliNodes.profileTaken', { name: taken }))
  for (const { option, value } of access) output.message('  ', `${option}: ${value}`)
  for (const node of nodes) {
    output.message('  ', node.name ?? '', ' ', dim(node.place))
    for (const { option, value } of node.access) output.message('    ', `${option}: ${value}`)
  }
}

import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readDataDirectory } from '../../../../electron/catalog/data-directory.ts'
import { readStyleBody } from '../../../../electron/catalog/style-body.ts'
import type { Draft } from '../../../../electron/contract/features/configuration.ts'
import type { NodeConfiguration } from '../../../../electron/nodes/face/cluster-node.ts'
import { exportDirectory } from '../../../../electron/services/configuration/as-directory/export.ts'
import { changeTo, type PlanScope } from '../../../../electron/services/configuration/as-directory/plan.ts'
import { hiddenSecret } from '../../../../electron/secrets/mark.ts'
import { DirectoryRoot } from '../../../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../../../electron/storage/files.ts'
import { publishAsPlanned } from '../../../support/cluster-nodes.ts'
import { failureOf } from '../../../support/failures.ts'
import { publishAsPreviewed } from '../../../support/publish-as-previewed.ts'
import { saying } from '../../../support/saying.ts'
import { plainCall } from '../../../support/services.ts'
import { sld } from '../../../support/styles.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { configurationWorld, fill, filledWorld } from './world.ts'

const all: PlanScope = { workspace: undefined, removes: true }

function viewOf(path: string) {
  const root = new DirectoryRoot(path, localFileSystem)
  const { catalog, problems } = readDataDirectory(root)
  expect(problems.filter(({ effect }) => effect !== 'remark')).toEqual([])
  return {
    catalog,
    styleBody: (style: Parameters<typeof readStyleBody>[2]) =>
      readStyleBody(root, catalog, style)?.toString('utf8'),
  }
}

async function exported(configuration: NodeConfiguration, workspace?: string) {
  const path = join(temporaryDirectory(), 'exported')
  await exportDirectory(await configuration.view(), path, { workspace, fileSystem: localFileSystem })
  return path
}

it('what was exported is what the node holds: there is nothing to change', async () => {
  const { node } = await filledWorld()
  const path = await exported(node.configuration)
  expect(changeTo(viewOf(path), await node.configuration.view(), all)).toBeUndefined()
  const view = await node.configuration.view()
  const again = exportDirectory(view, path, { workspace: undefined, fileSystem: localFileSystem })
  await expect(again).rejects.toMatchObject({ code: 'PLB-COMMAND-DIRECTORY-NOT-EMPTY' })
})

it('an empty node is given all of it as one change, with ids of its own', async () => {
  const [{ node }, other] = [await filledWorld(), await configurationWorld()]
  const path = await exported(node.configuration, 'topp')
  const present = await other.node.configuration.view()
  // A password that is hidden is one that is stored; a new store needs its own.
  expect(failureOf(() => changeTo(viewOf(path), present, all)).code).toBe('PLB-ENGINE-EDIT-REFUSED')
  const file = join(path, 'workspaces/topp/pg/datastore.xml')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(hiddenSecret, 'pw2'))
  const wanted = viewOf(path)
  const request = changeTo(wanted, await other.node.configuration.view(), { ...all, removes: false })
  if (request === undefined) throw new Error('There is nothing to change.')
  const plan = await other.node.configuration.plan(request)
  expect(plan.problems).toEqual([])
  await publishAsPlanned(other.node, request)
  expect(changeTo(wanted, await other.node.configuration.view(), { ...all, removes: false })).toBeUndefined()
})

it('what was edited in its files is changed, and what is not there removed where that is wanted', async () => {
  const { node, catalog } = await filledWorld()
  const path = await exported(node.configuration)
  const file = join(path, 'workspaces/topp/pg/roads/featuretype.xml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('<title>Roads</title>', '<title>Streets</title>'))
  await publishAsPlanned(node, {
    verb: 'add',
    kind: 'style',
    input: '{"name":"extra"}',
    styleBody: sld('red'),
  })
  const kept = changeTo(viewOf(path), await node.configuration.view(), { ...all, removes: false })
  expect(kept).toMatchObject({ verb: 'modify', kind: 'featureType', properties: [{ name: 'title' }] })
  expect(kept?.others).toBeUndefined()
  const both = changeTo(viewOf(path), await node.configuration.view(), all)
  expect(both?.others).toMatchObject([{ verb: 'remove', kind: 'style' }])
  if (both !== undefined) await publishAsPlanned(node, both)
  expect(changeTo(viewOf(path), await node.configuration.view(), all)).toBeUndefined()
  expect(catalog.ofKind('style').some(({ id }) => id === both?.others?.[0]?.name)).toBe(false)
})

it('passwords are hidden in what is exported, and stay what they are', async () => {
  const { node } = await configurationWorld()
  await fill(node)
  await publishAsPlanned(node, {
    verb: 'add',
    kind: 'dataStore',
    input:
      '{"name":"vault","workspace":"topp","type":"PostGIS","connectionParameters":{"passwd":"open sesame","host":"a"}}',
  })
  const path = await exported(node.configuration)
  const file = join(path, 'workspaces/topp/vault/datastore.xml')
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain('open sesame')
  writeFileSync(file, text.replace('>a<', '>b<'))
  const request = changeTo(viewOf(path), await node.configuration.view(), all)
  if (request === undefined) throw new Error('There is nothing to change.')
  await publishAsPlanned(node, request)
  const { catalog } = await node.configuration.view()
  const stored = JSON.stringify(
    catalog.ofKind('dataStore').find(({ properties }) => JSON.stringify(properties).includes('"vault"')),
  )
  expect(stored).toContain('open sesame')
  expect(stored).toContain('"b"')
})

it('in the app it is exported, planned, reviewed and published as any other change', async () => {
  const { service, idOf, object } = await filledWorld()
  const [instanceName, path] = ['geo-1', join(temporaryDirectory(), 'exported')]
  const { objects } = await service.exportTo({ instanceName, workspace: 'topp', path }, plainCall())
  expect(objects).toBeGreaterThan(4)
  const draft: Draft = { verb: 'directory', path, workspace: null, removes: false }
  const preview = () => service.preview({ instanceName, draft }, plainCall())
  expect((await preview()).problems).toMatchObject([{ message: saying('Nothing is to be changed') }])

  const file = join(path, 'workspaces/topp/pg/roads/featuretype.xml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('<title>Roads</title>', '<title>Streets</title>'))
  expect((await preview()).edits).toMatchObject([
    { title: 'topp:roads', differences: [{ after: 'Streets' }] },
  ])
  const agreed = { plan: (await preview()).plan, name: null, publishAnyway: false }
  // What was agreed to is what is made, whatever becomes of the files meanwhile.
  writeFileSync(file, readFileSync(file, 'utf8').replace('Streets', 'Alleys'))
  const publish = () => service.publish({ instanceName, draft, agreed, requestId: randomUUID() }, plainCall())
  await expect(publish()).rejects.toMatchObject({ code: 'PLB-ENGINE-PLAN-CHANGED' })
  await publishAsPreviewed(service, { instanceName, draft })
  expect((await object(idOf('featureType', 'topp:roads'))).xml).toContain('Alleys')

  writeFileSync(file, '<featureType>')
  await expect(preview()).rejects.toMatchObject({ code: 'PLB-COMMAND-DIRECTORY-UNREAD' })
  const nothing: Draft = { ...draft, path: temporaryDirectory() }
  await expect(service.preview({ instanceName, draft: nothing }, plainCall())).rejects.toMatchObject({
    code: 'PLB-ENGINE-EDIT-REFUSED',
  })
})

import { describe, expect, it } from 'vitest'
import type { EditRequest } from '../../../../electron/engine/master/master.ts'
import type { FormField } from '../../../../electron/contract/features/configuration.ts'
import { english } from '../../../../electron/sentences/english.ts'
import { plainCall } from '../../../support/services.ts'
import { emptyDraft, filledWorld } from './world.ts'
import { publishAsPlanned } from '../../../support/cluster-nodes.ts'
import { publishAsPreviewed } from '../../../support/publish-as-previewed.ts'
import { saying } from '../../../support/saying.ts'
import { sld } from '../../../support/styles.ts'

const requestId = 'request-1'

const fieldNamed = (fields: readonly FormField[], name: string) => fields.find((field) => field.name === name)

describe('the tree of a catalog', () => {
  it('shows each object below its workspace, store or resource', async () => {
    const { tree, idOf } = await filledWorld()
    const nodes = await tree()
    const parentOf = (kind: string, title: string) =>
      nodes.find((node) => node.kind === kind && node.title === title)?.parent
    expect(parentOf('workspace', 'topp')).toBeNull()
    expect(parentOf('namespace', 'topp')).toBe(idOf('workspace', 'topp'))
    expect(parentOf('dataStore', 'topp:pg')).toBe(idOf('workspace', 'topp'))
    expect(parentOf('featureType', 'topp:roads')).toBe(idOf('dataStore', 'topp:pg'))
    expect(parentOf('layer', 'topp:roads')).toBe(idOf('featureType', 'topp:roads'))
    expect(parentOf('style', 'blue')).toBeNull()
    expect(nodes.find(({ kind, title }) => kind === 'workspace' && title === 'base')).toMatchObject({
      isDefault: true,
    })
  })
})

describe('a search of the catalog', () => {
  it('finds objects by all words of name and kind, what begins with them first', async () => {
    const { service } = await filledWorld()
    const find = async (
      text: string,
      limit = 10,
      kind: string | null = null,
      workspace: string | null = null,
    ) =>
      (await service.find({ text, kind, workspace, limit }, plainCall())).map(
        ({ kind, title, instanceName }) => `${kind} ${title} ${instanceName}`,
      )
    expect((await find('ROADS')).toSorted()).toEqual([
      'featureType topp:roads geo-1',
      'layer topp:roads geo-1',
    ])
    expect(await find('roads layer')).toEqual(['layer topp:roads geo-1'])
    expect(await find('topp', 1)).toHaveLength(1)
    expect(await find(' ')).toEqual([])
    expect(await find('', 10, 'layer')).toEqual(['layer topp:roads geo-1'])
    expect(await find('blue', 10, 'layer')).toEqual([])
    expect(await find('roads', 10, 'layer', 'topp')).toEqual(['layer topp:roads geo-1'])
    expect(await find('roads', 10, 'layer', 'base')).toEqual([])
  })
})

describe('an object', () => {
  it('comes as a form made from the table of kinds', async () => {
    const { object, idOf } = await filledWorld()
    const { fields, title, kind } = await object(idOf('featureType', 'topp:roads'))
    expect([kind, title]).toEqual(['featureType', 'topp:roads'])
    expect(fieldNamed(fields, 'title')).toMatchObject({ type: 'text', value: 'Roads' })
    expect(fieldNamed(fields, 'name')).toMatchObject({ required: true })
    expect(fieldNamed(fields, 'enabled')).toMatchObject({ type: 'flag', value: 'true' })
    expect(fieldNamed(fields, 'store')).toMatchObject({
      type: 'reference',
      kinds: ['dataStore'],
      value: idOf('dataStore', 'topp:pg'),
    })
    expect(fieldNamed(fields, 'projectionPolicy')).toMatchObject({
      type: 'choice',
      choices: ['FORCE_DECLARED', 'REPROJECT_TO_DECLARED', 'NONE'],
    })
    expect(fieldNamed(fields, 'id')).toMatchObject({ type: 'readonly' })
    expect(fieldNamed(fields, 'maxFeatures')).toMatchObject({ type: 'number', value: null })
    // What people use first comes first, and what GeoServer takes is said with the field it is of.
    expect(fieldNamed(fields, 'title')).toMatchObject({ section: 'basics', assumed: null })
    expect(fieldNamed(fields, 'srs')).toMatchObject({ section: 'place' })
    expect(fieldNamed(fields, 'maxFeatures')).toMatchObject({ section: 'more', assumed: '0', help: null })
    const style = await object(idOf('style', 'blue'))
    expect(fieldNamed(style.fields, 'format')).toMatchObject({ section: 'basics', assumed: 'sld' })
    const { fields: all } = await object(idOf('workspace', 'topp'))
    expect(all.every(({ section }) => section === 'basics')).toBe(true)
  })

  it('never shows a password, in no form of it', async () => {
    const { object, idOf, history } = await filledWorld()
    const id = idOf('dataStore', 'topp:pg')
    const view = await object(id)
    expect(fieldNamed(view.fields, 'connectionParameters')?.value).toMatchObject({
      passwd: '••••••',
      user: 'geo',
      url: 'jdbc:postgresql://db/x?password=••••••&a=b',
    })
    const all = JSON.stringify([view, await history(id)])
    expect(all).not.toContain('s3cret')
    expect(all).not.toContain('pw1')
  })

  it('says who refers to it and who changed it last', async () => {
    const { object, idOf } = await filledWorld()
    const view = await object(idOf('dataStore', 'topp:pg'))
    expect(view.usedBy).toMatchObject([{ kind: 'featureType', title: 'topp:roads' }])
    expect(view.lastChange).toMatchObject({ author: 'import', summary: 'data store topp:pg added' })
  })

  it('of a style has its body', async () => {
    const { object, idOf } = await filledWorld()
    expect(await object(idOf('style', 'blue'))).toMatchObject({ styleBody: sld('blue'), styleFormat: 'sld' })
  })
})

describe('a change', () => {
  it('is shown before it is made, and changes nothing then', async () => {
    const { object, preview, idOf } = await filledWorld()
    const id = idOf('featureType', 'topp:roads')
    const { version } = await object(id)
    const shown = await preview({ kind: 'featureType', id, version, input: '{"title":"Streets"}' })
    expect(shown).toMatchObject({
      events: ['feature type topp:roads modified: title'],
      edits: [
        { title: 'topp:roads', differences: [{ property: 'title', before: 'Roads', after: 'Streets' }] },
      ],
      problems: [],
      slaves: ['geo-2'],
      conflict: null,
    })
    expect((await object(id)).version).toBe(version)
  })

  it('is published and kept with who made it', async () => {
    const { object, publish, history, idOf } = await filledWorld()
    const id = idOf('featureType', 'topp:roads')
    const { version } = await object(id)
    const published = await publish({ kind: 'featureType', id, version, input: '{"title":"Streets"}' })
    const after = await object(id)
    expect(published).toEqual({
      events: ['feature type topp:roads modified: title'],
      id,
      edited: [id],
      version: after.version,
      mark: null,
    })
    expect(fieldNamed(after.fields, 'title')?.value).toBe('Streets')
    const [newest] = await history(id)
    expect(newest).toMatchObject({ author: 'operator', verb: 'modify' })
    expect(newest?.before).toContain('<title>Roads</title>')
    expect(newest?.after).toContain('<title>Streets</title>')
  })

  it('whose answer was lost is made once, and answered as the first time', async () => {
    const { service, history, idOf, object } = await filledWorld()
    const id = idOf('featureType', 'topp:roads')
    const { version } = await object(id)
    const change = { kind: 'featureType', id, version, input: '{"title":"Streets"}' } as const
    for (const draft of [
      { ...emptyDraft, ...change },
      { ...emptyDraft, verb: 'add', kind: 'workspace', input: '{"name":"new"}' },
      { ...emptyDraft, verb: 'remove', kind: 'style', id: idOf('style', 'blue') },
    ] as const) {
      const target = { instanceName: 'geo-1', draft }
      const { plan, asksForName } = await service.preview(target, plainCall())
      const agreed = { plan, name: asksForName, publishAnyway: false }
      const asked = { ...target, agreed, requestId: `request-${draft.verb}` }
      const first = await service.publish(asked, plainCall())
      expect(await service.publish(asked, plainCall())).toEqual(first)
      expect((await history(first.id)).filter(({ verb }) => verb === draft.verb)).toHaveLength(1)
      const other = { ...asked, draft: { ...draft, kind: 'dataStore', id: null } }
      await expect(async () => service.publish(other, plainCall())).rejects.toMatchObject({
        code: 'PLB-ENGINE-REQUEST-REUSED',
      })
    }
  })

  it('of the whole XML publishes only what differs', async () => {
    const { object, preview, idOf } = await filledWorld()
    const id = idOf('featureType', 'topp:roads')
    const { xml, version } = await object(id)
    const edited = xml.replace('Roads', 'Streets').replace(/\s*<srs>.*<\/srs>/, '')
    const shown = await preview({ kind: 'featureType', id, version, input: edited })
    expect(shown.edits[0]?.differences).toEqual([
      { property: 'title', before: 'Roads', after: 'Streets' },
      { property: 'srs', before: 'EPSG:4326', after: null },
    ])
  })

  it('of nothing is no change', async () => {
    const { object, preview, idOf, node } = await filledWorld()
    const problemsOf = async (request: EditRequest) => (await node.configuration.plan(request)).problems
    const nothing = [{ code: 'PLB-ENGINE-NOTHING-TO-CHANGE' }]
    const same = { verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('blue') } as const
    expect(await problemsOf(same)).toMatchObject(nothing)
    expect(await problemsOf({ ...same, styleBody: sld('navy') })).toEqual([])
    const absent = { verb: 'modify', kind: 'layer', name: 'topp:roads', input: '{"queryable":true}' } as const
    expect(await problemsOf(absent)).toMatchObject(nothing)
    const id = idOf('dataStore', 'topp:pg')
    const { xml, version } = await object(id)
    const shown = await preview({ kind: 'dataStore', id, version, input: xml })
    expect(shown).toMatchObject({
      edits: [{ differences: [] }],
      problems: [{ message: 'Nothing is to be changed.' }],
    })
  })

  it.each([
    [
      'a form',
      (xml: string, parameters: object) =>
        JSON.stringify({ connectionParameters: { ...parameters, host: 'db2' } }),
    ],
    ['XML', (xml: string) => xml.replace('<entry key="host">db<', '<entry key="host">db2<')],
  ])('with a hidden password in %s keeps the stored one', async (_, inputFor) => {
    const { object, publish, idOf, catalog } = await filledWorld()
    const id = idOf('dataStore', 'topp:pg')
    const { fields, version, xml } = await object(id)
    const parameters = fieldNamed(fields, 'connectionParameters')?.value
    if (typeof parameters !== 'object' || parameters === null) throw new Error('There are no parameters.')
    await publish({ kind: 'dataStore', id, version, input: inputFor(xml, parameters) })
    const stored = catalog.get(id)?.properties.find(({ name }) => name === 'connectionParameters')?.children
    const valueOf = (key: string) => stored?.find(({ attributes }) => attributes['key'] === key)?.text
    expect(valueOf('host')).toBe('db2')
    expect(valueOf('passwd')).toMatch(/^(plain:)?s3cret$/)
    expect(valueOf('url')).toBe('jdbc:postgresql://db/x?password=pw1&a=b')
  })

  it('with a hidden password where none is stored is refused', async () => {
    const { preview } = await filledWorld()
    const shown = await preview({
      verb: 'add',
      kind: 'dataStore',
      input: '{"name":"other","workspace":"topp","connectionParameters":{"passwd":"••••••"}}',
    })
    expect(shown.problems).toMatchObject([
      {
        message:
          'The change was refused: passwd holds a hidden password where none is kept; type the password itself.',
      },
    ])
  })

  it('that only hands an encrypted password on is refused', async () => {
    const { object, preview, publish, idOf, catalog } = await filledWorld()
    const id = idOf('dataStore', 'topp:pg')
    const stored = catalog.get(id)
    if (stored === undefined) throw new Error('There is no store.')
    catalog.put({
      ...stored,
      properties: stored.properties.map((property) =>
        property.name !== 'connectionParameters'
          ? property
          : {
              ...property,
              children: property.children.map((entry) =>
                entry.attributes['key'] === 'passwd' ? { ...entry, text: 'crypt1:abc' } : entry,
              ),
            },
      ),
    })
    const { xml, version } = await object(id)
    const draft = { kind: 'dataStore', id, version, input: xml.replace('>db<', '>another-host<') }
    expect((await preview(draft)).problems).toMatchObject([{ property: 'connectionParameters' }])
    await expect(publish(draft)).rejects.toMatchObject({ code: 'PLB-WIRE-PASSWORD-ENCRYPTED' })
  })

  it('of a style body alone is shown and kept', async () => {
    const { object, preview, publish, history, idOf } = await filledWorld()
    const id = idOf('style', 'blue')
    const { version } = await object(id)
    const draft = { kind: 'style', id, version, styleBody: sld('navy') }
    expect((await preview(draft)).edits[0]?.differences).toEqual([
      { property: 'body', before: sld('blue'), after: sld('navy') },
    ])
    await publish(draft)
    expect((await object(id)).styleBody).toBe(sld('navy'))
    expect((await history(id))[0]).toMatchObject({ bodyBefore: sld('blue'), bodyAfter: sld('navy') })
  })

  it('that cannot be says why', async () => {
    const { preview } = await filledWorld()
    const shown = await preview({ verb: 'add', kind: 'dataStore', input: '{"name":"pg2"}' })
    expect(shown).toMatchObject({
      events: [],
      problems: [
        { property: 'workspace', message: 'The change was refused: a data store needs a workspace.' },
      ],
    })
  })

  it('under a name there is not, or of what a layer only passes on, is refused', async () => {
    const { preview, idOf, object } = await filledWorld()
    const id = idOf('layer', 'topp:roads')
    const { xml, version } = await object(id)
    const problemsOf = async (element: string) =>
      (await preview({ id, version, input: xml.replace('</layer>', `${element}</layer>`) })).problems
    expect(await problemsOf('<titel>Streets</titel>')).toMatchObject([
      { message: saying('Plumbline knows no property titel of a layer; there are abstractTxt, path') },
    ])
    expect(await problemsOf('<title>Streets</title>')).toMatchObject([
      { message: saying('title belongs to the feature type topp:roads') },
    ])
  })

  it('of a blank form adds the object', async () => {
    const { service, publish, tree } = await filledWorld()
    const blank = await service.blank(
      { instanceName: 'geo-1', kind: 'style', service: null, workspace: 'topp' },
      { signal: new AbortController().signal, progress: () => undefined },
    )
    expect(fieldNamed(blank.fields, 'format')).toMatchObject({ type: 'choice', value: 'sld' })
    const values = Object.fromEntries(
      blank.fields.flatMap(({ name, value }) => (value === null || value === '' ? [] : [[name, value]])),
    )
    await publish({
      verb: 'add',
      kind: 'style',
      input: JSON.stringify({ ...values, name: 'red' }),
      styleBody: sld('red'),
    })
    expect((await tree()).map(({ title }) => title)).toContain('topp:red')
  })
})

describe('a change someone else made meanwhile', () => {
  it('is merged where it concerns something else', async () => {
    const { object, preview, publish, idOf, node } = await filledWorld()
    const id = idOf('featureType', 'topp:roads')
    const { version } = await object(id)
    await publishAsPlanned(
      node,
      { verb: 'modify', kind: 'featureType', name: id, input: '{"srs":"EPSG:3857"}' },
      'night-import',
    )
    const draft = { kind: 'featureType', id, version, input: '{"title":"Streets"}' }
    const { conflict } = await preview(draft)
    expect(conflict).toMatchObject({
      theirs: 'feature type topp:roads modified: declared SRS, by night-import',
      conflicts: [],
    })
    expect(conflict?.merged).toContain('<title>Streets</title>')
    expect(conflict?.merged).toContain('<srs>EPSG:3857</srs>')
    await expect(publish(draft)).rejects.toMatchObject({ code: 'PLB-EDIT-CONFLICT' })
    await publish({ ...draft, version: conflict?.version ?? null, input: conflict?.merged ?? null })
    const xml = (await object(id)).xml
    expect(xml).toContain('<title>Streets</title>')
    expect(xml).toContain('<srs>EPSG:3857</srs>')
  })

  it('of the same property has to be decided', async () => {
    const { object, preview, idOf, node } = await filledWorld()
    const id = idOf('featureType', 'topp:roads')
    const { version } = await object(id)
    await publishAsPlanned(
      node,
      { verb: 'modify', kind: 'featureType', name: id, input: '{"title":"Ways"}' },
      'night-import',
    )
    const { conflict } = await preview({ kind: 'featureType', id, version, input: '{"title":"Streets"}' })
    expect(conflict?.conflicts).toEqual([
      { property: 'title', base: 'Roads', mine: 'Streets', theirs: 'Ways' },
    ])
  })

  it('that is the same as mine is no conflict', async () => {
    const { object, preview, idOf, node } = await filledWorld()
    const id = idOf('featureType', 'topp:roads')
    const { version } = await object(id)
    await publishAsPlanned(
      node,
      { verb: 'modify', kind: 'featureType', name: id, input: '{"title":"Streets"}' },
      'night-import',
    )
    const { conflict } = await preview({ kind: 'featureType', id, version, input: '{"title":"Streets"}' })
    expect(conflict?.conflicts).toEqual([])
  })

  it('that removed the object leaves nothing to merge with', async () => {
    const { object, preview, idOf, node } = await filledWorld()
    const id = idOf('style', 'blue')
    const { version } = await object(id)
    await publishAsPlanned(node, { verb: 'remove', kind: 'style', name: id }, 'night-import')
    const { conflict } = await preview({ kind: 'style', id, version, styleBody: sld('navy') })
    expect(conflict).toMatchObject({ theirs: 'it was removed', merged: null })
  })
})

describe('an earlier state', () => {
  it('is restored as a new change, passwords included', async () => {
    const { object, publish, history, restore, idOf, catalog } = await filledWorld()
    const id = idOf('dataStore', 'topp:pg')
    const { version, xml } = await object(id)
    await publish({
      kind: 'dataStore',
      id,
      version,
      input: xml
        .replace('<entry key="passwd">••••••<', '<entry key="passwd">other<')
        .replace('>db<', '>another-host<'),
    })
    const [change] = await history(id)
    const { events } = await restore(id, change?.id ?? 0, 'before')
    expect(events).toEqual(['data store topp:pg modified: connection parameters'])
    const text = JSON.stringify(catalog.get(id))
    expect(text).toContain('s3cret')
    expect(text).not.toContain('another-host')
    expect(await history(id)).toHaveLength(3)
  })

  it('of a style brings its body back', async () => {
    const { object, publish, history, restore, idOf } = await filledWorld()
    const id = idOf('style', 'blue')
    const { version } = await object(id)
    await publish({ kind: 'style', id, version, styleBody: sld('navy') })
    await restore(id, (await history(id))[0]?.id ?? 0, 'before')
    expect((await object(id)).styleBody).toBe(sld('blue'))
  })

  it('of an object that was removed adds it again', async () => {
    const { publish, history, restore, idOf, tree } = await filledWorld()
    const id = idOf('style', 'blue')
    await publish({ verb: 'remove', kind: 'style', id })
    await restore(id, (await history(id))[0]?.id ?? 0, 'before')
    expect((await tree()).filter(({ title }) => title === 'blue')).toHaveLength(1)
    expect(idOf('style', 'blue')).not.toBe(id)
  })

  it('that another change went over is not brought back by making the change again, only what it did', async () => {
    const { object, publish, history, restore, idOf, catalog } = await filledWorld()
    const id = idOf('dataStore', 'topp:pg')
    const modify = async (change: (xml: string) => string) => {
      const { version, xml } = await object(id)
      await publish({ kind: 'dataStore', id, version, input: change(xml) })
    }
    await modify((xml) => xml.replace('>db<', '>mine<'))
    const [mine] = await history(id)
    await modify((xml) =>
      xml
        .replace('>mine<', '>theirs<')
        .replace('>geo<', '>gis<')
        .replace('</name>', '</name><description>Roads</description>'),
    )
    expect((await history(id))[1]?.differs).toMatchObject({ again: true })
    await restore(id, mine?.id ?? 0, 'again')
    const text = JSON.stringify(catalog.get(id))
    expect(text).toContain('"text":"mine"')
    expect(text).toContain('"text":"gis"')
    expect(text).toContain('"text":"Roads"')
    expect(text).toContain('s3cret')
    expect((await history(id))[2]?.differs).toMatchObject({ again: false })
  })

  it('of the rules of a style is made again without what else was changed since', async () => {
    const { object, publish, history, restore, idOf } = await filledWorld()
    const id = idOf('style', 'blue')
    const body = async (styleBody: string) =>
      publish({ kind: 'style', id, version: (await object(id)).version, styleBody })
    await body(sld('navy'))
    const [mine] = await history(id)
    await body(sld('teal'))
    await restore(id, mine?.id ?? 0, 'again')
    expect((await object(id)).styleBody).toBe(sld('navy'))
  })

  it('before an object existed removes it', async () => {
    const { history, restore, idOf, tree } = await filledWorld()
    const id = idOf('style', 'blue')
    await restore(id, (await history(id))[0]?.id ?? 0, 'before')
    expect((await tree()).some(({ title }) => title === 'blue')).toBe(false)
  })
})

describe('the preview of a change', () => {
  it('lists what goes along with a removal, all of which comes back with its way back', async () => {
    const { service, preview, publish, history, object, idOf, tree } = await filledWorld()
    const call = plainCall()
    const id = idOf('workspace', 'topp')
    const before = (await tree()).map(({ title }) => title)
    const removal = { verb: 'remove', kind: 'workspace', id, recurse: true } as const
    const { goesAlong, asksForName, plan } = await preview(removal)
    expect(goesAlong.map(({ effect, kind, title }) => `${effect} ${kind} ${title}`)).toEqual([
      'removed layer topp:roads',
      'removed featureType topp:roads',
      'removed dataStore topp:pg',
      'removed namespace topp',
    ])
    expect(asksForName).toBeNull()
    const target = { instanceName: 'geo-1', draft: { ...emptyDraft, ...removal } }
    const agreed = { plan: `${plan}.`, name: null, publishAnyway: true }
    await expect(async () => service.publish({ ...target, agreed, requestId }, call)).rejects.toMatchObject({
      code: 'PLB-ENGINE-PLAN-CHANGED',
    })
    // What was asked for is told of first, though it goes last.
    const { events } = await publish(removal)
    expect(events[0]).toEqual('workspace topp removed')
    expect((await tree()).some(({ title }) => title.startsWith('topp'))).toBe(false)
    const [change] = await history(id)
    expect(change).toMatchObject({ together: 5, differs: { before: true } })
    const undo = { verb: 'undo', id, historyId: change?.id ?? 0 } as const
    await publishAsPreviewed(service, { instanceName: 'geo-1', draft: undo })
    expect((await tree()).map(({ title }) => title).toSorted()).toEqual(before.toSorted())
    expect((await object(idOf('featureType', 'topp:roads'))).xml).toContain('<title>Roads</title>')
  })

  it('says what a style has against it, with the place, and what is in the way', async () => {
    const { object, preview, publish, idOf } = await filledWorld()
    const id = idOf('style', 'blue')
    const { version } = await object(id)
    const styleBody = sld('navy').replace('</Rule>', '')
    const draft = { kind: 'style', id, version, styleBody }
    const { problems, findings } = await preview(draft)
    expect(problems).toEqual([])
    expect(findings).toMatchObject([
      { severity: 'error', place: { line: 1, column: styleBody.indexOf('</FeatureTypeStyle>') + 1 } },
    ])
    await expect(publish(draft)).rejects.toMatchObject({ code: 'PLB-ENGINE-STYLE-BROKEN' })
  })

  it('of the way back is what publishing does, and nothing is published before', async () => {
    const { object, publish, history, service, idOf } = await filledWorld()
    const id = idOf('style', 'blue')
    const { version } = await object(id)
    await publish({ kind: 'style', id, version, styleBody: sld('navy') })
    const [change] = await history(id)
    const draft = { verb: 'restore', id, historyId: change?.id ?? 0, state: 'before' } as const
    const shown = await service.preview({ instanceName: 'geo-1', draft }, plainCall())
    expect(shown).toMatchObject({
      events: ['style blue modified: body'],
      edits: [{ differences: [{ property: 'body', before: sld('navy'), after: sld('blue') }] }],
    })
    expect((await object(id)).styleBody).toBe(sld('navy'))
  })

  it('of a broken earlier state is in the way of it, too', async () => {
    const { service, node, history, idOf, restore } = await filledWorld()
    const id = idOf('style', 'blue')
    const request = { verb: 'modify', kind: 'style', name: id, styleBody: '<broken>' } as const
    await publishAsPlanned(node, request, 'import')
    await restore(id, (await history(id))[0]?.id ?? 0, 'before')
    const broken = {
      verb: 'restore',
      id,
      historyId: (await history(id))[1]?.id ?? 0,
      state: 'after',
    } as const
    const target = { instanceName: 'geo-1', draft: broken }
    const { plan, findings } = await service.preview(target, plainCall())
    expect(findings).toMatchObject([{ severity: 'error' }])
    const agreed = { plan, name: null, publishAnyway: false }
    await expect(async () =>
      service.publish({ ...target, agreed, requestId }, plainCall()),
    ).rejects.toMatchObject({
      code: 'PLB-ENGINE-STYLE-BROKEN',
    })
  })
})

describe('the history of an object', () => {
  it('says which states are other than the present one', async () => {
    const { object, publish, history, restore, idOf } = await filledWorld()
    const id = idOf('style', 'blue')
    const { version } = await object(id)
    await publish({ kind: 'style', id, version, styleBody: sld('navy') })
    const differing = async () => (await history(id)).map(({ differs }) => differs)
    expect(await differing()).toEqual([
      { before: true, after: false, again: false },
      { before: true, after: true, again: true },
    ])
    await restore(id, (await history(id))[0]?.id ?? 0, 'before')
    expect(await differing()).toEqual([
      { before: true, after: false, again: false },
      { before: false, after: true, again: true },
      { before: true, after: false, again: false },
    ])
  })
})

describe('a node that is no master', () => {
  it('is shown, with why it cannot be edited and where instead', async () => {
    const { service } = await filledWorld({ withClosed: true })
    const nodes = await service.nodes({}, plainCall())
    expect(nodes.map(({ instanceName, editable }) => [instanceName, editable])).toEqual([
      ['geo-1', true],
      ['geo-2', false],
      ['geo-9', false],
    ])
    expect(nodes.map(({ masterInstead }) => masterInstead)).toEqual([null, 'geo-1', 'geo-1'])
    const [none, ofSlave, ofStopped] = nodes.map(({ why }) => why)
    expect(none).toBeNull()
    expect(english(ofSlave ?? '')).toBe('geo-2 is a slave. Edit on geo-1.')
    expect(english(ofStopped ?? '')).toMatch(/does not run. Start it with: plumbline node --data-dir/)
  })

  it('is edited by no route', async () => {
    const { object, preview, publish, service, slave, idOf } = await filledWorld()
    const id = idOf('style', 'generic')
    const view = await object(id, 'geo-2')
    const draft = { kind: 'style', id, version: view.version, styleBody: sld('x') }
    const call = { signal: new AbortController().signal, progress: () => undefined }
    const agreed = { plan: '', name: null, publishAnyway: true }
    for (const attempt of [
      () => publish(draft, 'geo-2'),
      () => preview(draft, 'geo-2'),
      async () =>
        service.publish(
          {
            instanceName: 'geo-2',
            draft: { verb: 'restore', id, historyId: 1, state: 'before' },
            agreed,
            requestId,
          },
          call,
        ),
      async () =>
        slave.configuration.publish(
          { verb: 'modify', kind: 'style', name: id, styleBody: sld('x') },
          { plan: '' },
          'someone',
          'request-1',
        ),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'PLB-ENGINE-NOT-A-MASTER' })
    }
    expect(await object(id, 'geo-2')).toEqual(view)
  })

  it('and is unknown cannot be seen', async () => {
    const { object } = await filledWorld()
    await expect(object('x', 'geo-7')).rejects.toMatchObject({ code: 'PLB-CLUSTER-NODE-UNKNOWN' })
  })

  it('and not running is read from its files', async () => {
    const { object, idOf } = await filledWorld({ withClosed: true })
    expect(await object(idOf('style', 'generic'), 'geo-9')).toMatchObject({ title: 'generic' })
  })
})

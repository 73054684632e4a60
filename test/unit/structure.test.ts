import { globSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { procedures, streams } from '../../electron/contract/features/application.ts'
import { repository } from '../support/command-line.ts'

/** What each file imports of the others, types included. */
function importsOf(room: string): ReadonlyMap<string, readonly string[]> {
  const files = globSync(`${room}/**/*.{ts,vue}`, { cwd: repository })
  const known = new Set(files)
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(repository, file), 'utf8')
      const named = [...text.matchAll(/(?:\bfrom|\bimport) '(\.{1,2}\/[^']+)'/g)].map(([, path = '']) =>
        join(dirname(file), path),
      )
      return [file, [...new Set(named)].filter((path) => known.has(path) && path !== file)]
    }),
  )
}

/** Files that import each other, over however many others; each circle once. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const way: string[] = []
  const visit = (file: string): void => {
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
      return
    }
    if (done.has(file)) return
    way.push(file)
    for (const next of imports.get(file) ?? []) visit(next)
    way.pop()
    done.add(file)
  }
  for (const file of imports.keys()) visit(file)
  return circles
}

/** Folders side by side whose files import each other. */
function twoWayArrowsIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const arrows = new Map<string, string>()
  for (const [file, others] of imports) {
    for (const other of others) {
      const [from = '', to = ''] = sidesOf(file, other)
      if (from !== to) arrows.set(`${from} → ${to}`, `${file} imports ${other}`)
    }
  }
  return [...arrows].flatMap(([arrow, example]) => {
    const [from = '', to = ''] = arrow.split(' → ')
    const back = arrows.get(`${to} → ${from}`)
    return back === undefined || from > to ? [] : [`${from} ⇄ ${to}: ${example}; ${back}`]
  })
}

/** The folders two files lie in, just below what they have in common; nothing where one of them lies right there. */
function sidesOf(file: string, other: string): readonly string[] {
  const [left, right] = [file.split('/'), other.split('/')]
  const depth = left.findIndex((name, index) => name !== right[index])
  if (depth >= left.length - 1 || depth >= right.length - 1) return []
  return [left.slice(0, depth + 1).join('/'), right.slice(0, depth + 1).join('/')]
}

/** Files of a folder that use one lying right above it, where such a one uses the folder as well. */
function climbsIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const arrows = [...imports].flatMap(([file, others]) => others.map((other) => [file, other] as const))
  const entered = new Set(arrows.map(([file, other]) => folderEntered(file, other)))
  entered.delete(undefined)
  return arrows
    .filter(([file, other]) => entered.has(folderEntered(other, file)))
    .map(([file, other]) => `${file} climbs to ${other}`)
}

/** The folder beside a file that holds another one, at whatever depth. */
function folderEntered(file: string, other: string): string | undefined {
  const above = `${dirname(file)}/`
  const within = other.startsWith(above) ? other.slice(above.length).split('/') : []
  return within.length > 1 ? `${above}${within[0] ?? ''}` : undefined
}

/** Lines of a file; who needs more has two things in one. */
const mostLines = 500

describe.each(['electron', 'renderer'])('the files of %s', (room) => {
  const imports = importsOf(room)

  it('are found with what they import', () => {
    expect(imports.size).toBeGreaterThan(100)
    expect([...imports.values()].flat().length).toBeGreaterThan(imports.size)
  })

  it('are short enough to be known as a whole, but for what a language says', () => {
    const long = [...imports.keys()]
      .filter((file) => !file.startsWith('electron/languages/'))
      .map((file) => ({ file, lines: readFileSync(join(repository, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > mostLines)
    expect(long).toEqual([])
  })

  it('never import each other in a circle, not even for types', () => {
    const found = circlesIn(imports).map((each) => each.replaceAll(/[\w/-]+\//g, ''))
    expect(found).toEqual([])
  })

  it('lie in folders of which no two side by side import each other', () => {
    expect(twoWayArrowsIn(imports).map((each) => each.split(':')[0])).toEqual([])
  })

  it('use none that lies right above their folder and uses the folder in turn', () => {
    expect(climbsIn(imports)).toEqual([])
  })
})

/** Where words are made in one language, and why one is enough. */
const speakEnglish = {
  'electron/broker/embedded/destination.ts':
    'refuses a client of the broker, in the language of the protocol',
  'electron/broker/embedded/wire-destination.ts':
    'refuses a client of the broker, in the language of the protocol',
  'electron/broker/openwire/octets.ts': 'the message of an Error, for logs; its reason is a sentence',
  'electron/channel/thread.ts': 'names a thread for debuggers',
  'electron/engine/configuration/java-properties.ts':
    'the message of an Error, for logs; its problem is a sentence',
  'electron/services/brokers/queue-contents.ts': 'what is searched',
  'electron/services/logging/log-file.ts': 'the log, which holds key and values too',
  'electron/services/messages/archive/describe-message.ts': 'what is searched',
}

it('makes English of what is said where one language is enough, and nowhere else below the command line', () => {
  const found = [...importsOf('electron')].filter(([, others]) =>
    others.includes('electron/sentences/english.ts'),
  )
  const below = found.map(([file]) => file).filter((file) => !file.startsWith('electron/cli/'))
  expect(below.toSorted()).toEqual(Object.keys(speakEnglish))
})

/** Where there are forms: something with fields to fill in, and what is sent of it. */
const haveForms =
  /^(renderer\/|electron\/(languages\/|services\/configuration\/|contract\/features\/configuration\.ts))/

it('calls nothing a form but what has fields to fill in', () => {
  const named = /(?:const|function|class|interface|type|readonly) #?(?:form(?![a-z])\w*|\w*Form(?![a-z])\w*)/g
  const found = [...importsOf('electron').keys()]
    .filter((file) => !haveForms.test(file))
    .flatMap((file) =>
      [...readFileSync(join(repository, file), 'utf8').matchAll(named)].map(([name]) => `${file}: ${name}`),
    )
  expect(found).toEqual([])
})

describe('the documents about the code', () => {
  const read = (path: string): string => readFileSync(join(repository, path), 'utf8')
  const documents = [
    'docs/architecture.md',
    'renderer/README.md',
    ...globSync('docs/decisions/*.md', { cwd: repository }),
  ]

  it('tell every folder of the application', () => {
    const told = [...read('docs/architecture.md').matchAll(/^ {6}(\w+)\/ /gm)].map(([, name]) => name)
    const folders = readdirSync(join(repository, 'electron'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    expect(told.toSorted()).toEqual(folders.toSorted())
  })

  it('name only files there are', () => {
    const files = globSync('{electron,renderer,build,bin,test,resources,docs}/**/*', { cwd: repository })
    const paths = [...files, ...globSync('*', { cwd: repository })].map((path) => `/${path}`)
    const named = documents.flatMap((document) =>
      [...read(document).matchAll(/`([\w./-]+\.(?:ts|vue|css|js))`/g)].map(([, path = '']) => ({
        document,
        path,
      })),
    )
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(({ path }) => !paths.some((each) => each.endsWith(`/${path}`)))).toEqual([])
  })
})

/** Words with one meaning: what of the names in each place is another's. */
const otherwiseCalled = [
  { where: 'electron/engine/node/', named: /\bstate\.ts$|NodeState/, instead: 'a node has a status' },
  {
    where: 'electron/geoserver/reading/',
    named: /\bstate\.ts$|NodeState|[Pp]lan/,
    instead: 'a revision; files to read',
  },
  { where: 'electron/engine/master/', named: /(?:interface|type) Plan\b/, instead: 'EditPlan' },
]

it.each(otherwiseCalled)('calls nothing in $where what means another thing: $instead', ({ where, named }) => {
  const found = [...importsOf('electron').keys()]
    .filter((file) => file.startsWith(where))
    .flatMap((file) => [
      file,
      ...(readFileSync(join(repository, file), 'utf8').match(/export [^\n]*/g) ?? []),
    ])
    .filter((name) => named.test(name))
  expect(found).toEqual([])
})

/** What browsers may come in by is the door's own; the window of the desktop needs none. */
const offeredByDoors = ['access']

/** The features a text makes, and where it makes one in another shape. */
function offersIn(text: string) {
  return {
    features: [...text.matchAll(/\bOffers<'(\w+)'>/g)].map(([, name]) => name),
    misshapen: [...text.matchAll(/\w+\([^)]*\): (?:Service|Sources)<'\w+'> \{/g)]
      .map(([found]) => found)
      .filter((found) => !/^(?:service|sources)\(\)/.test(found) || !text.includes(`get ${found}`)),
  }
}

it('makes each feature of the contract once, in the one shape of a service', () => {
  const files = [...importsOf('electron/services').keys()]
  const found = files.map((file) => ({ file, ...offersIn(readFileSync(join(repository, file), 'utf8')) }))
  const features = Object.keys({ ...procedures, ...streams }).filter((each) => !offeredByDoors.includes(each))
  expect(found.flatMap(({ features }) => features).toSorted()).toEqual(features.toSorted())
  expect(found.filter(({ misshapen }) => misshapen.length > 0)).toEqual([])
})

it('finds a service of another shape', () => {
  expect(offersIn("export function mapsService(options: X): Service<'maps'> {").misshapen).toHaveLength(1)
  expect(offersIn("  service(): Service<'maps'> {").misshapen).toHaveLength(1)
  expect(offersIn("class Maps implements Offers<'maps'> {\n  get service(): Service<'maps'> {")).toEqual({
    features: ['maps'],
    misshapen: [],
  })
})

it('finds an arrow that climbs', () => {
  const made = new Map([
    ['a/one.ts', ['a/x/y/two.ts']],
    ['a/x/three.ts', ['a/ground.ts', 'a/z/four.ts']],
  ])
  expect(climbsIn(made)).toEqual(['a/x/three.ts climbs to a/ground.ts'])
})

it('finds a circle and a two-way arrow where there is one', () => {
  const made = new Map([
    ['a/x/one.ts', ['a/y/two.ts']],
    ['a/y/two.ts', ['a/y/three.ts']],
    ['a/y/three.ts', ['a/x/one.ts']],
  ])
  expect(circlesIn(made)).toEqual(['a/x/one.ts → a/y/two.ts → a/y/three.ts → a/x/one.ts'])
  expect(twoWayArrowsIn(made)).toEqual([
    'a/x ⇄ a/y: a/x/one.ts imports a/y/two.ts; a/y/three.ts imports a/x/one.ts',
  ])
})

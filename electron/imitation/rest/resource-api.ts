import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { done, type Answer, type Call } from './exchange.ts'
import { typed } from './json.ts'
import type { NodeCore } from './node-core.ts'
import { emptyError, RestError } from './rest-error.ts'

const types: Readonly<Record<string, string>> = {
  xml: 'application/xml',
  sld: 'text/xml',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  txt: 'text/plain',
  css: 'text/css',
}

function typeOf(path: string): string {
  return types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
}

/** The name of the last segment is taken as it is here: its extension is no format. */
function pathOf(call: Call): string {
  const [path = ''] = call.target.split('?')
  return (
    path
      .split('/')
      .slice(3)
      // It is decoded twice, and a plus is a blank then.
      .map((each) => decodeURIComponent(each).replaceAll('+', ' '))
      .filter((each) => each !== '')
      .join('/')
  )
}

export function getResourceFile(core: NodeCore, call: Call): Answer {
  const path = pathOf(call)
  const { files } = core.memory
  const file = files.get(path)
  const isDirectory = file === undefined && files.isDirectory(path)
  if (file === undefined && !isDirectory) throw new RestError(404, 'Undefined resource path.')
  const modified = file?.modified ?? lastModified(core, path)
  if (call.query.get('operation') === 'metadata') return described(core, call, path, isDirectory, modified)
  if (isDirectory && !files.isListable(path)) throw new RestError(404, 'Undefined resource path.')
  const parent = path.split('/').slice(0, -1).join('/')
  const headers = {
    Location: `${core.base}/resource/${path}`,
    'Last-Modified': new Date(Math.floor(modified / 1000) * 1000).toUTCString(),
    ...(path === '' ? {} : { 'Resource-Parent': `${core.base}/resource/${parent}` }),
    'Resource-Type': isDirectory ? 'directory' : 'resource',
  }
  if (files.isForbidden(path)) throw new RestError(500, `File not found ${path}`)
  if (file === undefined) {
    const listing = directory(core, call, path, modified)
    return { ...listing, headers: { ...headers, ...listing.headers } }
  }
  const since = Date.parse(call.headers['if-modified-since'] ?? '')
  if (Number.isFinite(since) && Math.floor(modified / 1000) * 1000 <= since)
    return { status: 304, headers, body: '' }
  const name = path.split('/').at(-1) ?? ''
  return {
    status: 200,
    headers: {
      ...headers,
      'Content-Type': typeOf(path),
      'Content-Disposition': `attachment; filename="${name}"`,
    },
    body: file.content,
  }
}

function lastModified(core: NodeCore, path: string): number {
  const start = path === '' ? '' : `${path}/`
  const { files } = core.memory
  return Math.max(
    0,
    ...files
      .paths()
      .filter((each) => each.startsWith(start))
      .map((each) => files.get(each)?.modified ?? 0),
  )
}

function formatOf(call: Call): 'json' | 'xml' {
  const format = call.query.get('format')
  return format === 'json' ? 'json' : 'xml'
}

function stamp(modified: number): string {
  return new Date(modified).toISOString().replace('T', ' ').replace('Z', ' UTC')
}

function directory(core: NodeCore, call: Call, path: string, modified: number): Answer {
  const format = formatOf(call)
  const children = [...core.memory.files.list(path)].map(([name, isDirectory]) => {
    const place = path === '' ? name : `${path}/${name}`
    return { name, link: link(core, place, isDirectory ? `application/${format}` : typeOf(name)) }
  })
  return {
    status: 200,
    headers: { 'Content-Type': `application/${format}` },
    body: written(format, 'ResourceDirectory', {
      name: path.split('/').at(-1) ?? '',
      ...parentOf(core, path, format),
      lastModified: stamp(modified),
      children,
    }),
  }
}

function described(core: NodeCore, call: Call, path: string, isDirectory: boolean, modified: number): Answer {
  const format = formatOf(call)
  const content = {
    name: path.split('/').at(-1) ?? '',
    ...parentOf(core, path, format),
    lastModified: stamp(modified),
    type: isDirectory ? 'directory' : 'resource',
  }
  return {
    status: 200,
    headers: { 'Content-Type': `application/${format}` },
    body: written(format, 'ResourceMetadata', content),
  }
}

interface Link {
  readonly href: string
  readonly rel: string
  readonly type: string
}

interface Description {
  readonly name: string
  readonly parent?: { readonly path: string; readonly link: Link }
  readonly lastModified: string
  readonly type?: string
  readonly children?: readonly { readonly name: string; readonly link: Link }[]
}

function parentOf(core: NodeCore, path: string, format: string): Pick<Description, 'parent'> {
  if (path === '') return {}
  const above = path.split('/').slice(0, -1).join('/')
  return { parent: { path: above, link: link(core, above, `application/${format}`) } }
}

function link(core: NodeCore, path: string, type: string): Link {
  return {
    href: `${core.base}/resource/${path.split('/').map(encodeURIComponent).join('/')}`,
    rel: 'alternate',
    type,
  }
}

function written(format: 'json' | 'xml', root: string, content: Description): string {
  if (format === 'json') {
    const { children, ...own } = content
    const child = children?.map((each) => ({ ...each, name: typed(each.name) }))
    const listed = child === undefined ? {} : { children: child.length === 0 ? '' : { child } }
    return JSON.stringify({ [root]: { ...own, ...listed } })
  }
  const linkElement = (each: Link): XmlElement =>
    parentElement('atom:link', [], { 'xmlns:atom': 'http://www.w3.org/2005/Atom', ...each })
  const { name, parent, lastModified: modified, type, children } = content
  const xml = writeXml(
    parentElement(root, [
      textElement('name', name),
      ...(parent === undefined
        ? []
        : [parentElement('parent', [textElement('path', parent.path), linkElement(parent.link)])]),
      textElement('lastModified', modified),
      ...(type === undefined ? [] : [textElement('type', type)]),
      ...(children === undefined
        ? []
        : [
            parentElement(
              'children',
              children.map((each) =>
                parentElement('child', [textElement('name', each.name), linkElement(each.link)]),
              ),
            ),
          ]),
    ]),
  )
  return name === '' ? xml.replace('<name/>', '<name></name>') : xml
}

/** Nothing else learns of a file that is put: neither memory nor the cluster. */
export function putResourceFile(core: NodeCore, call: Call): Answer {
  const path = pathOf(call)
  const { files } = core.memory
  if (files.isDirectory(path)) throw emptyError(405)
  const operation = call.query.get('operation')
  if (operation === 'copy' || operation === 'move') {
    const from = call.body.toString('utf8').replace(/^\//, '')
    const source = files.get(from)
    if (source === undefined && !files.isDirectory(from))
      throw new RestError(404, `Resource '${from}' not found`)
    if (operation === 'move') files.move(from, path)
    else if (source !== undefined) files.write(path, source.content)
  } else files.write(path, call.body)
  return { status: 201, headers: {}, body: '' }
}

export function deleteResourceFile(core: NodeCore, call: Call): Answer {
  const path = pathOf(call)
  const { files } = core.memory
  if (files.get(path) !== undefined) files.remove(path)
  else if (files.isDirectory(path)) files.removeBelow(path)
  else throw new RestError(404, `Resource '${path}' not found`)
  return done
}

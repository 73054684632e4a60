import { once } from 'node:events'
import { createServer } from 'node:https'
import { describe, expect, it, onTestFinished } from 'vitest'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { isModuleMisleading } from '../../../electron/geoserver/cluster-properties.ts'
import { createCertificates } from '../../support/certificates.ts'
import { replay, serveRest } from '../../support/geoserver-rest.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const login = { user: 'admin', password: 'geoserver' }

async function client(
  answer = replay,
  changes: Partial<ConstructorParameters<typeof GeoServerClient>[0]> = {},
) {
  const { url, asked } = await serveRest(answer)
  return { asked, rest: new GeoServerClient({ url, ...login, ...changes }) }
}

describe('a GeoServer over REST', () => {
  it('says its version, and that of a number as well', async () => {
    const { rest } = await client()
    expect(await rest.version()).toBe('2.26.2')
    const odd = await client((_path, response) =>
      response.end('{"about":{"resource":{"@name":"GeoServer","Version":2.3}}}'),
    )
    expect(await odd.rest.version()).toBe('2.3')
  })

  it('says whether the clustering module is there', async () => {
    const body =
      '{"about":{"resource":[{"@name":"gs-jms-commons-2.26.2-lab"},{"@name":"gs-jms-geoserver-2.26.2-lab"}]}}'
    const { rest } = await client((_path, response) => response.end(body))
    expect(await rest.clusteringModules()).toEqual([
      'gs-jms-commons-2.26.2-lab',
      'gs-jms-geoserver-2.26.2-lab',
    ])
    const without = await client((_path, response) => response.end('{"about":""}'))
    expect(await without.rest.clusteringModules()).toEqual([])
  })

  it('knows values shown as flags and numbers from a module that shows two numbers only', async () => {
    const values = [
      { '@name': 'instanceName', '@value': 'm' },
      { '@name': 'durable', '@value': true },
      { '@name': 'connection.retry', '@value': 10 },
    ]
    const { rest } = await client((_path, response) =>
      response.end(JSON.stringify({ properties: { property: values } })),
    )
    expect(await isModuleMisleading(rest)).toBe(false)
    const { rest: patched } = await client()
    expect(await isModuleMisleading(patched)).toBe(true)
  })

  it('asks once more for a file at which it failed, and for nothing else', async () => {
    let failures = 1
    const { rest, asked } = await client((_path, response) =>
      failures-- > 0 ? response.writeHead(500).end('boom') : response.end('text'),
    )
    expect((await rest.file(['global.xml']))?.toString()).toBe('text')
    expect(asked).toHaveLength(2)
    failures = 2
    await expect(rest.file(['global.xml'])).rejects.toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
    failures = 1
    await expect(rest.version()).rejects.toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
  })

  it('shows files and directories as they were recorded', async () => {
    const { rest, asked } = await client()
    const properties = await rest.file(['cluster', 'cluster.properties'])
    expect(properties?.toString('latin1')).toContain('instanceName=geoserver-slave')
    const root = await rest.list([])
    expect(root).toContainEqual({ name: 'workspaces', isDirectory: true })
    expect(root).toContainEqual({ name: 'global.xml', isDirectory: false })
    expect(await rest.list(['workspaces', 'topp', 'shp', 'cities'])).toEqual([
      { name: 'featuretype.xml', isDirectory: false },
      { name: 'layer.xml', isDirectory: false },
    ])
    expect(await rest.file(['nope.xml'])).toBeUndefined()
    expect(asked.every((each) => each.startsWith('GET '))).toBe(true)
  })

  it('tells a wrong password, a wrong address and another server apart, and never shows the password', async () => {
    const failureOf = async (rest: GeoServerClient) => rest.version().catch((error: unknown) => error)
    const { rest: wrong } = await client(replay, { password: 'wrong-one' })
    const refused = await failureOf(wrong)
    expect(refused).toMatchObject({ code: 'PLB-GEOSERVER-CREDENTIALS' })
    expect(JSON.stringify(refused) + String(refused)).not.toContain('wrong-one')
    const elsewhere = await client((_path, response) => response.writeHead(404).end())
    expect(await failureOf(elsewhere.rest)).toMatchObject({ code: 'PLB-GEOSERVER-NOT-FOUND' })
    for (const body of ['<html>', '{}', '{"about":{"resource":5}}', '[]', '']) {
      const { rest } = await client((_path, response) => response.end(body))
      expect(await failureOf(rest)).toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
    }
    const broken = await client((_path, response) => response.writeHead(500).end('boom'))
    expect(await failureOf(broken.rest)).toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
    const nowhere = new GeoServerClient({ url: 'http://127.0.0.1:1/geoserver', ...login })
    expect(await failureOf(nowhere)).toMatchObject({ code: 'PLB-GEOSERVER-UNREACHABLE' })
  })

  it('takes the password nowhere else', async () => {
    const other = await client()
    const { rest } = await client((_path, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    )
    await expect(rest.version()).rejects.toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
    expect(other.asked).toEqual([])
  })

  it('does not wait for ever, take any amount, or follow names that lead elsewhere', async () => {
    const slow = await client(() => undefined, { deadline: 50 })
    await expect(slow.rest.version()).rejects.toMatchObject({
      code: 'PLB-GEOSERVER-SILENT',
      message: expect.stringMatching(/50 ms/) as string,
    })
    const large = await client((_path, response) => {
      response.end(Buffer.alloc(17 * 1024 * 1024, 32))
    })
    await expect(large.rest.version()).rejects.toMatchObject({ code: 'PLB-GEOSERVER-TOO-LARGE' })
    const hostile = ['..', '.', '', 'a/b', 'a\\b', 'a\u0000'].map((name) => ({ name }))
    const listing = { ResourceDirectory: { children: { child: [...hostile, { name: 'good.xml' }] } } }
    const { rest } = await client((_path, response) => response.end(JSON.stringify(listing)))
    expect(await rest.list([])).toEqual([{ name: 'good.xml', isDirectory: false }])
    const abort = new AbortController()
    const waiting = await client(() => abort.abort(new Error('enough')))
    await expect(waiting.rest.version(abort.signal)).rejects.toThrow('enough')
  })

  it('asks again with patience while nobody answers, and sends no change twice', async () => {
    let silent = 2
    let told = 0
    const { rest, asked } = await client(
      (_path, response) => {
        if (silent-- <= 0) response.end('{"about":{"resource":{"@name":"GeoServer","Version":"2.26.2"}}}')
      },
      { deadline: 1_000 },
    )
    const patient = rest.patient({ onSilence: () => (told += 1) })
    expect(await patient.version()).toBe('2.26.2')
    expect([asked.length, told]).toEqual([3, 2])
    silent = 1
    const change = patient.connection.ask({ method: 'PUT', path: 'rest/settings', body: 'x' })
    await expect(change).rejects.toMatchObject({ code: 'PLB-GEOSERVER-SILENT' })
    expect(asked).toHaveLength(4)
  })

  it('is trusted over https by the authority that is named, and by no other', async () => {
    const folder = temporaryDirectory()
    const { files, serverCertificate, serverKey } = await createCertificates(folder)
    const trust = { authority: files.authority }
    const body = '{"about":{"resource":{"@name":"GeoServer","Version":"2.26.2"}}}'
    const server = createServer({ cert: serverCertificate, key: serverKey }, (request, response) => {
      if (request.url?.includes('version') === true) response.end(body)
      else if (request.headers['if-modified-since'] === undefined) {
        const headers = { 'Last-Modified': new Date(0).toUTCString(), Date: new Date(60_000).toUTCString() }
        response.writeHead(200, headers).end('<global/>')
      } else response.writeHead(304).end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const listening = server.address()
    const port = typeof listening === 'object' && listening !== null ? listening.port : 0
    const url = `https://localhost:${port}/geoserver`
    const rest = new GeoServerClient({ url, ...login, trust })
    expect(await rest.version()).toBe('2.26.2')
    const file = await rest.read(['global.xml'], undefined)
    expect(file?.content.toString()).toBe('<global/>')
    expect(await rest.read(['global.xml'], file)).toBe(file)
    const stranger = new GeoServerClient({ url, ...login })
    await expect(stranger.version()).rejects.toMatchObject({ code: 'PLB-TLS-UNKNOWN-AUTHORITY' })
    const address = new GeoServerClient({ url: url.replace('localhost', '127.0.0.1'), ...login, trust })
    await expect(address.version()).rejects.toMatchObject({ code: 'PLB-TLS-WRONG-HOST' })
  })
})

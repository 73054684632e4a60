import type { ServerResponse } from 'node:http'
import { deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { MapServer } from '../../../electron/geoserver/ows/map-server.ts'
import type { GeoServerOptions } from '../../../electron/geoserver/rest-connection.ts'
import { serveRest } from '../../support/geoserver-rest.ts'

const login = { user: 'admin', password: 'geoserver' }
const asked = { layer: 'topp:roads', extent: [5, 45, 15, 50], width: 64, height: 32 } as const

async function server(
  answer: (path: string, response: ServerResponse) => void,
  changes: Partial<GeoServerOptions> = {},
) {
  const served = await serveRest(answer)
  return { ...served, maps: new MapServer({ url: served.url, ...login, ...changes }) }
}

const png = (width: number, height: number) => PNG.sync.write(new PNG({ width, height }))

/** A chunk of a PNG with a sum that is not looked at. */
function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)])
}

function head(width: number, height: number, interlaced: number): Buffer {
  const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, interlaced])
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  return chunk('IHDR', data)
}

const signature = png(1, 1).subarray(0, 8)

describe('a map server', () => {
  it('is asked for a picture in degrees, east before north, and without styles', async () => {
    const { maps, asked: requests } = await server((_path, response) => response.end(png(64, 32)))
    expect(await maps.picture(asked)).toEqual(png(64, 32))
    const query = new URLSearchParams(requests[0]?.split('?')[1])
    expect(requests[0]).toMatch(/^GET \/wms\?/)
    expect(Object.fromEntries(query)).toMatchObject({
      ...{ request: 'GetMap', version: '1.1.1', layers: 'topp:roads', styles: '', srs: 'EPSG:4326' },
      ...{ bbox: '5,45,15,50', width: '64', height: '32', format: 'image/png', transparent: 'true' },
    })
  })

  it('that answers with an exception is quoted, in one line and no longer than a few', async () => {
    const { maps } = await server((_path, response) =>
      response.end(
        `<?xml version="1.0"?><!DOCTYPE ServiceExceptionReport SYSTEM "http://evil.example/x.dtd">
        <ServiceExceptionReport><ServiceException code="x">\n  Rendering failed:\n ${'long '.repeat(200)}</ServiceException></ServiceExceptionReport>`,
      ),
    )
    const failed = await maps.picture(asked).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'PLB-MAPS-REFUSED' })
    expect(String(failed)).toContain('Rendering failed: long long')
    expect(String(failed).length).toBeLessThan(600)
    await expect(maps.capabilities('wms')).rejects.toMatchObject({ code: 'PLB-MAPS-REFUSED' })
  })

  it('must send a picture of the size that was asked for, whatever it calls it', async () => {
    const answers = [
      Buffer.from('<html>Sign in</html>'),
      Buffer.from('&'),
      Buffer.alloc(0),
      png(64, 33),
      signature,
      // What would be 16 gigabytes.
      Buffer.concat([
        signature,
        head(65_000, 65_000, 0),
        chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
      ]),
      // One that is interlaced may unpack to whatever it likes.
      Buffer.concat([signature, head(64, 32, 1), chunk('IDAT', deflateSync(Buffer.alloc(1_000_000)))]),
    ]
    for (const body of answers) {
      const { maps } = await server((_path, response) => response.end(body))
      await expect(maps.picture(asked)).rejects.toMatchObject({ code: 'PLB-MAPS-REFUSED' })
    }
  })

  it('is heard no longer than a picture is long', async () => {
    const { maps } = await server((_path, response) => {
      response.write(png(64, 32))
      response.end(Buffer.alloc(9 * 1024 * 1024))
    })
    await expect(maps.picture(asked)).rejects.toMatchObject({ code: 'PLB-GEOSERVER-TOO-LARGE' })
  })

  it('is not followed to another host, and asked no longer than the deadline', async () => {
    const elsewhere = await serveRest((_path, response) => response.end(png(64, 32)))
    const { maps } = await server((_path, response) =>
      response.writeHead(302, { location: `${elsewhere.url}/wms` }).end(),
    )
    await expect(maps.picture(asked)).rejects.toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
    expect(elsewhere.asked).toEqual([])
    const silent = await server(() => undefined, { deadline: 50 })
    await expect(silent.maps.picture(asked)).rejects.toMatchObject({ code: 'PLB-GEOSERVER-SILENT' })
  })

  it('whose capabilities are none, or too deep, is refused', async () => {
    const other = await server((_path, response) => response.end('<html/>'))
    await expect(other.maps.capabilities('wfs')).rejects.toMatchObject({ code: 'PLB-MAPS-REFUSED' })
    const deep = await server((_path, response) => response.end('<a>'.repeat(300) + '</a>'.repeat(300)))
    await expect(deep.maps.capabilities('wfs')).rejects.toMatchObject({ code: 'PLB-XML-TOO-COMPLEX' })
    const none = await server((_path, response) => response.writeHead(404).end())
    await expect(none.maps.capabilities('wcs')).rejects.toMatchObject({ code: 'PLB-GEOSERVER-NOT-FOUND' })
  })
})

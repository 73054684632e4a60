import { expect, it } from 'vitest'
import type { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { LogTail } from '../../../electron/geoserver/log-tail.ts'

const asked = `29 Nov 12:30:26 ERROR  [geoserver.rest] - Undefined resource path.
org.geoserver.rest.ResourceNotFoundException 404 NOT_FOUND: Undefined resource path.
\tat org.geoserver.rest.resources.ResourceController.resource(ResourceController.java:144)
`
const refused = `29 Nov 12:30:27 ERROR  [cluster.client] - Unable to locate b:roads
java.lang.NullPointerException: no layer
`

async function tailOf(...logs: readonly string[]): Promise<string | undefined> {
  const left = logs.map((log) => Buffer.from(log))
  const client: Pick<GeoServerClient, 'file'> = { file: async () => Promise.resolve(left.shift()) }
  const tail = new LogTail(client)
  await tail.mark()
  return tail.since()
}

it('takes nothing a node logs because it was asked for what it has not for a reason', async () => {
  expect(await tailOf(refused, `${refused}${asked}`)).toBeUndefined()
  expect(await tailOf('', `${asked}${refused}`)).toBe(
    '29 Nov 12:30:27 ERROR  [cluster.client] - Unable to locate b:roads',
  )
})

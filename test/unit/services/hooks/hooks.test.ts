import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failure, isFailure, type Failure } from '../../../../electron/errors/failure.ts'
import { commandHook } from '../../../../electron/services/hooks/command-hook.ts'
import type { FindingEvent, Hook } from '../../../../electron/services/hooks/hook.ts'
import { HookQueue } from '../../../../electron/services/hooks/hook-queue.ts'
import { webHook } from '../../../../electron/services/hooks/web-hook.ts'
import { z } from 'zod'
import { FindingHooks } from '../../../../electron/cli/finding-hooks.ts'
import type { Note } from '../../../../electron/contract/shared.ts'
import { rememberedOutput } from '../../../support/output-streams.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

const event = (id: string): FindingEvent => ({
  ...{
    event: 'opened',
    at: '2026-01-01T00:00:00.000Z',
    cluster: 'Maps',
    id,
    severity: 'failed',
    node: 'geo-2',
  },
  ...{ message: 'geo-2 has drifted.', cause: null, evidence: [], remedy: null },
})

const patience = () => new AbortController().signal

/** Whatever is waited for is over at once. */
const noWaiting = {
  now: () => 0,
  after: (_: number, callback: () => void) => {
    queueMicrotask(callback)
    return () => undefined
  },
}

/** A hook that refuses as often as it is told to. */
function queued(refusals: number) {
  const told: string[] = []
  const failed: Failure[] = []
  let attempts = 0
  const hook: Hook = {
    kind: 'webhook',
    tell: ({ id }) => {
      attempts += 1
      if (attempts <= refusals)
        return Promise.reject(failure('PLB-HOOK-REFUSED', { hook: 'it', reason: 'no' }))
      told.push(id)
      return Promise.resolve()
    },
  }
  const queue = new HookQueue({ hook, clock: noWaiting, failed: (each) => failed.push(each) })
  return { queue, told, failed, attempts: () => attempts }
}

async function settled(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe('who is told of findings', () => {
  it('is told of each in turn, and again what it refused', async () => {
    const { queue, told, failed } = queued(3)
    queue.add(event('a'))
    queue.add(event('b'))
    await settled(() => told.length === 2)
    expect(told).toEqual(['a', 'b'])
    expect(failed).toEqual([])
  })

  it('is given up on after some attempts, which is said, and told of the next', async () => {
    const { queue, told, failed, attempts } = queued(6)
    queue.add(event('a'))
    queue.add(event('b'))
    await settled(() => told.length === 1)
    expect(told).toEqual(['b'])
    expect(attempts()).toBe(7)
    expect(failed.map(({ code, details }) => [code, details['id']])).toEqual([['PLB-HOOK-NOT-TOLD', 'a']])
  })

  it('has no more than some waiting: of too many the oldest are let go, which is said', async () => {
    const { queue, told, failed } = queued(0)
    for (let number = 0; number < 600; number += 1) queue.add(event(String(number)))
    await settled(() => told.length === 501)
    expect(told[0]).toBe('0')
    expect(told.slice(1)).toEqual(Array.from({ length: 500 }, (_, index) => String(index + 100)))
    expect(failed).toHaveLength(99)
  })

  it('is told at the end of what still waits, once each', async () => {
    const { queue, told, failed } = queued(1)
    queue.add(event('a'))
    queue.add(event('b'))
    await queue.end()
    expect(told).toEqual(['b'])
    expect(failed).toHaveLength(1)
  })
})

describe('a webhook', () => {
  async function receiving(status: number, headers: Readonly<Record<string, string>> = {}) {
    const received: { readonly request: IncomingMessage; readonly body: string }[] = []
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ request, body })
        response.writeHead(status, headers).end('ok')
      })
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('It has no port')
    return { received, address: `http://127.0.0.1:${address.port}/hook?key=hush-hush` }
  }

  it('gets the finding as JSON', async () => {
    const { received, address } = await receiving(204)
    await webHook(address).tell(event('a'), patience())
    expect(
      received.map(({ request, body }) => [request.method, request.url, JSON.parse(body) as unknown]),
    ).toEqual([['POST', '/hook?key=hush-hush', event('a')]])
  })

  it('that answers with an error, or sends elsewhere, was not told; its address is not said', async () => {
    for (const status of [500, 302]) {
      const { received, address } = await receiving(status, { location: 'http://127.0.0.1:1/' })
      const refused: unknown = await webHook(address)
        .tell(event('a'), patience())
        .catch((error: unknown) => error)
      expect(isFailure(refused, 'PLB-HOOK-REFUSED')).toBe(true)
      expect(String(refused)).not.toContain('hush')
      expect(received).toHaveLength(1)
    }
  })

  it('that is away was not told, and its address is not said', async () => {
    const refused: unknown = await webHook('http://127.0.0.1:1/hook?key=hush-hush')
      .tell(event('a'), patience())
      .catch((error: unknown) => error)
    expect(isFailure(refused, 'PLB-HOOK-REFUSED')).toBe(true)
    expect(String(refused)).not.toContain('hush')
  })
})

describe('a command', () => {
  function program(script: string) {
    const directory = temporaryDirectory()
    const path = join(directory, 'told.sh')
    writeFileSync(path, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o700)
    return { path, told: join(directory, 'told'), directory }
  }

  it('gets the finding on its standard input, and no variable that holds a password', async () => {
    const { path, told } = program('cd "$(dirname "$0")" && cat > told && env > environment')
    await commandHook(path, { PATH: process.env['PATH'], PLUMBLINE_PASSWORD: 'hush-hush' }).tell(
      event('a'),
      patience(),
    )
    expect(JSON.parse(readFileSync(told, 'utf8'))).toEqual(event('a'))
    const environment = readFileSync(join(told, '../environment'), 'utf8')
    expect(environment).toContain('PLUMBLINE_EVENT=opened')
    expect(environment).not.toContain('hush')
  })

  it('that fails, or is not there, was not told; what it is given is no code', async () => {
    const { path } = program('exit 3')
    const { told, path: other } = program('true')
    const failing = [path, join(other, 'missing'), `${other}; touch ${told}`]
    for (const each of failing) {
      const refused: unknown = await commandHook(each, process.env)
        .tell(event('a'), patience())
        .catch((error: unknown) => error)
      expect(isFailure(refused, 'PLB-HOOK-REFUSED')).toBe(true)
    }
    expect(existsSync(told)).toBe(false)
  })

  it('that does not end is ended', async () => {
    const { path } = program('exec sleep 600')
    const stop = new AbortController()
    const telling = commandHook(path, process.env).tell(event('a'), stop.signal)
    stop.abort()
    await expect(telling).rejects.toThrow()
  })
})

describe('following a cluster', () => {
  const finding = (id: string, note: Note | null = null) => ({
    ...{ id, severity: 'failed' as const, node: null, message: id, note, known: note !== null },
    ...{ cause: null, evidence: [], remedy: null },
  })
  const seen = (cluster: string, ...ids: string[]) => ({ cluster, problems: ids.map((id) => finding(id)) })

  /** What a program was told by the end of these looks. */
  async function follow(...looks: (() => Promise<readonly ReturnType<typeof seen>[]>)[]) {
    const directory = temporaryDirectory()
    const [program, log] = [join(directory, 'hook'), join(directory, 'log')]
    writeFileSync(program, `#!/bin/sh\ncat >> ${log}\necho >> ${log}\n`)
    chmodSync(program, 0o755)
    const { output, stderr } = rememberedOutput()
    const hooks = new FindingHooks({ command: program }, process.env, output)
    const over = new AbortController()
    const look = () => {
      const next = looks.shift()
      if (looks.length === 0) over.abort()
      return next?.() ?? Promise.resolve([])
    }
    await hooks.follow(look, noWaiting, over.signal)
    await hooks.end()
    const told = z.object({ event: z.string(), cluster: z.string(), id: z.string() })
    const lines = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
    return { told: lines.map((line) => Object.values(told.parse(JSON.parse(line))).join(' ')), stderr }
  }

  it('calls nobody for what somebody knows, until its time is over', async () => {
    const known = { reason: 'Until Monday.', by: 'me', at: 1, until: 2 }
    const look = (note: Note | null) => () =>
      Promise.resolve([{ cluster: 'Maps', problems: [finding('a', note), finding('b')] }])
    const { told } = await follow(look(known), look(known), look(null), look(known), () =>
      Promise.resolve([seen('Maps')]),
    )
    expect(told).toEqual(['opened Maps b', 'opened Maps a', 'closed Maps a', 'closed Maps b'])
  })

  it('tells what came and what went, of each cluster that is opened, and goes on after a look that failed', async () => {
    const { told, stderr } = await follow(
      () => Promise.resolve([]),
      () => Promise.resolve([seen('Maps', 'a', 'b')]),
      () => Promise.reject(failure('PLB-CLUSTER-NOT-OPEN', {})),
      () => Promise.resolve([seen('Other', 'd'), seen('Maps', 'b', 'c')]),
      () => Promise.resolve([seen('Other', 'd')]),
    )
    expect(told).toEqual([
      ...['opened Maps a', 'opened Maps b', 'opened Other d', 'opened Maps c', 'closed Maps a'],
    ])
    expect(stderr.text).toContain('warning')
  })
})

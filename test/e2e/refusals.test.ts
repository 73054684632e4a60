import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { treeNode } from '../../electron/contract/features/configuration.ts'
import { serverMessage, type ServerMessage } from '../../electron/contract/protocol.ts'
import { plumbline } from '../support/command-line.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { ServedApp } from '../support/served-app.ts'
import { MouseOperator } from './mouse-operator.ts'
import { beginDemo } from './story-clusters.ts'
import { comparedEqual, openObject } from './tasks.ts'

const unavailable = chromiumUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: what the app refuses, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('the app in a browser', () => {
  let app: ServedApp
  let page: Page
  let operator: MouseOperator

  beforeAll(async () => {
    app = await ServedApp.start()
    ;({ page } = await app.open())
    operator = new MouseOperator(page)
    await beginDemo(operator, app)
    await comparedEqual(page)
  })
  afterAll(async () => {
    await app.stop()
  })

  describe('shows a pure slave read-only', () => {
    it('with the reason and the way to its master', async () => {
      await lookAtSlave('river', 'style')
      const note = page.getByRole('note').filter({ hasText: 'Read-only: slave-a is a slave.' })
      await note.waitFor()
      await expectLocked()
      await operator.use(note.getByRole('button', { name: 'Edit on master' }))
      await note.waitFor({ state: 'hidden' })
      expect(await page.getByRole('textbox', { name: 'Filename' }).isEditable()).toBe(true)
    })

    it('in its texts, which take nothing that is typed', async () => {
      await lookAtSlave('river', 'style')
      for (const [tab, label] of [
        ['XML', 'XML of river'],
        ['Style body', 'Body of style river'],
      ] as const) {
        await operator.use(page.getByRole('tab', { name: tab }))
        const editor = page.getByRole('textbox', { name: label })
        const before = await editor.textContent()
        expect(await editor.getAttribute('aria-readonly')).toBe('true')
        await editor.press('x')
        await editor.press('Delete')
        expect(await editor.textContent()).toBe(before)
      }
      await page.keyboard.press('ControlOrMeta+s')
      await expectLocked()
    })

    it('in its menu and by addresses typed by hand', async () => {
      await lookAtSlave('river', 'style')
      await operator.use(page.getByRole('button', { name: 'Actions' }))
      const remove = page.getByRole('menuitem', { name: 'Remove style river' })
      expect(await remove.getAttribute('aria-disabled')).toBe('true')
      await page.keyboard.press('Escape')
      const [base] = page.url().split('#')
      await page.goto(`${base}#/configuration?node=slave-a&selected=new:style`)
      await page.getByRole('heading', { name: 'New style' }).waitFor()
      await expectLocked()
    })

    async function lookAtSlave(name: string, kind: string): Promise<void> {
      await operator.show('Configuration')
      await operator.choose(page.getByRole('combobox', { name: 'Node' }), 'slave-a (read-only)')
      await openObject(operator, name, kind)
    }

    async function expectLocked(): Promise<void> {
      expect(await page.getByRole('button', { name: 'Add' }).getAttribute('aria-disabled')).toBe('true')
      expect(await page.getByRole('button', { name: /^(Review|Publish)/ }).count()).toBe(0)
      await operator.use(page.getByRole('tab', { name: 'Form' }))
      expect(await page.getByRole('textbox', { name: 'Filename' }).isEditable()).toBe(false)
    }
  })

  describe('refuses', () => {
    it('changes of a pure slave past the screens', async () => {
      const tree = await call('configuration', 'tree', { instanceName: 'slave-a' })
      const river = treeNode
        .array()
        .parse('output' in tree ? tree.output : undefined)
        .find(({ kind, name }) => kind === 'style' && name === 'river')
      const files = () => readdirSync(join(app.stateDirectory, 'demo/slave-a/styles')).toSorted()
      const body = () => readFileSync(join(app.stateDirectory, 'demo/slave-a/styles/river.sld'), 'utf8')
      const before = [files(), body()]
      const draft = {
        verb: 'modify',
        kind: 'style',
        service: null,
        id: river?.id ?? '',
        input: null,
        styleBody: '<sld/>',
        recurse: true,
        version: null,
      }
      const agreed = { plan: '', name: 'river', publishAnyway: true }
      const requestId = 'request-1'
      const attempts = [
        call('configuration', 'preview', { instanceName: 'slave-a', draft }),
        call('configuration', 'publish', { instanceName: 'slave-a', draft, agreed, requestId }),
        call('configuration', 'publish', {
          instanceName: 'slave-a',
          draft: { ...draft, verb: 'add', id: null, input: '{"name":"lava"}' },
          agreed,
          requestId,
        }),
        call('configuration', 'publish', {
          instanceName: 'slave-a',
          draft: { ...draft, verb: 'remove' },
          agreed,
          requestId,
        }),
        call('configuration', 'publish', {
          instanceName: 'slave-a',
          draft: { verb: 'restore', id: draft.id, historyId: 1, state: 'before' },
          agreed,
          requestId,
        }),
      ]
      for (const attempt of attempts) {
        expect(await attempt).toMatchObject({ type: 'error', error: { code: 'PLB-ENGINE-NOT-A-MASTER' } })
      }
      const slave = join(app.stateDirectory, 'demo/slave-a')
      const { code } = await plumbline('edit', 'remove', 'style', 'river', '--data-dir', slave)
      expect(code).not.toBe(0)
      expect([files(), body()]).toEqual(before)
    })

    it('input that is not of the contract', async () => {
      for (const [feature, procedure, input] of [
        ['configuration', 'publish', { instanceName: 'master', draft: { verb: 'destroy' } }],
        ['messages', 'page', { filter: {}, before: -1, limit: 1e9 }],
        ['profiles', 'open', 'demo'],
        ['settings', 'set', { theme: 'pink' }],
      ] as const) {
        expect(await call(feature, procedure, input)).toMatchObject({ error: { code: 'PLB-APP-INPUT' } })
      }
      expect(await call('constructor', 'toString', {})).toMatchObject({
        error: { code: 'PLB-APP-UNKNOWN-PROCEDURE' },
      })
    })

    it('whoever brings a wrong token, or the right one a second time', async () => {
      for (const link of [app.link, `${app.origin}/?token=wrong`, `${app.origin}/`]) {
        const answer = await fetch(link, { redirect: 'manual' })
        expect(answer.status).toBe(403)
        expect(answer.headers.get('set-cookie')).toBeNull()
      }
    })

    it('pages of another origin, also in the browser that was let in', async () => {
      const elsewhere = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html').end('<title>elsewhere</title>')
      }).listen(0, '127.0.0.1')
      await new Promise((resolve) => elsewhere.once('listening', resolve))
      const { port } = elsewhere.address() as AddressInfo
      const socketAddress = await page.evaluate(() => new URL('socket', location.href).href)
      const other = await page.context().newPage()
      try {
        await other.goto(`http://127.0.0.1:${port}/`)
        const outcome = await other.evaluate(
          (address) =>
            new Promise<string>((resolve) => {
              const socket = new WebSocket(address.replace('http', 'ws'))
              socket.onopen = () => resolve('opened')
              socket.onclose = () => resolve('refused')
            }),
          socketAddress,
        )
        expect(outcome).toBe('refused')
      } finally {
        await other.close()
        elsewhere.close()
      }
    })
  })

  /** Calls a procedure as the page does, past its screens. */
  async function call(feature: string, procedure: string, input: unknown): Promise<ServerMessage> {
    const answer = await page.evaluate(
      (message) =>
        new Promise<string>((resolve, reject) => {
          const socket = new WebSocket(new URL('socket', location.href).href.replace('http', 'ws'))
          socket.onopen = () => socket.send(JSON.stringify(message))
          socket.onerror = () => reject(new Error('the socket did not open'))
          socket.onmessage = ({ data }) => {
            socket.close()
            resolve(String(data))
          }
        }),
      { type: 'call', id: 1, feature, procedure, input },
    )
    return serverMessage.parse(JSON.parse(answer))
  }
})

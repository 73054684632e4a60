import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { demoPassword } from '../../electron/services/demo/catalog.ts'
import { finished, plumbline, startPlumbline } from '../support/command-line.ts'
import { driftBetween } from '../support/cluster.ts'
import { RunningCommand } from '../support/running-command.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const line = z.looseObject({ type: z.string() })
const proof = z.object({ type: z.literal('proof'), claim: z.string(), held: z.boolean() })

const claims = [
  'slave-a equals the master',
  'slave-b equals the master',
  'no message failed or waits for another',
  'every message waits for slave-b',
  'slave-b lags behind meanwhile',
  'its queue is empty',
  'what cannot be read is reported',
  'every one of them is found',
  'only the queue of slave-b received something',
  'read back and compared',
  'it is refused',
  'the slaves have it, to connect with',
  'no journal holds it in the clear',
  'nothing said so far holds it',
]

function linesOf(output: string) {
  return output
    .trimEnd()
    .split('\n')
    .map((each) => line.parse(JSON.parse(each)))
}

function proofsIn(output: string) {
  return linesOf(output).flatMap((each) => proof.safeParse(each).data ?? [])
}

describe('plumbline demo', () => {
  it('proves every step, exits with 0 and leaves nothing behind', async () => {
    const temporary = temporaryDirectory()
    const { code, stdout, stderr } = await finished(startPlumbline(['demo', '--json'], { TMPDIR: temporary }))
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const lines = linesOf(stdout)
    const proofs = proofsIn(stdout)
    expect(proofs.filter(({ held }) => !held)).toEqual([])
    expect([...new Set(proofs.map(({ claim }) => claim))].toSorted()).toEqual(claims.toSorted())
    expect(lines.at(-1)).toMatchObject({ type: 'end', proofs: proofs.length, held: proofs.length })
    expect(stdout).not.toContain(demoPassword)
    expect(readdirSync(temporary)).toEqual([])
  })

  it('prints every step with its proofs, then keeps a cluster that other commands can work with', async () => {
    const directory = join(temporaryDirectory(), 'kept')
    const demo = new RunningCommand(['demo', '--keep', '--directory', directory])
    await demo.says('The cluster goes on running')
    for (const claim of claims) expect(demo.text).toContain(`✓ ${claim} `)
    expect(demo.text).not.toContain('✕')
    expect(demo.text).toMatch(/\n(\d+) of \1 proofs held, [\d.]+ (s|min)\n/)
    expect(demo.text).not.toContain(demoPassword)
    const [master, slaveA, slaveB] = ['master', 'slave-a', 'slave-b'].map((name) => join(directory, name))
    if (master === undefined || slaveA === undefined || slaveB === undefined) throw new Error('no names')
    expect(await plumbline('status', '--data-dir', master, slaveA, slaveB)).toMatchObject({ code: 0 })
    const words = ['modify', 'layer-group', 'austria', '--set', 'title=Austria and around']
    expect(await plumbline('edit', ...words, '--data-dir', master)).toMatchObject({
      code: 0,
      stdout: 'layer group austria modified: title\n',
    })
    expect(await plumbline('edit', ...words, '--data-dir', slaveA)).toMatchObject({ code: 2 })
    rmSync(join(slaveB, 'layergroups/austria.xml'))
    expect(await plumbline('resync', '--slave', slaveB, '--from', master, '--yes')).toMatchObject({ code: 0 })
    expect(await demo.end('SIGINT')).toEqual({ code: 0, signal: null })
    expect(driftBetween(master, slaveB).entries).toEqual([])
    expect(driftBetween(master, slaveA).entries).toEqual([])
  })

  it('tells the story of stock GeoServers on imitations, and leaves nothing behind', async () => {
    const temporary = temporaryDirectory()
    const { code, stdout, stderr } = await finished(
      startPlumbline(['demo', '--stock', '--json'], { TMPDIR: temporary }),
    )
    expect(stderr).toBe('')
    const proofs = proofsIn(stdout)
    expect(proofs.filter(({ held }) => !held)).toEqual([])
    expect(proofs.map(({ claim }) => claim)).toEqual(
      expect.arrayContaining([
        'every node was found',
        'their broker is spoken to in OpenWire alone, as GeoServers have it',
        'that no message carries tiles is seen',
        'every one of them is named',
        'read back and compared',
        'the password nobody was shown is back',
        'gs-a is as it was before',
        'gs-b equals the master',
        'nothing said so far holds one',
      ]),
    )
    for (const way of ['by message', 'over REST, silently']) expect(stdout).toContain(`"way":"${way}"`)
    expect(code).toBe(0)
    expect(stdout).not.toContain(demoPassword)
    expect(readdirSync(temporary)).toEqual([])
  })

  it('ends with 130 when it is interrupted, and leaves nothing behind', async () => {
    const temporary = temporaryDirectory()
    const demo = new RunningCommand(['demo'], { TMPDIR: temporary })
    await demo.says('1  Build a catalog')
    expect(await demo.end('SIGTERM')).toEqual({ code: 130, signal: null })
    expect(readdirSync(temporary)).toEqual([])
  })

  it('does not touch a directory that holds something', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'mine.txt'), 'precious')
    const refused = await plumbline('demo', '--directory', directory)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('PLB-DEMO-DIRECTORY-NOT-EMPTY')
    expect(existsSync(join(directory, 'mine.txt'))).toBe(true)
  })
})

import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../electron/errors/failure.ts'
import { Output } from '../../../electron/cli/output.ts'
import { bold, red } from '../../../electron/cli/styled-text.ts'
import { rememberedOutput } from '../../support/output-streams.ts'

describe('Output', () => {
  it('writes data to standard output and everything else to standard error', () => {
    const { output, stdout, stderr } = rememberedOutput()
    output.line('data ', bold('strong'))
    output.message('a message')
    output.warning('look out')
    expect(stdout.text).toBe('data strong\n')
    expect(stderr.text).toBe('a message\nwarning: look out\n')
  })

  it('colours text on a terminal', () => {
    const { output, stdout } = rememberedOutput({ isTerminal: true })
    output.line(red('bad'), red(''))
    expect(stdout.text).toBe('\u001b[31mbad\u001b[39m\n')
  })

  it.each([
    { why: 'NO_COLOR is set', options: { environment: { NO_COLOR: '1' } } },
    { why: 'the terminal is a dumb one', options: { environment: { TERM: 'dumb' } } },
    { why: '--no-color was given', options: { color: false } },
    { why: 'it is no terminal', options: { isTerminal: false } },
  ])('does not colour when $why', ({ options }) => {
    const { output, stdout } = rememberedOutput({ isTerminal: true, ...options })
    output.line(red('bad'))
    expect(stdout.text).toBe('bad\n')
  })

  it('takes an empty NO_COLOR for none, as the convention has it', () => {
    const { output, stdout } = rememberedOutput({ isTerminal: true, environment: { NO_COLOR: '' } })
    output.line(red('bad'))
    expect(stdout.text).toContain('\u001b[31m')
  })

  it('lets no text move the cursor, end the line or turn its direction', () => {
    const { output, stdout, stderr } = rememberedOutput({ isTerminal: true, color: false })
    output.line('a\u001b[2Jb', bold('c\r\nd'), '\u009b1m\u202eevil')
    output.message('\u0007')
    expect(stdout.text).toBe('a\\u001b[2Jbc\\u000d\\u000ad\\u009b1m\\u202eevil\n')
    expect(stderr.text).toBe('\\u0007\n')
  })

  it('writes JSON that is harmless on a terminal and says the same', () => {
    const { output, stdout } = rememberedOutput({ json: true })
    const value = { name: 'a\u009b\u202eb\n\u001bc', list: [1, 'two'] }
    output.document(value)
    for (const character of ['\u009b', '\u202e', '\u001b']) expect(stdout.text).not.toContain(character)
    expect(JSON.parse(stdout.text)).toEqual(value)
  })

  it('shows progress on a terminal, at a pace one can follow, and clears it before anything else', () => {
    let time = 0
    const { output, stdout, stderr } = rememberedOutput({ isTerminal: true, now: () => time })
    output.progress('one')
    output.progress('too soon')
    time += 1000
    output.progress('two')
    output.line('data')
    expect(stderr.text).toBe('\r\u001b[2Kone\r\u001b[2Ktwo\r\u001b[2K')
    expect(stdout.text).toBe('data\n')
  })

  it('shows no progress where there is no terminal', () => {
    const { output, stderr } = rememberedOutput()
    output.progress('one')
    expect(stderr.text).toBe('')
  })

  it('goes on quietly when the reader of the data is gone', async () => {
    const { output, attempts } = outputThatFails('EPIPE')
    output.line('first')
    await output.finish()
    output.line('second')
    await output.finish()
    expect(attempts).toEqual(['first\n'])
  })

  it('fails when the data cannot be written', async () => {
    const { output } = outputThatFails('ENOSPC')
    output.line('first')
    const error: unknown = await output.finish().catch((reason: unknown) => reason)
    expect(isFailure(error, 'PLB-STORAGE-FULL')).toBe(true)
  })
})

/** An output whose every write fails. */
function outputThatFails(code: string) {
  const attempts: string[] = []
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      attempts.push(chunk.toString('utf8'))
      done(Object.assign(new Error(`write ${code}`), { code, errno: -1 }))
    },
  })
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done() })
  return { output: new Output({ stdout, stderr, json: false, color: false, environment: {} }), attempts }
}

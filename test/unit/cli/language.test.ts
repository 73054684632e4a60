import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Interruption } from '../../../electron/cli/program/interruption.ts'
import { languageAskedFor } from '../../../electron/cli/program/language.ts'
import { runCommandLine } from '../../../electron/cli/program/program.ts'
import { help as english } from '../../../electron/languages/en/commands/index.ts'
import { loadHelp } from '../../../electron/languages/load.ts'
import { languageTags } from '../../../electron/languages/tags.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { foreignWords } from '../../support/foreign-words.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { flat } from '../../support/messages.ts'

/** All that a command line says. */
async function said(words: readonly string[], environment = {}): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const texts: string[] = []
  for (const stream of [stdout, stderr])
    stream.on('data', (chunk: Buffer) => texts.push(chunk.toString('utf8')))
  const interruption = new Interruption()
  await runCommandLine(words, { stdout, stderr, environment, interruption })
  interruption.stopListening()
  return texts.join('')
}

describe('the language of the command line', () => {
  it.each([
    [['diff', '--language', 'de'], { LANG: 'en_GB.UTF-8' }, 'de'],
    [['--language=en'], { LC_ALL: 'de_DE.UTF-8' }, 'en'],
    [['--language', 'xx'], { LC_ALL: 'de_DE.UTF-8' }, undefined],
    [['--language'], {}, undefined],
    [[], { PLUMBLINE_LANG: 'de', LC_ALL: 'en_GB.UTF-8' }, 'de'],
    [[], { LC_ALL: '', LC_MESSAGES: 'de_AT', LANG: 'en_GB' }, 'de'],
    [[], { LC_ALL: 'C', LC_MESSAGES: 'de_AT' }, 'en'],
    [[], { LANG: 'fr_FR.UTF-8' }, 'en'],
    [[], {}, 'en'],
  ] as const)('of %j in %j is %j', (typed, environment, language) => {
    expect(languageAskedFor(typed, environment)).toBe(language)
  })

  it('is the one failures are said in', async () => {
    const words = ['errors', 'PLB-NO-SUCH']
    const english = await said(words)
    expect(english).toContain('There is no error PLB-NO-SUCH')
    const german = await said([...words, '--language', 'de'])
    expect(german).toContain('PLB-NO-SUCH')
    expect(german).not.toContain('There is')
    expect(await said(words, { LANG: 'de_DE.UTF-8' })).toBe(german)
  })

  it('is the one errors are explained in', async () => {
    const words = ['errors', 'plb-serve-port-in-use', '--language', 'de']
    const german = (await said(words)).replaceAll(/\s+/g, ' ')
    expect(german).toContain('Port {port} von {host} wird benutzt von {occupant}.')
    expect(german).toContain('Plumbline läuft bereits, oder ein anderes Programm lauscht')
    expect(await said([...words, '--json'])).toContain('Plumbline runs already, or another program listens')
  })

  it('is never that of JSON', async () => {
    const words = ['errors', 'PLB-NO-SUCH', '--json']
    expect(await said([...words, '--language', 'de'])).toBe(await said(words))
  })

  it.each([
    ['dif', 'unbekannter Befehl dif (gemeint war vielleicht: diff)'],
    ['diff a b --jsn', 'unbekannte Option --jsn (gemeint war vielleicht: --json)'],
    ['diff a', 'das Argument directory-b fehlt'],
    ['diff a b c', 'zu viele Argumente'],
    ['node --data-dir', 'der Option --data-dir <directory> fehlt ihr Wert'],
    ['archive look x', '<action> muss eines von diesen sein: info, list, show, export, import'],
    ['dlq show', 'show braucht die ID einer Nachricht'],
    ['', 'es wurde kein Befehl angegeben'],
  ])('refuses `%s` in it', async (line, reason) => {
    expect(await said(line.split(' ').filter(Boolean), { PLUMBLINE_LANG: 'de' })).toContain(reason)
  })

  it('is none there is not', async () => {
    expect(await said(['errors', '--language', 'xx'])).toContain('--language must be one of en, de')
  })
})

describe.each(languageTags)('what is printed in %s', (tag) => {
  it.each([
    'diff master slave',
    'status --data-dir master slave',
    'status --data-dir none',
    'edit modify layer-group grp --set title=x --data-dir master --dry-run',
    'edit remove workspace topp --recurse --dry-run --data-dir master',
    'resync --slave slave --from master --dry-run',
    'reload --data-dir slave',
    'archive info none.sqlite',
    'queues --broker tcp://127.0.0.1:1',
    'doctor tcp://127.0.0.1:1',
    'connect 127.0.0.1:1',
    'drift --profile none',
    'watch none',
    'errors',
  ])('by `%s` holds no word of another language', async (line) => {
    const place = temporaryDirectory()
    cpSync(goldenPath('after-build-up/master'), join(place, 'master'), { recursive: true })
    cpSync(goldenPath('after-teardown/slave'), join(place, 'slave'), { recursive: true })
    const isPath = (word: string): boolean => ['master', 'slave', 'none', 'none.sqlite'].includes(word)
    const typed = line.split(' ').map((word) => (isPath(word) ? join(place, word) : word))
    const text = await said([...typed, '--language', tag], { PLUMBLINE_STATE_DIR: place })
    expect(text).not.toBe('')
    // The system says that it could not connect.
    expect(foreignWords(text, tag, ['connect'])).toEqual([])
  })
})

describe.each(languageTags)('the help in %s', (tag) => {
  const linesOf = async (words: readonly string[]): Promise<readonly string[]> =>
    (await said([...words, '--help', '--language', tag])).split('\n')

  it.each([undefined, ...Object.keys(english.commands)])('of %s fits on a screen', async (command) => {
    const lines = await linesOf(command === undefined ? [] : [command])
    expect(lines.filter((line) => line.length > 100 && !line.startsWith('    plumbline '))).toEqual([])
    // Every argument and option has words behind it, on its line or below it.
    expect(
      lines.filter((line, at) => /^ {2}\S+( <\S+>)?$/.test(line) && !/^ {10}/.test(lines[at + 1] ?? '')),
    ).toEqual([])
  })

  it('is not English, but for names', async () => {
    const [ours, theirs] = [flat(await loadHelp(tag)), flat(english)]
    const same = [...theirs].filter(([key, text]) => ours.get(key) === text).map(([, text]) => text)
    expect(tag === 'en' ? [] : same).toEqual([])
  })
})

import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Interruption } from '../../../electron/cli/interruption.ts'
import { languageAskedFor } from '../../../electron/cli/language.ts'
import { runCommandLine } from '../../../electron/cli/program.ts'

describe('the language of the command line', () => {
  it.each([
    [['diff', '--language', 'de'], { LANG: 'en_GB.UTF-8' }, 'de'],
    [['--language=en'], { LC_ALL: 'de_DE.UTF-8' }, 'en'],
    [['--language', 'xx'], { LC_ALL: 'de_DE.UTF-8' }, undefined],
    [['--language'], {}, undefined],
    [[], { LC_ALL: '', LC_MESSAGES: 'de_AT', LANG: 'en_GB' }, 'de'],
    [[], { LC_ALL: 'C', LC_MESSAGES: 'de_AT' }, 'en'],
    [[], { LANG: 'fr_FR.UTF-8' }, 'en'],
    [[], {}, 'en'],
  ] as const)('of %j in %j is %j', (typed, environment, language) => {
    expect(languageAskedFor(typed, environment)).toBe(language)
  })

  async function said(words: readonly string[], environment = {}): Promise<string> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const texts: string[] = []
    stdout.resume()
    stderr.on('data', (chunk: Buffer) => texts.push(chunk.toString('utf8')))
    await runCommandLine(words, { stdout, stderr, environment, interruption: new Interruption() })
    return texts.join('')
  }

  it('is the one failures are said in', async () => {
    const words = ['errors', 'PLB-NO-SUCH']
    const english = await said(words)
    expect(english).toContain('There is no error PLB-NO-SUCH')
    const german = await said([...words, '--language', 'de'])
    expect(german).toContain('PLB-NO-SUCH')
    expect(german).not.toContain('There is')
    expect(await said(words, { LANG: 'de_DE.UTF-8' })).toBe(german)
  })

  it('is none there is not', async () => {
    expect(await said(['errors', '--language', 'xx'])).toContain('--language must be one of en, de')
  })
})

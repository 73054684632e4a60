import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorsDocument } from '../../../build/document-errors.ts'
import { errors } from '../../../electron/languages/en/errors/index.ts'

const repository = join(import.meta.dirname, '../../..')
const codes = Object.keys(errors)

/** The source files of the product by path. */
const sources = new Map([...sourcesBelow('electron'), ...sourcesBelow('renderer')])

function sourcesBelow(folder: string): (readonly [string, string])[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|vue)$/.test(name))
    .map((name) => {
      const path = `${folder}/${name.replaceAll('\\', '/')}`
      return [path, readFileSync(join(repository, path), 'utf8')] as const
    })
}

/** Whole codes, not the beginnings of codes that comments and comparisons hold. */
const wholeCode = /PLB(?:-[A-Z0-9]+){2,}(?![-A-Z0-9…])/g

describe('The error catalogue', () => {
  it('holds every code the source names', () => {
    const unknown = [...sources].flatMap(([path, text]) =>
      (text.match(wholeCode) ?? []).filter((code) => !codes.includes(code)).map((code) => `${path}: ${code}`),
    )
    expect(unknown).toEqual([])
  })

  it('holds no code that nothing reports', () => {
    const users = [...sources]
      .filter(([path]) => !path.startsWith('electron/languages/'))
      .map(([, text]) => text)
    expect(codes.filter((code) => !users.some((text) => text.includes(`'${code}'`)))).toEqual([])
  })

  it('says of every error what happened, why, and what to try, in sentences', () => {
    const incomplete = Object.entries(errors).filter(
      ([, { message, cause, remedy }]) =>
        !/^["`{A-Z].{10,}[.}]$/.test(message) ||
        !/^["`{A-Z].{10,}\.$/.test(cause) ||
        !/^["`{A-Z].{10,}\S$/.test(remedy),
    )
    expect(incomplete).toEqual([])
  })

  it('is documented as it is; `node build/document-errors.ts` writes the document anew', async () => {
    const document = readFileSync(join(repository, 'docs/errors.md'), 'utf8')
    expect(document === (await errorsDocument())).toBe(true)
    const headings = [...document.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(codes.toSorted())
  })
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/**
 * Writes the list of every package Plumbline is made of or with, on whatever system it is packed, as CycloneDX:
 *
 *     node build/write-sbom.ts <file>
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const lock = z.object({
  packages: z.record(z.string(), z.object({ name: z.string().optional(), version: z.string().optional() })),
})
const list = z.object({ components: z.array(z.object({ purl: z.string() })) })

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Usage: node build/write-sbom.ts <file>')
// By the lock file, so that packages for other systems than this one are in it.
const content = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
})
const listed = new Set(
  list.parse(JSON.parse(content)).components.map(({ purl }) => purl.replace(/[?#].*$/, '')),
)
const { packages } = lock.parse(
  JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')),
)
const missing = Object.entries(packages).flatMap(([place, { name, version }]) => {
  const called = name ?? place.split('node_modules/').at(-1) ?? ''
  const purl = `pkg:npm/${called.replace(/^@/, '%40')}@${version ?? ''}`
  return place === '' || listed.has(purl) ? [] : [purl]
})
if (missing.length > 0) throw new Error(`These packages are not in the list: ${missing.join(', ')}`)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, content)
console.log(`${listed.size} packages in ${file}`)

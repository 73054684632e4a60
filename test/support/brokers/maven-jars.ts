import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { onPath } from './broker-process.ts'
import { patience } from '../patience.ts'

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../../node_modules/.cache/brokers')

/** Where the libraries of a broker lie, or why they cannot be had. */
export type Jars = { readonly folder: string } | { readonly unavailable: string }

/**
 * The libraries a `pom.xml` of this folder names, from Maven Central, kept for the next time.
 * @param name of `NAME.pom.xml`
 * @param program a class of this folder that is compiled with them and put beside them: a broker is started often
 */
export async function mavenJars(name: string, program?: string): Promise<Jars> {
  const pom = join(import.meta.dirname, `${name}.pom.xml`)
  const source = program === undefined ? undefined : join(import.meta.dirname, `${program}.java`)
  const hash = createHash('sha256').update(readFileSync(pom))
  if (source !== undefined) hash.update(readFileSync(source))
  const version = hash.digest('hex').slice(0, 12)
  const folder = join(cache, `${name}-${version}`)
  if (!onPath('javac')) return { unavailable: 'no javac on the PATH' }
  if (existsSync(folder)) return { folder }
  if (!onPath('mvn')) return { unavailable: 'no mvn on the PATH' }
  await mkdir(dirname(folder), { recursive: true })
  // Several test files may want them at once; whoever is last finds the folder there.
  const fetched = await mkdtemp(`${folder}-`)
  const parameters = ['-q', '-B', '-C', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime']
  try {
    await run('mvn', [...parameters, `-DoutputDirectory=${fetched}`], { timeout: patience })
    if (source !== undefined) await run('javac', ['-d', fetched, '-cp', join(fetched, '*'), source])
    await rename(fetched, folder)
  } catch (error) {
    await rm(fetched, { recursive: true, force: true })
    if (!existsSync(folder)) return { unavailable: `Maven brought nothing: ${firstLine(error)}` }
  }
  return { folder }
}

function firstLine(error: unknown): string {
  const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
  return (said.trim() || String(error)).split('\n')[0] ?? ''
}

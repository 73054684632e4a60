import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative } from 'node:path'

/**
 * Writes what `npm pack` packs into dist/package: Node runs no TypeScript of packages that are installed, so the
 * sources lie there without their types, in the same places, beside what they read.
 */
const root = join(import.meta.dirname, '..')
const target = join(root, 'dist/package')

rmSync(join(target, 'electron'), { recursive: true, force: true })
for (const entry of readdirSync(join(root, 'electron'), { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name)
  if (!entry.isFile() || !path.endsWith('.ts') || path.endsWith('.d.ts')) continue
  const place = join(target, relative(root, path)).replace(/\.ts$/, '.js')
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, withoutTypes(readFileSync(path, 'utf8')))
}
cpSync(join(root, 'package.json'), join(target, 'package.json'))
cpSync(join(root, 'resources'), join(target, 'resources'), { recursive: true })

/** Relative names of modules, of scripts of threads too, name what is there now. */
function withoutTypes(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(/(['"])(\.{1,2}\/[^'"\n]*)\.ts\1/g, '$1$2.js$1')
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import lock from '../../package-lock.json' with { type: 'json' }
import packageDescription from '../../package.json' with { type: 'json' }
import { finished, repository, startNode } from '../support/command-line.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const workflows = join(repository, '.github/workflows')
const workflow = z.object({
  permissions: z.object({ contents: z.literal('read') }),
  jobs: z.record(
    z.string(),
    z.object({
      'timeout-minutes': z.number(),
      steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
})

it('the list of packages holds every package of the lock file', async () => {
  const file = join(temporaryDirectory(), 'below', 'plumbline.cdx.json')
  const { code, stderr } = await finished(startNode([join(repository, 'build/write-sbom.ts'), file]))
  expect([code, stderr]).toEqual([0, ''])
  const { components } = z
    .object({
      components: z.array(z.object({ name: z.string(), version: z.string(), hashes: z.array(z.unknown()) })),
    })
    .parse(JSON.parse(readFileSync(file, 'utf8')))
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
  const wanted = Object.entries(lock.packages).flatMap(([place, each]) => {
    const name = 'name' in each ? each.name : place.split('node_modules/').at(-1)
    return place === '' ? [] : [`${name}@${each.version}`]
  })
  expect(wanted.filter((each) => !listed.has(each))).toEqual([])
  expect(components.every(({ hashes }) => hashes.length > 0)).toBe(true)
})

describe.each(readdirSync(workflows))('the workflow %s', (name) => {
  const text = readFileSync(join(workflows, name), 'utf8')
  const { jobs } = workflow.parse(parse(text))
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  it('takes every action at one commit, and says which version that is', () => {
    const used = steps.flatMap(({ uses }) => uses ?? [])
    expect(used.length).toBeGreaterThan(0)
    for (const each of used) expect(each).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/)
    expect(text.match(/uses: \S+ # v\d+\.\d+\.\d+$/gm)).toHaveLength(used.length)
  })

  it('installs what the lock file says', () => {
    expect(steps.some(({ run }) => run?.startsWith('npm ci') === true)).toBe(true)
    expect(text).not.toMatch(/npm (?:install|i) /)
  })
})

it('what is known of the packages is looked up in the workflow, also when nobody changes anything', () => {
  const check = readFileSync(join(workflows, 'check.yml'), 'utf8')
  expect(check).toContain('npm audit --omit=dev')
  expect(check).toContain('npm audit signatures')
  expect(check).toContain('schedule:')
})

it('what is added to the command that packs reaches what packs', () => {
  expect(packageDescription.scripts.package).toMatch(/&& electron-builder [^&]*$/)
})

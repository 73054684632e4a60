import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { onTestFinished } from 'vitest'
import { freePorts } from './brokers/free-ports.ts'
import { eventually } from './cluster.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const answer = z.object({
  status: z.literal('success'),
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
})

/** As Debian calls it. */
const program = 'prometheus'

/** Why there is no Prometheus here; undefined when there is one. */
export function prometheusMissing(): string | undefined {
  return spawnSync(program, ['--version']).status === 0 ? undefined : 'Prometheus is not installed'
}

/** Starts a private Prometheus that scrapes one target, which wants a token to be shown. */
export async function startPrometheus(target: string, tokenFile: string) {
  const directory = temporaryDirectory()
  const config = join(directory, 'prometheus.yml')
  const job = { job_name: 'plumbline', authorization: { credentials_file: tokenFile } }
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [{ ...job, static_configs: [{ targets: [target] }] }],
    }),
  )
  const [port = 0] = await freePorts(1)
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  )
  onTestFinished(async () => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'close')
  })
  const origin = `http://127.0.0.1:${port}`
  await eventually('Prometheus is ready', async () => {
    if (child.exitCode !== null) throw new Error(`Prometheus ended with ${child.exitCode}`)
    return fetch(`${origin}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return {
    /** What it knows at this moment, as an instant query says it. */
    query: async (expression: string) => {
      const reply = await fetch(`${origin}/api/v1/query?query=${encodeURIComponent(expression)}`)
      return answer.parse(await reply.json()).data.result
    },
  }
}

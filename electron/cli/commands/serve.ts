import { resolve } from 'node:path'
import { z } from 'zod'
import { createApplication, type RunningApplication } from '../../services/application.ts'
import { LogFile } from '../../services/logging/log-file.ts'
import { defaultStateDirectory, operatorName } from '../../state/state-directory.ts'
import { systemClock } from '../../scheduler/clock.ts'
import { asProblem } from '../cluster-look.ts'
import { FindingHooks } from '../finding-hooks.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { say } from '../../sentences/say.ts'
import { serveApplication } from '../serve-application.ts'
import {
  bothFiles,
  bothFilesNeeded,
  certificateFields,
  certificateFiles,
  certificateOptions,
} from '../server-certificate.ts'
import { hookFields, hookOptions, metricsTokenOption, portNumber, wholeNumber, words } from '../parameters.ts'

export const serveCommand = defineCommand({
  name: 'serve',
  arguments: {},
  options: {
    port: '--port <port>',
    host: '--host <address>',
    open: '--open',
    stateDir: '--state-dir <directory>',
    browseMessages: '--browse-messages <number>',
    ...metricsTokenOption.option,
    ...hookOptions,
    ...certificateOptions,
  },
  examples: [
    'serve --open',
    'serve --host 0.0.0.0 --tls-cert plumbline.pem --tls-key plumbline.key',
    'serve --metrics-token metrics.token --webhook hook.url',
  ],
  input: z
    .object({
      port: portNumber.optional(),
      host: words('beAddress').default('127.0.0.1'),
      open: z.boolean().default(false),
      stateDir: words('nameDirectory').optional(),
      browseMessages: wholeNumber({ from: 10, to: 50_000 }).optional(),
      metricsToken: metricsTokenOption.schema,
      ...hookFields,
      ...certificateFields,
    })
    .refine(bothFiles, bothFilesNeeded),
  async run(
    { port, host, open, stateDir, browseMessages, metricsToken, webhook, command, ...certificate },
    { output, environment, listenForInterruption },
  ) {
    const signal = listenForInterruption()
    const hooks = new FindingHooks({ webhook, command }, environment, output)
    const stateDirectory = stateDir === undefined ? defaultStateDirectory(environment) : resolve(stateDir)
    await serveApplication(
      async () => {
        let log = new LogFile(stateDirectory)
        const running = await createApplication({
          stateDirectory,
          environment,
          shell: 'serve',
          reopens: true,
          operator: operatorName(stateDirectory, environment),
          browseMessages,
          report: (error) => log.error(say('log.wentWrong'), error),
        })
        log = new LogFile(running.stateDirectory)
        for (const notice of running.notices) output.warning(notice)
        const told = hooks.follow(async (asked) => findingsIn(running.clusters, asked), systemClock, signal)
        return {
          ...running,
          report: (error, where, reference) => log.error(say('log.callFailed'), error, { where, reference }),
          close: async () => {
            await told
            await hooks.end()
            await running.close()
          },
        }
      },
      {
        host,
        port,
        open,
        tlsFiles: certificateFiles(certificate),
        metricsToken,
      },
      { output, environment, signal },
    )
    return exitCodes.ok
  },
})

/** What is wrong with each cluster that is open. */
async function findingsIn({ all }: RunningApplication['clusters'], signal: AbortSignal) {
  const open = all.flatMap(({ cluster, services }) => {
    const { profile, state } = cluster.state
    return profile === null || state !== 'open' ? [] : [{ cluster: profile.name, services }]
  })
  return Promise.all(
    open.map(async ({ cluster, services }) => {
      const { findings } = await services.findings.list({}, { signal, progress: () => undefined })
      return { cluster, problems: findings.map(asProblem) }
    }),
  )
}

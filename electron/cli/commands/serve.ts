import { resolve } from 'node:path'
import { z } from 'zod'
import { createApplication } from '../../services/application.ts'
import { accountName } from '../../state/account.ts'
import { LogFile } from '../../services/logging/log-file.ts'
import { defaultStateDirectory } from '../../state/state-directory.ts'
import type { Application } from '../../contract/features/application.ts'
import { systemClock } from '../../scheduler/clock.ts'
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
        const { application, isReadOnly, record, openMetrics, close, ...opened } = await createApplication({
          stateDirectory,
          environment,
          shell: 'serve',
          operator: accountName(),
          browseMessages,
          report: (error) => log.error(say('log.wentWrong'), error),
        })
        log = new LogFile(opened.stateDirectory)
        for (const notice of opened.notices) output.warning(notice)
        const told = hooks.follow(async (asked) => findingsOf(application, asked), systemClock, signal)
        return {
          application,
          isReadOnly,
          record,
          openMetrics,
          report: (error, where, reference) => log.error(say('log.callFailed'), error, { where, reference }),
          close: async () => {
            await told
            await hooks.end()
            await close()
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

/** What is wrong with the cluster that is open; undefined while none is. */
async function findingsOf({ services }: Application, signal: AbortSignal) {
  const call = { signal, progress: () => undefined }
  const { state, profile } = await services.profiles.current({}, call)
  if (state !== 'open' || profile === null) return undefined
  const { findings } = await services.findings.list({}, call)
  const problems = findings.map(({ instanceName: node, why: cause, ...rest }) => ({ ...rest, node, cause }))
  return { cluster: profile.name, problems }
}

import { resolve } from 'node:path'
import { z } from 'zod'
import { createApplication } from '../../services/application.ts'
import { accountName } from '../../state/account.ts'
import { LogFile } from '../../services/logging/log-file.ts'
import { defaultStateDirectory } from '../../state/state-directory.ts'
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
import { metricsTokenOption, portNumber, wholeNumber, words } from '../parameters.ts'

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
    ...certificateOptions,
  },
  examples: [
    'serve --open',
    'serve --host 0.0.0.0 --tls-cert plumbline.pem --tls-key plumbline.key',
    'serve --metrics-token metrics.token',
  ],
  input: z
    .object({
      port: portNumber.optional(),
      host: words('beAddress').default('127.0.0.1'),
      open: z.boolean().default(false),
      stateDir: words('nameDirectory').optional(),
      browseMessages: wholeNumber({ from: 10, to: 50_000 }).optional(),
      metricsToken: metricsTokenOption.schema,
      ...certificateFields,
    })
    .refine(bothFiles, bothFilesNeeded),
  async run(
    { port, host, open, stateDir, browseMessages, metricsToken, ...certificate },
    { output, environment, listenForInterruption },
  ) {
    const signal = listenForInterruption()
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
        return {
          application,
          isReadOnly,
          record,
          openMetrics,
          report: (error, where, reference) => log.error(say('log.callFailed'), error, { where, reference }),
          close,
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

import { resolve } from 'node:path'
import { z } from 'zod'
import { createApplication } from '../../services/application.ts'
import { accountName } from '../../state/account.ts'
import { LogFile } from '../../services/logging/log-file.ts'
import { defaultStateDirectory } from '../../state/state-directory.ts'
import { defineCommand } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { serveApplication, usualPort } from '../serve-application.ts'
import {
  bothFiles,
  bothFilesNeeded,
  certificateFields,
  certificateFiles,
  certificateOptions,
} from '../server-certificate.ts'
import { portNumber } from './parameters.ts'

export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'serve the app to a browser',
  description:
    'Serves the app to browsers on this machine, until it is interrupted. It prints an address that lets one browser ' +
    'in, once; when someone without access comes after that, it prints another. Other machines are served only with ' +
    'a certificate, or through a forwarded port (`ssh -L`). The user interface is built first when it is missing or ' +
    'older than its sources.',
  arguments: [],
  options: [
    {
      key: 'port',
      syntax: '--port <port>',
      description: `0 for any that is free (default: ${usualPort}, or one of the next that is free)`,
    },
    { key: 'host', syntax: '--host <address>', description: 'the address to listen on (default: 127.0.0.1)' },
    { key: 'open', syntax: '--open', description: 'open the browser' },
    {
      key: 'stateDir',
      syntax: '--state-dir <directory>',
      description: 'where settings, profiles and the archive are kept (default: as PLUMBLINE_STATE_DIR says)',
    },
    {
      key: 'browseMessages',
      syntax: '--browse-messages <number>',
      description: 'messages looked at in one queue at once, for this run (default: as the settings say)',
    },
    ...certificateOptions,
  ],
  examples: [
    { line: 'serve --open', does: 'open the app in the browser' },
    {
      line: 'serve --host 0.0.0.0 --tls-cert plumbline.pem --tls-key plumbline.key',
      does: 'serve other machines',
    },
  ],
  input: z
    .object({
      port: portNumber.optional(),
      host: z.string().min(1, 'must be an address').default('127.0.0.1'),
      open: z.boolean().default(false),
      stateDir: z.string().min(1, 'must name a directory').optional(),
      browseMessages: z.coerce
        .number({ error: 'must be a number' })
        .int('must be a whole number')
        .min(10, 'must be at least 10')
        .max(50_000, 'must be at most 50000')
        .optional(),
      ...certificateFields,
    })
    .refine(bothFiles, bothFilesNeeded),
  async run(
    { port, host, open, stateDir, browseMessages, ...certificate },
    { output, environment, listenForInterruption },
  ) {
    const signal = listenForInterruption()
    const stateDirectory = stateDir === undefined ? defaultStateDirectory(environment) : resolve(stateDir)
    await serveApplication(
      async () => {
        let log = new LogFile(stateDirectory)
        const { application, isReadOnly, record, close, ...opened } = await createApplication({
          stateDirectory,
          environment,
          shell: 'serve',
          operator: accountName(),
          browseMessages,
          report: (error) => log.error('something went wrong', error),
        })
        log = new LogFile(opened.stateDirectory)
        for (const notice of opened.notices) output.warning(notice)
        return {
          application,
          isReadOnly,
          record,
          report: (error, where, reference) => log.error('a call failed', error, { where, reference }),
          close,
        }
      },
      {
        host,
        port,
        open,
        tlsFiles: certificateFiles(certificate),
      },
      { output, environment, signal },
    )
    return exitCodes.ok
  },
})

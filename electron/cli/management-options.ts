import type { z } from 'zod'
import { say } from '../sentences/say.ts'
import { usageFailure } from './command.ts'
import { readLogin, type Login } from './login-file.ts'
import { must, words } from './parameters.ts'

/** Where the management of a broker is asked over HTTP, and who asks. */
export interface Management extends Login {
  readonly url: string
}

export const managementOptions = {
  jolokia: '--jolokia <url>',
  jolokiaLogin: '--jolokia-login <file>',
} as const

export const managementFields = {
  jolokia: words('beWebAddress')
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), must(say('must.beWebAddress')))
    .optional(),
  jolokiaLogin: words('nameFile').optional(),
}

/** @throws PLB-COMMAND-USAGE, PLB-COMMAND-LOGIN-UNUSABLE, PLB-STORAGE-… */
export function managementGiven({
  jolokia,
  jolokiaLogin,
}: z.output<z.ZodObject<typeof managementFields>>): Management | undefined {
  if (jolokia === undefined) {
    if (jolokiaLogin === undefined) return undefined
    throw usageFailure(say('usage.needs', { action: '--jolokia-login', what: '--jolokia' }))
  }
  return {
    url: jolokia,
    ...(jolokiaLogin === undefined ? { user: '', password: '' } : readLogin(jolokiaLogin)),
  }
}

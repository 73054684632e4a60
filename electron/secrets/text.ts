import { hiddenSecret } from './mark.ts'
import { isSecretName } from './names.ts'
import { mayHoldSecret, SecretSearch, type Scope } from './search.ts'

/**
 * A text with each secret in it replaced; what is hidden already stays.
 * @param replace gives what stands in place of a secret, which is given as it is written
 */
export function withSecrets(
  text: string,
  replace: (secret: string) => string,
  scope: Scope = 'anything',
): string {
  if (!mayHoldSecret(text)) return text
  const { places } = new SecretSearch(text, scope)
  if (places.length === 0) return text
  let result = ''
  let done = 0
  for (const { start, end } of places) {
    result += text.slice(done, start) + replace(text.slice(start, end))
    done = end
  }
  return result + text.slice(done)
}

/** A text without what looks like a secret: for logs, errors, exports and whatever else leaves the process. */
export function hideSecrets(text: string, scope: Scope = 'anything'): string {
  return withSecrets(text, () => hiddenSecret, scope)
}

/** Whether a text holds something that looks like a secret. */
export function holdsSecret(text: string): boolean {
  return new SecretSearch(text, 'anything').places.length > 0
}

/** Data as JSON has it, with every text in it and whatever goes by a secret's name hidden. */
export function hideSecretsIn(value: unknown): unknown {
  if (typeof value === 'string') return hideSecrets(value)
  if (Array.isArray(value)) return value.map(hideSecretsIn)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => {
      const isSecret =
        isSecretName(name) && (typeof each === 'number' || (typeof each === 'string' && each !== ''))
      return [name, isSecret ? hiddenSecret : hideSecretsIn(each)]
    }),
  )
}

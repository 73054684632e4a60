import type { FailureForm } from '../contract/failure-form.ts'
import { applicationErrors } from '../errors/application.ts'

/** The form of a failure that happened on this side of the channel, made without the whole catalogue. */
export function localFailureForm(
  code: keyof typeof applicationErrors,
  details: Readonly<Record<string, string | number>>,
): FailureForm {
  const { message, remedy } = applicationErrors[code]
  return { code, message: fillIn(message, details), remedy: fillIn(remedy, details), details }
}

function fillIn(text: string, details: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => String(details[name] ?? placeholder))
}

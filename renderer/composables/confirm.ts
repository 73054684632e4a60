import { shallowRef } from 'vue'

interface Question {
  /** Names the act and its target: 'Remove queue Consumer.geo-9…'. */
  readonly title: string
  /** What will happen, and what will not. */
  readonly message: string
  /** Text of the button that does it. */
  readonly confirm: string
  /** Text of the button that does not. */
  readonly cancel?: string | undefined
  readonly danger?: boolean | undefined
  /** For what cannot be undone: this must be typed first. */
  readonly typed?: string | undefined
  /** Where a passphrase is asked for: how long it has to be. */
  readonly shortest?: number
}

/** The question that is asked now, shown by the dialog of the shell. */
export const question = shallowRef<{
  /** In the language that is chosen by now. */
  readonly asked: () => Question
  readonly answer: (confirmed: boolean, passphrase?: string) => void
}>()

function ask<Answer>(
  asked: () => Question,
  answerOf: (confirmed: boolean, passphrase: string | undefined) => Answer,
): Promise<Answer> {
  question.value?.answer(false)
  return new Promise((resolve) => {
    question.value = {
      asked,
      answer: (confirmed, passphrase) => {
        question.value = undefined
        resolve(answerOf(confirmed, passphrase))
      },
    }
  })
}

/**
 * Asks the operator before something that cannot be taken back. What can be, is done at once with an undo instead.
 * @param asked says it in the language that is chosen, which may become another one while it is asked
 * @returns whether it was confirmed
 */
export function confirm(asked: () => Question): Promise<boolean> {
  return ask(asked, (confirmed) => confirmed)
}

/**
 * Asks for a passphrase something is encrypted with, twice, since nobody can tell it again.
 * @returns undefined when none was given
 */
export function askPassphrase(
  asked: () => Question & { readonly shortest: number },
): Promise<string | undefined> {
  return ask(asked, (confirmed, passphrase) => (confirmed ? passphrase : undefined))
}

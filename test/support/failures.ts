import { isFailure, type Failure } from '../../electron/errors/failure.ts'

/** The catalogue failure an action throws. Any other error passes through; not throwing is an error of the test. */
export function failureOf(action: () => unknown): Failure {
  try {
    action()
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  throw new Error('Expected the action to fail, but it did not.')
}

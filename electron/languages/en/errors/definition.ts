/**
 * What the catalogue knows of one error. `message` says what happened and may hold `{placeholders}`;
 * `cause` says why it usually happens; `remedy` says what the operator can try.
 */
export interface ErrorDefinition {
  readonly message: string
  readonly cause: string
  readonly remedy: string
}

/** The part of the catalogue one area owns, keyed by code. */
export type ErrorDefinitions = Readonly<Record<`PLB-${string}`, ErrorDefinition>>

import type { DriftData } from '../../../contract/shared.ts'

/** What style files are proved by: which style a file belongs to, its message does not say. */
export const styleFileProof = 'style files'
/** What a change of the default workspace is proved by. */
export const defaultWorkspaceProof = 'default workspace'

/** What a comparison found different, in the terms messages are proved by. */
export function differingProofs(drift: Pick<DriftData, 'entries'>): ReadonlyMap<string, boolean> {
  const proofs = new Map<string, boolean>()
  for (const { type, kind, id, otherId, properties } of drift.entries) {
    if (type === 'defaultWorkspace') {
      proofs.set(defaultWorkspaceProof, true)
      continue
    }
    proofs.set(id, true)
    if (otherId !== null) proofs.set(otherId, true)
    const isBodyDifferent =
      type !== 'different' || properties.some(({ property }) => property === 'styleBody')
    if (kind === 'style' && isBodyDifferent) proofs.set(styleFileProof, false)
  }
  return proofs
}

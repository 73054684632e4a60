import { z } from 'zod'
import type { ClusterState, Profile } from '../../contract/features/profiles.ts'

/** Asked of the cluster that is shown without naming it. */
const ofShown = new Set(['profiles.close', 'profiles.breakDemoSlave'])
const named = z.object({ id: z.string() })

/**
 * The name of the cluster a call is asked of, to be asked when the call begins: another cluster may be shown when it
 * ends, and a saved one may be gone.
 * @param action `feature.procedure`
 * @param input as it came
 * @param clusters what is offered of the cluster that is shown, and how that one is
 * @param saved the saved clusters
 * @returns undefined for what is of the app, or of a cluster that is not known
 */
export function clusterOfCall(
  action: string,
  input: unknown,
  { services, state }: { readonly services: object; readonly state: ClusterState },
  saved: readonly Profile[],
): string | undefined {
  const [feature = ''] = action.split('.')
  const asked = named.safeParse(input).data?.id
  if (feature === 'profiles' && asked !== undefined) return saved.find(({ id }) => id === asked)?.name
  const isOfShown = ofShown.has(action) || feature === 'diagnostics' || Object.hasOwn(services, feature)
  return isOfShown ? state.profile?.name : undefined
}

import { subscribe } from '../api/index.ts'
import type { CallFailure } from '../api/call-failure.ts'
import type { ItemFor, StreamFeature, StreamInputFor, StreamOf } from '../api/types.ts'
import { useToasts } from './toasts.ts'

/**
 * Follows a stream whose every item is all of the present state, for as long as the window is there.
 * @param take gets the newest item alone
 * @param failed hears why the stream ended; otherwise the operator is told
 */
export function followState<Name extends StreamFeature, Stream extends StreamOf<Name>>(
  feature: Name,
  stream: Stream,
  input: StreamInputFor<Name, Stream>,
  take: (newest: ItemFor<Name, Stream>) => void,
  failed: (failure: CallFailure) => void = useToasts().showFailure,
): void {
  subscribe(feature, stream, input, {
    items: (items) => {
      const newest = items.at(-1)
      if (newest !== undefined) take(newest)
    },
    failed,
  })
}

import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { EditDraft } from '../../../electron/contract/features/configuration.ts'
import type { Wording } from '../../../electron/contract/wording.ts'
import { asCallFailure, call, type CallFailure } from '../../api/index.ts'
import type { OutputFor } from '../../api/types.ts'
import { useSay } from '../../composables/use-say.ts'
import { useToasts } from '../../stores/toasts.ts'

type Published = OutputFor<'configuration', 'publish'>

/**
 * Publishes changes and offers to take each back, which is a change again.
 * @param changed called after anything was published, so that what is shown is read anew
 */
export function usePublishing(changed: () => void) {
  const { t } = useI18n()
  const { say } = useSay()
  const toasts = useToasts()
  const pending = shallowRef(false)
  const failure = shallowRef<CallFailure>()

  /**
   * Publishes; undefined when it failed, with the reason in `failure`.
   * @param undo what takes it back, where that is not the object's earlier state
   */
  async function publish(
    instanceName: string,
    draft: EditDraft,
    undo?: () => Promise<void>,
  ): Promise<Published | undefined> {
    if (pending.value) return undefined
    pending.value = true
    failure.value = undefined
    try {
      const published = await call('configuration', 'publish', { instanceName, draft })
      changed()
      announce(published.events, undo ?? (await undoOf(instanceName, draft, published.id)))
      return published
    } catch (error) {
      failure.value = asCallFailure(error)
      return undefined
    } finally {
      pending.value = false
    }
  }

  /** Makes the state before or after an earlier change the present one. */
  async function restore(
    instanceName: string,
    id: string,
    historyId: number,
    state: 'before' | 'after',
  ): Promise<void> {
    if (pending.value) return
    pending.value = true
    try {
      const { events } = await call('configuration', 'restore', { instanceName, historyId, state })
      changed()
      announce(events, await undoOfNewest(instanceName, id))
    } catch (error) {
      toasts.showFailure(error)
    } finally {
      pending.value = false
    }
  }

  /**
   * Makes a workspace the default one.
   * @param former the one that was, to which it can be taken back
   */
  async function makeDefault(instanceName: string, id: string, former: string | undefined): Promise<void> {
    const undo =
      former === undefined ? undefined : async () => void (await publish(instanceName, defaultDraft(former)))
    await publish(instanceName, defaultDraft(id), undo)
    if (failure.value !== undefined) toasts.showFailure(failure.value)
  }

  function announce(events: readonly Wording[], takeBack: (() => Promise<void>) | undefined): void {
    const [first = '', ...others] = events.map(say)
    toasts.show({
      severity: 'ok',
      message: t('configuration.published', { event: first }),
      detail: others.length > 0 ? others.join(' · ') : undefined,
      action:
        takeBack === undefined
          ? undefined
          : {
              label: t('common.undo'),
              run: () => {
                takeBack().catch((error: unknown) => toasts.showFailure(error))
              },
            },
    })
  }

  async function undoOf(
    instanceName: string,
    draft: EditDraft,
    id: string,
  ): Promise<(() => Promise<void>) | undefined> {
    // What went with a removal would not come back with it, so the whole is not offered to be taken back.
    return draft.verb === 'default' || draft.recurse ? undefined : undoOfNewest(instanceName, id)
  }

  async function undoOfNewest(instanceName: string, id: string): Promise<(() => Promise<void>) | undefined> {
    try {
      const [newest] = await call('configuration', 'history', { instanceName, id })
      if (newest === undefined) return undefined
      return async () => {
        const { events } = await call('configuration', 'restore', {
          instanceName,
          historyId: newest.id,
          state: 'before',
        })
        changed()
        announce(events, undefined)
      }
    } catch {
      // What was done stands; without its history it only cannot be taken back from here.
      return undefined
    }
  }

  return { publish, makeDefault, restore, pending, failure }
}

function defaultDraft(id: string): EditDraft {
  return {
    verb: 'default',
    kind: 'workspace',
    service: null,
    id,
    input: null,
    styleBody: null,
    recurse: false,
    version: null,
  }
}

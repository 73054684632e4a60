import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Agreement, ArrivedObject, Draft } from '../../../electron/contract/features/configuration.ts'
import type { MessageRow } from '../../../electron/contract/features/messages.ts'
import { asCallFailure, call, type CallFailure } from '../../api/index.ts'
import type { InputFor, OutputFor } from '../../api/types.ts'
import { useSpeak } from '../../i18n/use-speak.ts'
import { useCluster } from '../../stores/cluster.ts'
import { useToasts, type Toast } from '../../stores/toasts.ts'
import { summaryOf, type DeliverySummary } from '../messages/delivery.ts'
import { followDelivery, newestMessage } from './follow-delivery.ts'
import type { Proposal } from '../../components/catalog/proposal.ts'

/** What a change did besides, in the line that tells of it; the messages have all of it. */
const mostTold = 3

type Published = OutputFor<'configuration', 'publish'>
type Change = Omit<InputFor<'configuration', 'publish'>, 'requestId'>

/**
 * Publishes what was reviewed and offers the way back, which is a change again and is reviewed like any other.
 * @param changed called after anything was published, so that what is shown is read anew
 * @param propose shows the review of a proposal
 */
export function usePublishing(
  changed: () => void,
  propose: (instanceName: string, proposal: Proposal) => void,
) {
  const { t } = useI18n()
  const { speak } = useSpeak()
  const toasts = useToasts()
  const cluster = useCluster()
  const pending = shallowRef(false)
  const failure = shallowRef<CallFailure>()
  /** What was published last, and where. */
  const latest = shallowRef<
    Pick<Published, 'id' | 'mark'> & { readonly instanceName: string; readonly number: number }
  >()
  let count = 0
  /** What was found of the change published last at slaves that were looked at, and what tells of it. */
  let found: readonly ArrivedObject[] = []
  let tell: (() => void) | undefined

  /** The change asked for last, as long as it is not known to be made. */
  let asked: { readonly change: string; readonly requestId: string } | undefined

  /** Asks for a change under an id that stays the same until it is made, so that asking again makes it once only. */
  async function ask(change: Change): Promise<Published> {
    const text = JSON.stringify(change)
    if (asked?.change !== text) asked = { change: text, requestId: crypto.randomUUID() }
    const { requestId } = asked
    const publishOnce = () => call('configuration', 'publish', { ...change, requestId })
    const published = await publishOnce().catch((error: unknown) => {
      // Whether it was made, nobody knows; the same question says so once the application can be reached again.
      if (asCallFailure(error).code === 'PLB-APP-CONNECTION-LOST') return publishOnce()
      throw error
    })
    asked = undefined
    return published
  }

  /**
   * Publishes; undefined when it failed, with the reason in `failure`.
   * @param formerDefault the workspace that was the default one, to which that can be taken back
   */
  async function publish(
    instanceName: string,
    draft: Draft,
    agreed: Agreement,
    formerDefault?: string,
  ): Promise<Published | undefined> {
    if (pending.value) return undefined
    pending.value = true
    failure.value = undefined
    try {
      const after = await newestMessage()
      const published = await ask({ instanceName, draft, agreed })
      count += 1
      found = []
      tell = undefined
      latest.value = { instanceName, id: published.id, mark: published.mark, number: count }
      changed()
      const back =
        draft.verb === 'default'
          ? defaultAgain(formerDefault)
          : await undoOfNewest(instanceName, published.id)
      announce(instanceName, published, back, after)
      return published
    } catch (error) {
      failure.value = asCallFailure(error)
      return undefined
    } finally {
      pending.value = false
    }
  }

  /** Tells of it at once, and then what becomes of it at each slave. */
  function announce(
    instanceName: string,
    { events, id, mark }: Published,
    back: Proposal | undefined,
    after: number | undefined,
  ): void {
    const [first = '', ...others] = events
    const told = () =>
      others.length > mostTold
        ? [
            speak({
              key: 'edits.more',
              values: { shown: others.slice(0, mostTold), count: others.length - mostTold },
            }),
          ]
        : others.map(speak)
    const slaves = cluster.slaves.map((slave) => slave.instanceName).filter((name) => name !== instanceName)
    const isFollowed = after !== undefined && slaves.length > 0
    const toast = toasts.show({
      severity: isFollowed ? 'pending' : 'ok',
      message: () => t('configuration.published', { event: speak(first) }),
      detail: () => told().join(' · '),
      action:
        back === undefined
          ? undefined
          : { label: () => t('common.undo'), run: () => propose(instanceName, back) },
    })
    if (!isFollowed) return
    const filter = mark === null ? { object: id, node: instanceName } : { text: mark }
    let last: MessageRow | undefined
    const tellDelivery = (): DeliverySummary => {
      const delivery = summaryOf({ ...last?.delivery, ...verifiedBy(found) }, slaves)
      const { arrived, total, troubled } = delivery
      const trouble = () => troubled.map(({ state, count }) => `${count} ${t(`messages.states.${state}`)}`)
      toasts.update(toast, {
        severity: troubled.length > 0 ? 'failed' : arrived === total ? 'ok' : 'pending',
        detail: () => [...told(), t('configuration.applied', { arrived, total }), ...trouble()].join(' · '),
        ...(last === undefined ? {} : { link: deliveryOf(last) }),
      })
      return delivery
    }
    tell = tellDelivery
    if (found.length > 0) tellDelivery()
    followDelivery(toast, { filter, after }, (row) => {
      last = row
      return tellDelivery()
    })
  }

  /** Takes what was found at slaves, which knows more than that they took a message. */
  function looked(objects: readonly ArrivedObject[]): void {
    found = objects
    if (objects.length > 0) tell?.()
  }

  function deliveryOf({ sequence }: MessageRow): Toast['link'] {
    return {
      label: () => t('configuration.delivery'),
      to: { name: 'messages', query: { message: sequence, tab: 'delivery' } },
    }
  }

  return { publish, pending, failure, latest, looked }
}

function verifiedBy(found: readonly ArrivedObject[]): MessageRow['delivery'] {
  const bySlave = Map.groupBy(found, ({ instanceName }) => instanceName)
  const equal = [...bySlave].filter(([, objects]) => objects.every(({ state }) => state === 'equal'))
  return Object.fromEntries(equal.map(([slave]) => [slave, 'verified']))
}

function defaultAgain(id: string | undefined): Proposal | undefined {
  return id === undefined ? undefined : { act: 'default', id }
}

async function undoOfNewest(instanceName: string, id: string): Promise<Proposal | undefined> {
  try {
    const [newest] = await call('configuration', 'history', { instanceName, id })
    if (newest?.differs.before !== true) return undefined
    return { act: 'undo', id, historyId: newest.id }
  } catch {
    // What was done stands; without its history it only cannot be taken back from here.
    return undefined
  }
}

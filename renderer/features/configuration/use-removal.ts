import { useI18n } from 'vue-i18n'
import type { EditDraft, ObjectView, Preview } from '../../../electron/contract/features/configuration.ts'
import { asCallFailure, call } from '../../api/index.ts'
import { useKindWords } from '../../components/catalog/use-kind-words.ts'
import { confirm } from '../../components/confirm.ts'
import { useSay } from '../../composables/use-say.ts'

/** Events the question names; of the others it says how many there are. */
const mostNamed = 8

/** Asks before an object is removed, naming everything that goes with it and who is told. */
export function useRemoval() {
  const { t } = useI18n()
  const { say } = useSay()
  const wordsOf = useKindWords()

  /** Returns what is to be published, or undefined when the operator thought better of it. */
  return async (instanceName: string, object: ObjectView): Promise<EditDraft | undefined> => {
    const what = `${wordsOf(object.kind, object.root)} ${object.title}`
    const { draft, preview } = await planRemoval(instanceName, object)
    const slaves = preview.slaves.length
    const listed = preview.events.slice(0, mostNamed).map(say).join(' · ')
    const rest = preview.events.length - mostNamed
    const said = {
      events: rest > 0 ? t('configuration.remove.andMore', { events: listed, count: rest }) : listed,
      receivers: t('configuration.remove.receivers', { count: slaves }, slaves),
    }
    const confirmed = await confirm({
      title: t('configuration.remove.title', { what }),
      message: t(draft.recurse ? 'configuration.remove.withOthers' : 'configuration.remove.alone', said),
      confirm: t('configuration.remove.confirm', { what }),
      danger: true,
    })
    return confirmed ? draft : undefined
  }
}

/** What removing an object means: whether others have to go with it, and everything that will be sent. */
async function planRemoval(
  instanceName: string,
  object: ObjectView,
): Promise<{ readonly draft: EditDraft; readonly preview: Preview }> {
  const alone = removalOf(object, false)
  try {
    const preview = await call('configuration', 'preview', { instanceName, draft: alone })
    if (preview.problems.length === 0) return { draft: alone, preview }
  } catch (error) {
    if (asCallFailure(error).code !== 'PLB-ENGINE-IN-USE') throw error
  }
  const draft = removalOf(object, true)
  return { draft, preview: await call('configuration', 'preview', { instanceName, draft }) }
}

function removalOf({ kind, root, id, version }: ObjectView, recurse: boolean): EditDraft {
  const service = kind === 'service' ? root : null
  return { verb: 'remove', kind, service, id, input: null, styleBody: null, recurse, version }
}

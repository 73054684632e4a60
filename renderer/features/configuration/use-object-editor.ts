import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue'
import type { EditDraft, ObjectView } from '../../../electron/contract/features/configuration.ts'
import { asCallFailure, call, isCancellation, type CallFailure } from '../../api/index.ts'
import { useSpeak } from '../../i18n/use-speak.ts'
import { edit, endStep, redo, startHistory, undo } from './form/edit-history.ts'
import {
  changedNames,
  changesInput,
  newObjectInput,
  problemsOf,
  saidField,
  valuesOf,
  type Json,
} from './form/values.ts'
import { mergeText, mergeValues, type Picks } from './review/merge.ts'
import { useReview } from './review/use-review.ts'

/** The object a screen edits: one that exists, or one to be added. */
export interface EditTarget {
  readonly instanceName: string
  readonly id: string | null
  readonly add: {
    readonly kind: string
    readonly service: string | null
    readonly workspace: string | null
    /** The store a new resource is to be read from. */
    readonly store: string | null
  } | null
}

/** Milliseconds without a change until the application is asked what it thinks of it. */
const checkAfter = 400

export type ObjectEditor = ReturnType<typeof useObjectEditor>

/**
 * An object while it is edited: its values, its XML and its style body, what was changed of them, and what the
 * application has to say about the change before it is published. Form and XML are two ways to make the same change:
 * once the XML was edited by hand it counts and the form rests.
 */
export function useObjectEditor(target: ComputedRef<EditTarget | undefined>) {
  const { speak } = useSpeak()
  const view = shallowRef<ObjectView>()
  const failure = shallowRef<CallFailure>()
  const loading = shallowRef(false)
  const history = shallowRef(startHistory({}))
  /** The XML as edited by hand; undefined while the form counts. */
  const xml = shallowRef<string>()
  /** The style body as edited; undefined while it is the stored one. */
  const body = shallowRef<string>()
  /** Whether someone else changed the object since it was read. */
  const outdated = shallowRef(false)
  let loads = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  const isNew = computed(() => target.value?.add !== null && target.value !== undefined)
  const fields = computed(() => (view.value?.fields ?? []).map((each) => saidField(each, speak)))
  const base = computed(() => valuesOf(fields.value))
  const values = computed(() => history.value.present)
  const changed = computed(() => changedNames(base.value, values.value))
  const bodyChanged = computed(() => body.value !== undefined && body.value !== (view.value?.styleBody ?? ''))
  const xmlChanged = computed(() => xml.value !== undefined && xml.value !== view.value?.xml)
  /** What is about to be read anew has been given up or published. */
  const dirty = computed(
    () => !loading.value && (changed.value.length > 0 || xmlChanged.value || bodyChanged.value),
  )
  /** How many properties change, as far as it can be told. */
  const changes = computed(() => {
    const inXml =
      review.preview.value?.edits[0]?.differences.filter(({ property }) => property !== 'body').length ?? 1
    return (xmlChanged.value ? Math.max(1, inXml) : changed.value.length) + (bodyChanged.value ? 1 : 0)
  })
  const localProblems = computed(() =>
    xmlChanged.value || !(dirty.value || isNew.value) ? [] : problemsOf(fields.value, values.value),
  )

  const draft = computed((): EditDraft | undefined => {
    const shown = view.value
    const aim = target.value
    if (shown === undefined || aim === undefined) return undefined
    const input = xmlChanged.value
      ? (xml.value ?? null)
      : isNew.value
        ? newObjectInput(values.value)
        : changed.value.length > 0
          ? changesInput(base.value, values.value)
          : null
    return {
      verb: isNew.value ? 'add' : 'modify',
      kind: shown.kind,
      service: shown.kind === 'service' ? (aim.add?.service ?? shown.root) : null,
      id: aim.id,
      input,
      styleBody: bodyChanged.value || isNew.value ? (body.value ?? shown.styleBody) : null,
      recurse: false,
      version: isNew.value ? null : shown.version,
    }
  })

  const asked = useReview(() => {
    const aim = target.value
    const wanted = draft.value
    return aim && wanted && { instanceName: aim.instanceName, draft: wanted }
  })
  const review = { ...asked, check }

  function show(next: ObjectView | undefined): void {
    view.value = next
    history.value = startHistory(base.value)
    const store = target.value?.add?.store ?? null
    if (store !== null && 'store' in base.value) set('store', store)
    xml.value = undefined
    body.value = undefined
    review.forget()
    outdated.value = false
  }

  /** Reads the object, giving up what was edited. */
  async function load(): Promise<void> {
    loads.abort()
    review.stop()
    const own = new AbortController()
    loads = own
    const aim = target.value
    if (aim === undefined) {
      show(undefined)
      failure.value = undefined
      return
    }
    loading.value = true
    try {
      const answer = await read(aim, own.signal)
      if (own.signal.aborted) return
      show(answer)
      failure.value = undefined
    } catch (error) {
      if (own.signal.aborted || isCancellation(error)) return
      show(undefined)
      failure.value = asCallFailure(error)
    } finally {
      if (loads === own) loading.value = false
    }
  }

  function set(name: string, value: Json): void {
    history.value = edit(history.value, name, { ...values.value, [name]: value })
  }

  /** Takes the XML as edited by hand; undefined, or the stored XML, makes the form count again. */
  function setXml(next: string | undefined): void {
    xml.value = next === view.value?.xml ? undefined : next
  }

  function setBody(next: string): void {
    body.value = next === view.value?.styleBody ? undefined : next
  }

  function discard(): void {
    show(view.value)
  }

  /** Asks at once, and then not again after the pause in typing: publishing would be blocked for that moment. */
  function check(): ReturnType<typeof asked.check> {
    clearTimeout(timer)
    return asked.check()
  }

  /**
   * Shows the object as it is now, without giving up anything: while it is edited, or was begun to be while it was
   * read, it is only known to be outdated.
   */
  async function follow(): Promise<void> {
    const aim = target.value
    const edited = view.value
    if (aim === undefined || edited === undefined) return
    try {
      const present = await read(aim, loads.signal)
      if (view.value !== edited) return
      if (dirty.value) outdated.value = present.version !== edited.version
      else show(present)
    } catch {
      // Of what is edited the review asks again and tells what is the matter.
      if (view.value === edited && !dirty.value) await load()
    }
  }

  /** Puts my changes on top of what the object has become meanwhile, each conflict decided. */
  async function merge(picks: Picks): Promise<void> {
    const aim = target.value
    const before = view.value
    if (aim === undefined || before === undefined) return
    const next = await read(aim, loads.signal).catch((error: unknown) => {
      review.failure.value = asCallFailure(error)
      return undefined
    })
    if (next === undefined) return
    const theirs = valuesOf(next.fields)
    const merged = mergeValues(base.value, values.value, theirs, picks)
    const ownXml = xml.value
    const mergedXml =
      ownXml === undefined
        ? undefined
        : ((await mergedDocument(before.xml, ownXml, next.xml, picks)) ?? ownXml)
    const mergedBody =
      body.value === undefined
        ? undefined
        : mergeText(before.styleBody ?? '', body.value, next.styleBody ?? '', picks['body'])
    view.value = next
    history.value = edit(startHistory(theirs), 'merge', merged)
    xml.value = mergedXml
    body.value = mergedBody
    outdated.value = false
    await check()
  }

  watch(() => JSON.stringify(target.value ?? null), load, { immediate: true })
  watch(draft, () => {
    clearTimeout(timer)
    review.stop()
    if (!dirty.value) review.forget()
    else if (localProblems.value.length === 0) timer = setTimeout(() => void check(), checkAfter)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    loads.abort()
  })

  return {
    target,
    view,
    failure,
    loading,
    isNew,
    fields,
    base,
    values,
    changed,
    xml,
    body,
    bodyChanged,
    xmlChanged,
    dirty,
    changes,
    localProblems,
    draft,
    review,
    preview: review.preview,
    previewFailure: review.failure,
    outdated,
    load,
    set,
    setXml,
    setBody,
    endStep: () => (history.value = endStep(history.value)),
    undo: () => (history.value = undo(history.value)),
    redo: () => (history.value = redo(history.value)),
    discard,
    follow,
    merge,
  }
}

/** Reading XML takes the editor's parser, which is loaded when it is needed. */
async function mergedDocument(base: string, mine: string, theirs: string, picks: Picks) {
  const { mergeXml } = await import('./review/merge-xml.ts')
  return mergeXml(base, mine, theirs, picks)
}

function read({ instanceName, id, add }: EditTarget, signal: AbortSignal): Promise<ObjectView> {
  if (add !== null) {
    const { kind, service, workspace } = add
    return call('configuration', 'blank', { instanceName, kind, service, workspace }, { signal })
  }
  return call('configuration', 'object', { instanceName, id: id ?? '' }, { signal })
}

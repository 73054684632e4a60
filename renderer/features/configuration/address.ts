/** What a new object is going to be, as the address of the screen holds it. */
export interface NewObject {
  readonly kind: string
  readonly service: string | null
  readonly workspace: string | null
  readonly store: string | null
}

const prefix = 'new:'

/** The selection of the screen when it shows the form of a new object: `new:featureType?workspace=topp`. */
export function addressOfNew({ kind, service, workspace, store }: NewObject): string {
  const given = Object.entries({ service, workspace, store }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]],
  )
  const query = new URLSearchParams(given).toString()
  return `${prefix}${kind}${query === '' ? '' : `?${query}`}`
}

/** The new object a selection means; undefined when it is the id of one that exists. */
export function newFromAddress(selected: string): NewObject | undefined {
  if (!selected.startsWith(prefix)) return undefined
  const [kind = '', query = ''] = selected.slice(prefix.length).split('?')
  const given = new URLSearchParams(query)
  return { kind, service: given.get('service'), workspace: given.get('workspace'), store: given.get('store') }
}

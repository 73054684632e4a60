/** What a text of OpenMetrics says. Reads strictly: whatever is not as the format has it is an error. */
export function readOpenMetrics(text: string) {
  if (!text.endsWith('# EOF\n')) throw new Error('It does not end with # EOF')
  const types = new Map<string, string>()
  const samples: {
    readonly name: string
    readonly labels: Readonly<Record<string, string>>
    readonly value: number
  }[] = []
  for (const line of text.split('\n').slice(0, -2)) {
    const [, described] = /^# (?:HELP|UNIT) ([a-z_]+) /.exec(line) ?? []
    const [, typed = '', type = ''] = /^# TYPE ([a-z_]+) (gauge|counter)$/.exec(line) ?? []
    if (described !== undefined) continue
    if (typed !== '') {
      if (types.has(typed)) throw new Error(`${typed} is there twice`)
      types.set(typed, type)
      continue
    }
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? (-?[\d.e+]+)$/.exec(line) ?? []
    const family = name.replace(/_total$/, '')
    if (!types.has(family) || (types.get(family) === 'counter') !== name.endsWith('_total'))
      throw new Error(`A line of no known family: ${line}`)
    samples.push({ name, labels: readLabels(labels), value: Number(value) })
  }
  return {
    types,
    /** Of families that have a value. */
    names: new Set(samples.map(({ name }) => name)),
    value: (name: string, labels: Readonly<Record<string, string>>): number | undefined =>
      samples.find((each) => each.name === name && isSame(each.labels, labels))?.value,
  }
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {}
  let rest = text
  while (rest !== '') {
    const [whole, name = '', value = ''] = /^([a-z_]+)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/.exec(rest) ?? []
    if (whole === undefined) throw new Error(`No labels: ${rest}`)
    labels[name] = value.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter))
    rest = rest.slice(whole.length)
  }
  return labels
}

function isSame(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const sorted = (labels: Readonly<Record<string, string>>) =>
    JSON.stringify(Object.entries(labels).toSorted())
  return sorted(left) === sorted(right)
}

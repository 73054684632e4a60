export const stateSentences = {
  notWritable: 'nicht beschreibbar ({reason})',
  usedByAnother: 'ein anderes Plumbline (Prozess {pid} auf {host}) benutzt es',
} as const

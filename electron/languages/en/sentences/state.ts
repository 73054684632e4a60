/** Why the state directory cannot be used. */
export const stateSentences = {
  notWritable: 'cannot be written ({reason})',
  usedByAnother: 'is used by another Plumbline (process {pid} on {host})',
} as const

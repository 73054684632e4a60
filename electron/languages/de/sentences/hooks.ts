export const hooksSentences = {
  webhook: 'Der Webhook',
  command: 'Das Kommando {program}',
  status: 'die Antwort hat den Status {status}',
  exit: 'es endete mit {code}',
  tooSlow: 'es dauerte länger als {seconds} s',
  tooMany: 'mehr als {count} sind noch zu melden',
} as const

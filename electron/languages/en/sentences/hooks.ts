/** What is said of those who are told of findings. */
export const hooksSentences = {
  webhook: 'the webhook',
  command: 'the command {program}',
  status: 'it answered with status {status}',
  exit: 'it ended with {code}',
  tooSlow: 'it took longer than {seconds} s',
  tooMany: 'more than {count} wait to be told',
} as const

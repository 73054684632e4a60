/** What is shown in place of a secret. What comes back with it in it was redacted and is no value. */
export const hiddenSecret = '••••••'

/** Whether a text went through a redaction, as it stands or as XML and JSON may write it. */
export function isRedacted(text: string): boolean {
  // Looking for a few characters is many times faster, for those that begin with a rare one at that.
  if (!['•', '&#', '\\u2022', '\\U2022', '%80%'].some((part) => text.includes(part))) return false
  return /•{6}|(?:&#x2022;|&#8226;){6}|(?:\\u2022){6}|(?:%E2%80%A2){6}/i.test(text)
}

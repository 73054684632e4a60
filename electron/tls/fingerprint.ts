const digits = /^(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}$/i

/** Whether a text is the SHA-256 fingerprint of a certificate: 64 hexadecimal digits, with or without colons. */
export function isFingerprint(text: string): boolean {
  return digits.test(text)
}

export function sameFingerprint(one: string, other: string): boolean {
  return isFingerprint(one) && plain(one) === plain(other)
}

function plain(text: string): string {
  return text.replaceAll(':', '').toLowerCase()
}

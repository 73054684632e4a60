/** Hands the browser a text to keep as a file. */
export function saveFile(name: string, content: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun when click() returns; the address is let go once it was read.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

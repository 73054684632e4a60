/** Hands a file to the browser or the desktop window to save; the operator chooses where. */
export function saveFile({
  fileName,
  content,
}: {
  readonly fileName: string
  readonly content: string
}): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download reads the address after this turn; a minute later it has surely begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Saves a report of something, under a name that says of what it is and when that ended. */
export function saveReport(of: string, finishedAt: number, extension: string, content: string): void {
  const minute = new Date(finishedAt).toISOString().slice(0, 16).replaceAll(/[:T]/g, '-')
  saveFile({ fileName: `${`${of}-${minute}`.replaceAll(/[^\w.-]+/g, '_')}.${extension}`, content })
}

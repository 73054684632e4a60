/** Message files by the name of their file without path and extension. */
export function byFeature(files: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(files).map(([path, messages]) => [path.replace(/^.*\/|\.ts$/g, ''), messages]),
  )
}

import { createHash } from 'node:crypto'

/** Contents by what they are, as long as somebody holds them. */
const contents = new Map<string, WeakRef<Buffer>>()
const gone = new FinalizationRegistry<string>((digest) => {
  if (contents.get(digest)?.deref() === undefined) contents.delete(digest)
})

/** The same bytes for equal contents: nodes of a cluster hold nearly the same files, which are to be kept once. */
export function sharedContent(content: Buffer): Buffer {
  const digest = createHash('sha256').update(content).digest('base64')
  const known = contents.get(digest)?.deref()
  if (known !== undefined) return known
  contents.set(digest, new WeakRef(content))
  gone.register(content, digest)
  return content
}

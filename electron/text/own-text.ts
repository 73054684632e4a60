/** V8 copies what is no longer than this; longer parts of a text keep all of it in memory. */
const longestCopied = 12

/** The same text as a string of its own, so that a part of a large document does not keep the document. */
export function ownText(part: string): string {
  // Joined and cut again: what is cut then is the copy that holds no more than this.
  return part.length <= longestCopied ? part : ` ${part}`.slice(1)
}

/** How names stand one after the other: `node-9` before `node-10`. To make one for each comparison takes far longer. */
const order = new Intl.Collator(undefined, { numeric: true })

/** Compares two names, for sorting. */
export function compareNames(left: string, right: string): number {
  return order.compare(left, right)
}

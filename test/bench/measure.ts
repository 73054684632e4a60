/** How often a second something happens that is done `times` times in one go. */
export function perSecond(times: number, action: () => void): number {
  const started = performance.now()
  action()
  return times / ((performance.now() - started) / 1000)
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
}

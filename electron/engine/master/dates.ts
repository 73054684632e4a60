/** A time as GeoServer writes it: UTC, with the milliseconds as a number that is not padded. */
export function dateText(milliseconds: number): string {
  const date = new Date(milliseconds)
  const [day, time] = date.toISOString().split('T')
  return `${day ?? ''} ${(time ?? '').slice(0, 8)}.${date.getUTCMilliseconds()} UTC`
}

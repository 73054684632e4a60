/** Sites the app links to; everything else stays closed. */
const linkedSites: readonly string[] = ['https://docs.geoserver.org', 'https://activemq.apache.org']

/** Whether an address may be handed to the operator's browser. */
export function mayOpenOutside(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.username === '' && url.password === '' && linkedSites.includes(url.origin)
}

/** Names of the handlers a message can ask for, as the module registers them. */
export const handlers = {
  styleFile: 'JMSCatalogStylesFileHandlerSPI',
  add: 'JMSCatalogAddEventHandlerSPI',
  modify: 'JMSCatalogModifyEventHandlerSPI',
  remove: 'JMSCatalogRemoveEventHandlerSPI',
  service: 'JMSServiceHandlerSPI',
  global: 'JMSGeoServerHandlerSPI',
  settings: 'JMSSettingsHandlerSPI',
  logging: 'JMSLoggingHandlerSPI',
} as const

export type Handler = (typeof handlers)[keyof typeof handlers]

/** Root elements each handler can read. */
const bodies: Readonly<Record<Handler, readonly string[]>> = {
  [handlers.styleFile]: ['org.geoserver.cluster.impl.handlers.DocumentFile'],
  [handlers.add]: ['org.geoserver.catalog.event.impl.CatalogAddEventImpl'],
  [handlers.modify]: [
    'org.geoserver.catalog.event.impl.CatalogModifyEventImpl',
    'org.geoserver.cluster.server.events.StyleModifyEvent',
  ],
  [handlers.remove]: ['org.geoserver.catalog.event.impl.CatalogRemoveEventImpl'],
  [handlers.service]: ['org.geoserver.cluster.impl.events.configuration.JMSServiceModifyEvent'],
  [handlers.global]: ['org.geoserver.cluster.impl.events.configuration.JMSGlobalModifyEvent'],
  [handlers.settings]: ['org.geoserver.cluster.impl.events.configuration.JMSSettingsModifyEvent'],
  [handlers.logging]: ['dynamic-proxy', 'org.geoserver.config.impl.LoggingInfoImpl'],
}

export function isHandler(name: string): name is Handler {
  return Object.hasOwn(bodies, name)
}

export function canRead(handler: Handler, root: string): boolean {
  return bodies[handler].includes(root)
}

/** How a message begins that tells of the sender's counter of changes and of nothing else. */
const countsUp =
  /^\s*<org\.geoserver\.cluster\.impl\.events\.configuration\.JMSGlobalModifyEvent>\s*<propertyNames>\s*<string>updateSequence<\/string>\s*<\/propertyNames>/

/**
 * Whether a message says nothing but that its sender's counter of changes went up, told without decoding it: more
 * than half of the traffic is of that kind. A message in an unusual form counts as a change.
 */
export function countsOnly(handler: string | undefined, body: string): boolean {
  return handler === handlers.global && countsUp.test(body)
}

/** The screens beside the one the app begins with, in the order of the rail and the menu. */
export const screenNames = [
  'overview',
  'findings',
  'nodes',
  'configuration',
  'messages',
  'resync',
  'brokers',
  'maps',
  'audit',
  'diagnostics',
  'settings',
] as const

export type ScreenName = (typeof screenNames)[number]

/** What a data directory holds that no message carries. */
export const unsentAreas = ['security', 'tiles', 'templates', 'data', 'graphics', 'other'] as const

export type UnsentArea = (typeof unsentAreas)[number]

/** What an area is called. */
export const unsentAreaWords = {
  security: 'users, groups, roles and access rules',
  tiles: 'tile caching',
  templates: 'templates',
  data: 'uploaded data',
  graphics: 'graphics and fonts of styles',
  other: 'files of extensions',
} as const satisfies Record<UnsentArea, string>

/** What a data directory holds that no message carries. */
export const unsentAreas = ['security', 'tiles', 'templates', 'data', 'graphics', 'other'] as const

export type UnsentArea = (typeof unsentAreas)[number]

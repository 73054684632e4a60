import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { z } from 'zod'

const target = fileURLToPath(new URL('../renderer/features/configuration/form/land.json', import.meta.url))

const topology = z.custom<Topology<{ land: GeometryCollection }>>(
  (value) =>
    z.object({ type: z.literal('Topology'), objects: z.object({ land: z.object({}) }) }).safeParse(value)
      .success,
)

/** The land of the Earth (Natural Earth 1:110m, as the package world-atlas has it) as a path in degrees, north up. */
export function landFile(): string {
  const world = topology.parse(
    JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/land-110m.json'), 'utf8')),
  )
  const rings = feature(world, world.objects.land).features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon'
      ? geometry.coordinates
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.flat()
        : [],
  )
  const path = rings
    .map((ring) => `M${ring.map(([east = 0, north = 0]) => `${tenth(east)} ${tenth(-north)}`).join('L')}Z`)
    .join('')
  return `{\n  "path": ${JSON.stringify(path)}\n}\n`
}

function tenth(degrees: number): string {
  return String(Math.round(degrees * 10) / 10 + 0)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, landFile())

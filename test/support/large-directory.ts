import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface LargeDirectory {
  readonly workspaces: number
  /** Feature types of each workspace, each with its layer. */
  readonly layers: number
  readonly styles: number
}

/** About as much as the largest public data directory holds: 4,076 objects. */
export const likeTheLargest: LargeDirectory = { workspaces: 4, layers: 504, styles: 28 }

/**
 * Writes a data directory of many objects, without waiting for the disk: workspaces with a store of many feature types
 * and their layers, styles they share, and a group of every layer of a workspace.
 * @returns how many objects it holds
 */
export function writeLargeDirectory(path: string, { workspaces, layers, styles }: LargeDirectory): number {
  let objects = 0
  const write = (file: string, text: string): void => {
    const target = join(path, file)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
    if (file.endsWith('.xml')) objects += 1
  }
  for (const kind of ['global', 'logging']) write(`${kind}.xml`, `<${kind}></${kind}>`)
  for (let style = 0; style < styles; style += 1) {
    const name = `style${style}`
    write(
      `styles/${name}.xml`,
      `<style><id>${name}</id><name>${name}</name><format>sld</format><filename>${name}.sld</filename></style>`,
    )
    write(`styles/${name}.sld`, `<sld>${name}</sld>`)
  }
  for (let number = 0; number < workspaces; number += 1) writeWorkspace(`w${number}`)
  return objects

  function writeWorkspace(name: string): void {
    const inWorkspace = `<workspace><id>${name}</id></workspace>`
    const directory = `workspaces/${name}`
    write(`${directory}/workspace.xml`, `<workspace><id>${name}</id><name>${name}</name></workspace>`)
    write(
      `${directory}/namespace.xml`,
      `<namespace><id>${name}-ns</id><prefix>${name}</prefix><uri>http://${name}</uri></namespace>`,
    )
    write(
      `${directory}/pg/datastore.xml`,
      `<dataStore><id>${name}-pg</id><name>pg</name><enabled>true</enabled>${inWorkspace}</dataStore>`,
    )
    const members: string[] = []
    for (let number = 0; number < layers; number += 1) {
      const [type, layer] = [`${name}-type${number}`, `${name}-layer${number}`]
      write(
        `${directory}/pg/type${number}/featuretype.xml`,
        `<featureType><id>${type}</id><name>type${number}</name><nativeName>type${number}</nativeName>` +
          `<namespace><id>${name}-ns</id></namespace><title>Type ${number}</title><srs>EPSG:4326</srs>` +
          `<enabled>true</enabled><store class="dataStore"><id>${name}-pg</id></store></featureType>`,
      )
      write(
        `${directory}/pg/type${number}/layer.xml`,
        `<layer><name>type${number}</name><id>${layer}</id><type>VECTOR</type>` +
          `<defaultStyle><id>style${number % styles}</id></defaultStyle>` +
          `<resource class="featureType"><id>${type}</id></resource></layer>`,
      )
      members.push(`<published type="layer"><id>${layer}</id></published>`)
    }
    write(
      `${directory}/layergroups/all.xml`,
      `<layerGroup><id>${name}-all</id><name>all</name><mode>SINGLE</mode>${inWorkspace}` +
        `<publishables>${members.join('')}</publishables><styles>${'<style/>'.repeat(layers)}</styles></layerGroup>`,
    )
  }
}

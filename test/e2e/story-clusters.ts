import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { styleRules } from '../../electron/services/demo/style-rules.ts'
import { makeDataDirectory } from '../support/services.ts'
import type { ServedApp } from '../support/served-app.ts'
import type { Operator } from './operator.ts'
import type { StoryCluster } from './story.ts'

const style = 'river'

/** Starts the demo cluster from the welcome screen. */
export async function beginDemo(operator: Operator, { stateDirectory }: ServedApp): Promise<StoryCluster> {
  await operator.use(operator.page.getByRole('button', { name: 'Try the demo cluster' }))
  return {
    master: 'master',
    slaves: ['slave-a', 'slave-b'],
    style,
    dataDirectory: (node) => join(stateDirectory, 'demo', node),
  }
}

/** Makes a cluster of three data directories on a broker: names the broker, adds the directories, tests and opens it. */
export async function connectToBroker(
  operator: Operator,
  brokerUrl: string,
  parent: string,
): Promise<StoryCluster> {
  const { page } = operator
  const nodes = ['geo-1', 'geo-2', 'geo-3'] as const
  await operator.use(page.getByRole('button', { name: 'Connect to brokers' }))
  await operator.write(page.getByRole('textbox', { name: 'Broker URL' }), brokerUrl)
  for (const [index, node] of nodes.entries()) {
    const isMaster = node === 'geo-1'
    const directory = makeDataDirectory(parent, node, {
      toggleMaster: String(isMaster),
      toggleSlave: String(!isMaster),
    })
    addStyle(directory)
    await operator.use(page.getByRole('button', { name: 'Add a data directory' }))
    const fields = page.getByRole('group', { name: 'Data directory' }).nth(index)
    await operator.write(fields.getByRole('textbox', { name: 'Data directory' }), directory)
    await operator.use(fields.getByRole('switch', { name: 'Run as a node of the cluster' }))
  }
  await operator.write(page.getByRole('textbox', { name: 'Name of the cluster' }), 'Maps')
  await operator.use(page.getByRole('button', { name: 'Test', exact: true }))
  const result = page.getByRole('region', { name: 'Test' })
  const [master, ...slaves] = nodes
  for (const step of [/ActiveMQ/, `${master}, master.`, ...slaves.map((slave) => `${slave}, slave.`)]) {
    const line = result.getByRole('listitem').filter({ hasText: step })
    await line.getByRole('img', { name: 'works', exact: true }).waitFor()
  }
  await operator.use(page.getByRole('button', { name: 'Save and open Maps' }))
  return {
    master,
    slaves,
    style,
    dataDirectory: (node) => join(parent, node),
  }
}

function addStyle(dataDirectory: string): void {
  const file = join(dataDirectory, 'styles', style)
  writeFileSync(
    `${file}.xml`,
    `<style>\n  <id>StyleInfoImpl-${style}</id>\n  <name>${style}</name>\n  <filename>${style}.sld</filename>\n</style>\n`,
  )
  writeFileSync(`${file}.sld`, styleRules('River', { shape: 'line', color: '#2980b9', width: 1.8 }))
}

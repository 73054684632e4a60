import { join } from 'node:path'
import type { ServedApp } from '../support/served-app.ts'
import type { Operator } from './operator.ts'
import type { StoryCluster } from './story.ts'

/** Starts the demo cluster from the welcome screen. */
export async function beginDemo(operator: Operator, { stateDirectory }: ServedApp): Promise<StoryCluster> {
  await operator.use(operator.page.getByRole('button', { name: 'Try the demo cluster' }))
  return {
    master: 'master',
    slaves: ['slave-a', 'slave-b'],
    style: 'river',
    dataDirectory: (node) => join(stateDirectory, 'demo', node),
  }
}

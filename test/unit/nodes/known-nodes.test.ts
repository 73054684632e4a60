import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { KnownNodes } from '../../../electron/nodes/known-nodes.ts'
import { Notices } from '../../../electron/state/notices.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

function knownNodes(directory = temporaryDirectory()) {
  const notices = new Notices()
  const nodes = new KnownNodes({
    ...{ directory, topicName: 'VirtualTopic.geoserver', observer: 'ops' },
    ...{ fileSystem: localFileSystem, now: () => 1, notices },
  })
  return { nodes, notices }
}

const queuesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `Consumer.node-${index}.VirtualTopic.geoserver`)

it('lists every node of a large cluster, also after the next start', () => {
  const directory = temporaryDirectory()
  const { nodes, notices } = knownNodes(directory)
  expect(nodes.noticeQueues(queuesOf(251))).toBe(true)
  nodes.save()
  expect(nodes.all).toHaveLength(251)
  expect(knownNodes(directory).nodes.all).toHaveLength(251)
  expect(notices.all).toEqual([])
})

it('takes no application that watches for a node, also where an earlier version did', () => {
  const directory = temporaryDirectory()
  const { nodes } = knownNodes(directory)
  nodes.noticeQueues(
    ['ops', 'plumbline', 'plumbline-0a1b2c3d', 'plumbline-1', 'geo-1'].map(
      (name) => `Consumer.${name}.VirtualTopic.geoserver`,
    ),
  )
  expect(nodes.all.map(({ instanceName }) => instanceName)).toEqual(['plumbline-1', 'geo-1'])
  nodes.save()
  const file = join(directory, 'nodes.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('plumbline-1', 'plumbline-0a1b2c3d'))
  expect(knownNodes(directory).nodes.all.map(({ instanceName }) => instanceName)).toEqual(['geo-1'])
})

it('says so when somebody makes up more names than it keeps', () => {
  const { nodes, notices } = knownNodes()
  nodes.noticeQueues(queuesOf(5_001))
  expect(nodes.all).toHaveLength(5_000)
  expect(notices.all).toHaveLength(1)
})

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

it('says so when somebody makes up more names than it keeps', () => {
  const { nodes, notices } = knownNodes()
  nodes.noticeQueues(queuesOf(5_001))
  expect(nodes.all).toHaveLength(5_000)
  expect(notices.all).toHaveLength(1)
})

import { relative, sep } from 'node:path'
import type { Clock } from '../../scheduler/clock.ts'
import { wordingOf } from '../../errors/failure.ts'
import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import type { FileSystem } from '../../storage/files.ts'
import { watchDirectory, type WatchDirectory } from '../../storage/watch-directory.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../events/event-hub.ts'
import { DirectoryWatch } from './directory-watch.ts'

export interface FileWatchesOptions {
  readonly current: () => OpenCluster | undefined
  readonly hub: EventHub<ApplicationEvents>
  readonly fileSystem: FileSystem
  readonly clock: Clock
  readonly now: () => number
  readonly watch?: WatchDirectory
  readonly mostWatched?: number
}

/** Directories watched in all: as many as four of the largest data directories have. */
const mostWatched = 8_192

/** Watches the data directories of the open cluster that lie here, and says whose files somebody else changed. */
export class FileWatches {
  readonly #options: FileWatchesOptions
  readonly #watches = new Map<string, DirectoryWatch>()
  readonly #stop = new AbortController()
  #cluster: OpenCluster | undefined

  constructor(options: FileWatchesOptions) {
    this.#options = options
    const { hub, current } = options
    hub.on(
      'cluster',
      ({ state }) => {
        const cluster = state === 'closed' ? undefined : current()
        if (cluster !== this.#cluster) this.#follow(cluster)
      },
      this.#stop.signal,
    )
    hub.on('wrote', ({ path }) => this.#own(path), this.#stop.signal)
  }

  stop(): void {
    this.#stop.abort()
    this.#follow(undefined)
  }

  #follow(cluster: OpenCluster | undefined): void {
    for (const watch of this.#watches.values()) watch.stop()
    this.#watches.clear()
    this.#cluster = cluster
    const budget = { left: this.#options.mostWatched ?? mostWatched }
    for (const { facts } of cluster?.nodes.ofThisMachine ?? []) {
      const { dataDirectory = '' } = facts
      if (!this.#watches.has(dataDirectory)) this.#begin(dataDirectory, budget)
    }
  }

  #begin(dataDirectory: string, budget: { left: number }): void {
    const { fileSystem, clock, watch = watchDirectory } = this.#options
    const directoryWatch = new DirectoryWatch({
      root: new DirectoryRoot(dataDirectory, fileSystem),
      watch,
      clock,
      budget,
      onChange: (paths) => {
        const { hub, now } = this.#options
        for (const { instanceName, facts } of this.#nodesOn(dataDirectory)) {
          const message = say('files.changed', { files: shown(paths), node: instanceName })
          // What the engine of another process writes looks the same from here.
          if (facts.condition !== 'elsewhere')
            hub.emit('activity', { at: now(), instanceName, severity: 'attention', message })
          hub.emit('files', { instanceName })
        }
      },
      onTrouble: (because) => {
        const { hub, now } = this.#options
        const message = say('files.seenLate', { directory: dataDirectory, reason: wordingOf(because) })
        hub.emit('activity', { at: now(), instanceName: null, severity: 'attention', message })
      },
    })
    this.#watches.set(dataDirectory, directoryWatch)
    void directoryWatch.start()
  }

  /** Its name is in a file of the directory and may be another by now. */
  #nodesOn(dataDirectory: string): readonly ClusterNode[] {
    const nodes = this.#cluster?.nodes.ofThisMachine ?? []
    return nodes.filter(({ facts }) => facts.dataDirectory === dataDirectory)
  }

  #own(path: string): void {
    for (const [dataDirectory, watch] of this.#watches) {
      const below = relative(dataDirectory, path)
      if (below !== '' && below !== '..' && !below.startsWith(`..${sep}`)) watch.own(below.split(sep))
    }
  }
}

const mostShown = 3

function shown(paths: readonly string[]): Wording {
  const files = paths.slice(0, mostShown).join(', ')
  const count = paths.length - mostShown
  return count > 0 ? say('files.andMore', { files, count }) : files
}

import {
  closeSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { createFileSystem, type FileSystem } from '../../electron/storage/files.ts'
import type { HeldDirectory } from '../../electron/storage/held-directory.ts'
import { nodeFileSystemCalls, type FileSystemCalls } from '../../electron/storage/file-system-calls.ts'

/** One call to the operating system, before it is made. */
export interface FileSystemCall {
  readonly name: keyof FileSystemCalls
  readonly path: string
  /** 1 for the first call of this file system, counting all of them. */
  readonly number: number
}

/** The process is gone: nothing it does after this moment has any effect. */
export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash'
}

/** A file system on the real disk whose calls fail with an errno such as 'ENOSPC' wherever `matches` says so. */
export function failingFileSystem(errno: string, matches: (call: FileSystemCall) => boolean): FileSystem {
  return createFileSystem(
    observedCalls((call, perform) => {
      if (matches(call)) throw systemError(errno, call)
      return perform()
    }),
  )
}

/** A file system on the real disk, with something done before each of its calls, as by somebody else meanwhile. */
export function disturbedFileSystem(
  before: (call: FileSystemCall) => void,
  real: FileSystemCalls = nodeFileSystemCalls,
): FileSystem {
  return createFileSystem(
    observedCalls((call, perform) => {
      before(call)
      return perform()
    }, real),
  )
}

/** A disk that can fill up, and lose its process, or the power, in the middle of whatever it does. */
export class UnreliableDisk {
  isFull = false
  /** What is lost when it crashes next. */
  loses: CrashPoint['loses'] = 'process'
  #isDead = false
  #changesLeft = Infinity
  readonly #onCrash: () => void
  readonly fileSystem: FileSystem

  /** @param volatile what the machine has not written yet, which outlives its processes */
  constructor(onCrash: () => void, volatile = new VolatileDisk()) {
    this.#onCrash = onCrash
    this.fileSystem = createFileSystem(
      observedCalls((call, perform, target) => {
        this.#before(call, volatile)
        if (changing.has(call.name)) volatile.before(call, target)
        const result = perform()
        volatile.after(call, result)
        return result
      }, hastyCalls),
    )
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** Lets the process die before one of its next changes. */
  crashAfter(changes: number): void {
    this.#changesLeft = changes
  }

  #before(call: FileSystemCall, volatile: VolatileDisk): void {
    if (this.isDead) throw new SimulatedCrash(`${call.name} ${call.path} after the crash`)
    if (!changing.has(call.name)) return
    if (this.isFull && (call.name === 'write' || call.name === 'create')) throw systemError('ENOSPC', call)
    this.#changesLeft -= 1
    if (this.#changesLeft >= 0) return
    this.#isDead = true
    this.#onCrash()
    volatile.crash(this.loses)
    throw new SimulatedCrash(`before ${call.name} ${call.path}`)
  }
}

/** A file system on the real disk that reports each call it makes. */
export function recordingFileSystem(): { readonly fileSystem: FileSystem; readonly calls: FileSystemCall[] } {
  const calls: FileSystemCall[] = []
  const fileSystem = createFileSystem(
    observedCalls((call, perform) => {
      calls.push(call)
      return perform()
    }),
  )
  return { fileSystem, calls }
}

/** Where a scenario was cut off. */
export interface CrashPoint {
  /** How many changing calls were made before the crash; undefined when the scenario ran to its end. */
  readonly after: number | undefined
  /** 'process' keeps what was written, 'power' loses whatever had not been synced to the disk. */
  readonly loses: 'process' | 'power'
}

/**
 * Runs a scenario again and again, each time on a fresh state, crashing one changing call later, with the
 * process alone dying and with the power gone, and checks what is found on the disk each time; the last
 * round of each kind is the one without a crash.
 * @returns how many crashes were simulated
 */
export function atEveryCrashPoint<State>(steps: {
  readonly prepare: () => State
  readonly run: (fileSystem: FileSystem, state: State) => void
  readonly check: (state: State, point: CrashPoint) => void
}): number {
  let crashes = 0
  for (const loses of ['process', 'power'] as const) {
    for (let after = 0; ; after += 1) {
      const state = steps.prepare()
      const crash = crashingCalls(after, loses)
      try {
        steps.run(createFileSystem(crash.calls), state)
      } catch (error) {
        // Whatever a process makes of its own death is heard by nobody.
        if (!crash.happened()) throw error
      }
      steps.check(state, { after: crash.happened() ? after : undefined, loses })
      if (!crash.happened()) break
      crashes += 1
    }
  }
  return crashes
}

const changing: ReadonlySet<keyof FileSystemCalls> = new Set([
  'create',
  'write',
  'setMode',
  'setOwner',
  'sync',
  'rename',
  'link',
  'removeFile',
  'removeEmptyDirectory',
  'makeDirectory',
  'syncDirectory',
] as const)

/** Power cuts are simulated, so no call need wait until the disk has everything. */
const hastyCalls: FileSystemCalls = {
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
}

function crashingCalls(after: number, loses: CrashPoint['loses']) {
  const disk = new VolatileDisk()
  let changes = 0
  let crashed = false
  const calls = observedCalls((call, perform, target) => {
    if (crashed) throw new SimulatedCrash(`${call.name} ${call.path} after the crash`)
    if (changing.has(call.name)) {
      if (changes === after) {
        crashed = true
        disk.crash(loses)
        throw new SimulatedCrash(`before ${call.name} ${call.path}`)
      }
      changes += 1
      disk.before(call, target)
    }
    const result = perform()
    disk.after(call, result)
    return result
  }, hastyCalls)
  return { calls, happened: () => crashed }
}

/** Remembers what a power cut would undo: content not yet synced, and names in directories not yet synced. */
export class VolatileDisk {
  readonly #kept: (size: number) => number
  readonly #isJournaled: boolean
  readonly #open = new Map<string, number>()
  #unsyncedContent = new Set<string>()
  #unsyncedNames: Unsynced[] = []

  /**
   * @param kept how much of a file of a size that was not synced a power cut leaves
   * @param isJournaled whether a directory is there for good once something in it is, as with the usual file systems
   */
  constructor(kept: (size: number) => number = () => 0, isJournaled = false) {
    this.#kept = kept
    this.#isJournaled = isJournaled
  }

  before(call: FileSystemCall, target: string | undefined): void {
    if (call.name === 'write') this.#unsyncedContent.add(call.path)
    if (call.name === 'sync') this.#unsyncedContent.delete(call.path)
    if (this.#isJournaled && (call.name === 'sync' || call.name === 'syncDirectory')) {
      this.#unsyncedNames = this.#unsyncedNames.filter(
        ({ name, path }) => name !== 'makeDirectory' || !`${call.path}/`.startsWith(`${path}/`),
      )
    }
    if (call.name === 'syncDirectory') {
      this.#unsyncedNames = this.#unsyncedNames.filter((name) => directoryOf(name) !== call.path)
    }
    if (call.name === 'rename' && target !== undefined) this.#moved(call.path, target)
    const unsynced = unsyncedBy(call, target)
    if (unsynced !== undefined) this.#unsyncedNames.push(unsynced)
    if (call.name === 'rename' && target !== undefined && this.#unsyncedContent.delete(call.path)) {
      this.#unsyncedContent.add(target)
    }
  }

  after(call: FileSystemCall, result: unknown): void {
    if ((call.name === 'create' || call.name === 'open') && typeof result === 'number')
      this.#open.set(call.path, result)
    if (call.name === 'close') this.#open.delete(call.path)
  }

  crash(loses: CrashPoint['loses']): void {
    for (const descriptor of this.#open.values()) closeSync(descriptor)
    this.#open.clear()
    if (loses === 'process') return
    for (const path of this.#unsyncedContent)
      if (existsSync(path)) truncateSync(path, this.#kept(statSync(path).size))
    for (let last = this.#unsyncedNames.pop(); last !== undefined; last = this.#unsyncedNames.pop()) {
      if (existsSync(directoryOf(last))) undo(last)
      if (last.name === 'rename') this.#moved(last.target, last.path)
    }
    this.#unsyncedContent.clear()
  }

  /** What lies in a directory goes with it. */
  #moved(from: string, to: string): void {
    const moved = (path: string): string =>
      path.startsWith(`${from}/`) ? to + path.slice(from.length) : path
    this.#unsyncedContent = new Set([...this.#unsyncedContent].map(moved))
    this.#unsyncedNames = this.#unsyncedNames.map((each) => ({
      ...each,
      path: moved(each.path),
      target: moved(each.target),
    }))
  }
}

/** A name in a directory that is not on the disk as it is now. */
interface Unsynced {
  readonly name: keyof FileSystemCalls
  readonly path: string
  /** Where it went; '' for what does not go anywhere. */
  readonly target: string
  /** Of the file that is gone from there. */
  readonly content: Buffer | undefined
}

function directoryOf({ path, target }: Unsynced): string {
  return dirname(target === '' ? path : target)
}

function unsyncedBy({ name, path }: FileSystemCall, target = ''): Unsynced | undefined {
  switch (name) {
    case 'create':
    case 'makeDirectory':
    case 'removeEmptyDirectory':
    case 'link':
      return { name, path, target, content: undefined }
    case 'removeFile':
      return { name, path, target, content: readFileSync(path) }
    case 'rename': {
      const isFile = existsSync(target) && statSync(target).isFile()
      return { name, path, target, content: isFile ? readFileSync(target) : undefined }
    }
    default:
      return undefined
  }
}

function undo({ name, path, target, content }: Unsynced): void {
  if (name === 'create' || name === 'makeDirectory') rmSync(path, { recursive: true, force: true })
  else if (name === 'removeEmptyDirectory') mkdirSync(path)
  else if (name === 'removeFile') writeFileSync(path, content ?? '')
  else if (name === 'link') rmSync(target, { force: true })
  else {
    renameSync(target, path)
    if (content !== undefined) writeFileSync(target, content)
  }
}

type Observer = <Result>(call: FileSystemCall, perform: () => Result, target?: string) => Result

/** The real calls with an observer around each, which may perform it or throw. */
function observedCalls(observe: Observer, real: FileSystemCalls = nodeFileSystemCalls): FileSystemCalls {
  const paths = new Map<number, string>()
  let number = 0
  const call = (name: keyof FileSystemCalls, path: string): FileSystemCall => ({
    name,
    path,
    number: (number += 1),
  })
  const opened = (descriptor: number) => paths.get(descriptor) ?? ''
  const pathOf = (directory: HeldDirectory, name: string) => join(directory.path, name)
  return {
    readStart: (path, limit, within) =>
      observe(call('readStart', path), () => real.readStart(path, limit, within)),
    stat: (path, followLinks) => observe(call('stat', path), () => real.stat(path, followLinks)),
    names: (path) => observe(call('names', path), () => real.names(path)),
    realPath: (path) => observe(call('realPath', path), () => real.realPath(path)),
    hold: (path) => observe(call('hold', path), () => real.hold(path)),
    holdIn: (directory, name) =>
      observe(call('holdIn', pathOf(directory, name)), () => real.holdIn(directory, name)),
    release: (directory) => {
      real.release(directory)
    },
    statIn: (directory, name, followLinks) =>
      observe(call('statIn', pathOf(directory, name)), () => real.statIn(directory, name, followLinks)),
    namesIn: (directory) => observe(call('namesIn', directory.path), () => real.namesIn(directory)),
    create: (directory, name, mode) =>
      observe(call('create', pathOf(directory, name)), () => {
        const descriptor = real.create(directory, name, mode)
        paths.set(descriptor, pathOf(directory, name))
        return descriptor
      }),
    open: (directory, name) =>
      observe(call('open', pathOf(directory, name)), () => {
        const descriptor = real.open(directory, name)
        paths.set(descriptor, pathOf(directory, name))
        return descriptor
      }),
    write: (descriptor, bytes) =>
      observe(call('write', opened(descriptor)), () => real.write(descriptor, bytes)),
    setMode: (descriptor, mode) =>
      observe(call('setMode', opened(descriptor)), () => real.setMode(descriptor, mode)),
    setOwner: (descriptor, userId, groupId) =>
      observe(call('setOwner', opened(descriptor)), () => real.setOwner(descriptor, userId, groupId)),
    sync: (descriptor) => observe(call('sync', opened(descriptor)), () => real.sync(descriptor)),
    close: (descriptor) => observe(call('close', opened(descriptor)), () => real.close(descriptor)),
    rename: (from, name, to, newName) =>
      observe(
        call('rename', pathOf(from, name)),
        () => real.rename(from, name, to, newName),
        pathOf(to, newName),
      ),
    link: (directory, existing, name) =>
      observe(
        call('link', pathOf(directory, existing)),
        () => real.link(directory, existing, name),
        pathOf(directory, name),
      ),
    removeFile: (directory, name) =>
      observe(call('removeFile', pathOf(directory, name)), () => real.removeFile(directory, name)),
    removeEmptyDirectory: (directory, name) =>
      observe(call('removeEmptyDirectory', pathOf(directory, name)), () =>
        real.removeEmptyDirectory(directory, name),
      ),
    makeDirectory: (directory, name, mode) =>
      observe(call('makeDirectory', pathOf(directory, name)), () =>
        real.makeDirectory(directory, name, mode),
      ),
    syncDirectory: (directory) =>
      observe(call('syncDirectory', directory.path), () => real.syncDirectory(directory)),
  }
}

/** What the operating system says of a call that fails. */
export function systemError(errno: string, call: FileSystemCall): Error {
  return Object.assign(new Error(`${errno}: simulated, ${call.name} '${call.path}'`), {
    code: errno,
    errno: -1,
    syscall: call.name,
    path: call.path,
  })
}

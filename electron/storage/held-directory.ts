import { closeSync, constants, existsSync, lstatSync, openSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A directory that was looked up once. What is done in it afterwards is done there, whatever its path has come to
 * lead to: nobody can put a link in its place between a check and what the check allowed.
 */
export interface HeldDirectory {
  /** As it was asked for, for messages. */
  readonly path: string
  /** Where it lies, without symbolic links. */
  readonly realPath: string
  /**
   * Where the system finds a name in it.
   * @throws the platform's error ESTALE when its path leads to another directory by now and there is no other way to it
   */
  at(name: string): string
  close(): void
}

/** How a directory is found again: by its open handle, or by its path, looked at each time it is used. */
export type Hold = (
  path: string,
  below?: { readonly directory: HeldDirectory; readonly name: string },
) => HeldDirectory

const ofThisProcess = '/proc/self/fd'

/** The surest of the ways this system has. */
export const holdDirectory: Hold = existsSync(ofThisProcess) ? holdByHandle : holdByPath

/**
 * Where Linux says an open file lies; undefined on other systems.
 * @param descriptor a file that is open
 */
export function placeOfOpen(descriptor: number): string | undefined {
  return holdDirectory === holdByHandle ? readlinkSync(`${ofThisProcess}/${descriptor}`) : undefined
}

/**
 * By its handle, as the *at calls of POSIX do: Linux takes names below `/proc/self/fd/<handle>` for names in the very
 * directory that is open.
 * @param below the directory it lies in, which is held already: then a link of that name is not followed
 */
export function holdByHandle(
  path: string,
  below?: { readonly directory: HeldDirectory; readonly name: string },
): HeldDirectory {
  // Over links on the way: where they led is asked of what is open, below.
  const found = below === undefined ? path : below.directory.at(below.name)
  const links = below === undefined ? 0 : constants.O_NOFOLLOW
  const descriptor = openSync(found, constants.O_RDONLY | constants.O_DIRECTORY | links)
  const reached = `${ofThisProcess}/${descriptor}`
  return {
    path,
    realPath: readlinkSync(reached),
    at: (name) => (name === '' ? reached : `${reached}/${name}`),
    close: () => {
      closeSync(descriptor)
    },
  }
}

/** By its path; each use looks first whether that still leads to the same directory, over no link. */
export function holdByPath(
  path: string,
  below?: { readonly directory: HeldDirectory; readonly name: string },
): HeldDirectory {
  const found = below === undefined ? realpathSync.native(path) : below.directory.at(below.name)
  const identity = identityOf(found)
  return {
    path,
    realPath: found,
    at(name) {
      if (identity === undefined || realpathSync.native(found) !== found || identityOf(found) !== identity) {
        throw Object.assign(new Error(`ESTALE: ${path} leads to another directory by now`), {
          code: 'ESTALE',
          errno: -1,
        })
      }
      return name === '' ? found : join(found, name)
    },
    close: () => undefined,
  }
}

/** Which directory it is; undefined when it is none. */
function identityOf(path: string): string | undefined {
  const stats = lstatSync(path, { bigint: true })
  return stats.isDirectory() ? `${stats.dev}:${stats.ino}` : undefined
}

import { readFileSync, statSync } from 'node:fs'
import { extname, isAbsolute, resolve } from 'node:path'

/** Of files that hold a profile. */
const extension = '.plumbline'

/** As much as the contract takes of one. */
const largestFile = 1_000_000

/** The profile file among the words of a command line; options of the runtime stand there too. */
export function profileFileIn(words: readonly string[], workingDirectory: string): string | undefined {
  const word = words.findLast((each) => !each.startsWith('-') && extname(each).toLowerCase() === extension)
  return word === undefined || isAbsolute(word) ? word : resolve(workingDirectory, word)
}

/** What a profile file holds; the application says what is wrong with its content. @throws when it cannot be read */
export function readProfileFile(path: string): string {
  const stat = statSync(path)
  if (!stat.isFile()) throw new Error(`${path} is not a file`)
  if (stat.size > largestFile) throw new Error(`${path} is too large for a profile`)
  return readFileSync(path, 'utf8')
}

import { extname, isAbsolute, resolve } from 'node:path'

/** Of files that hold a profile. */
const extension = '.plumbline'

/** The profile file among the words of a command line; options of the runtime stand there too. */
export function profileFileIn(words: readonly string[], workingDirectory: string): string | undefined {
  const word = words.findLast((each) => !each.startsWith('-') && extname(each).toLowerCase() === extension)
  return word === undefined || isAbsolute(word) ? word : resolve(workingDirectory, word)
}

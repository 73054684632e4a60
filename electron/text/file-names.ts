/**
 * What Unicode says no text shows, and some file systems therefore do not look at. Variation selectors are among them,
 * and marks that only say which way a text runs.
 */
const ignorable = /\p{Default_Ignorable_Code_Point}/gu

/**
 * What is left of a name where case, the composition of accents, invisible characters, and blanks and dots at its end
 * do not count: two names that are one on any file system have the same. Windows, macOS and Linux each take fewer for
 * one than this does.
 */
export function foldedName(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return withoutEnd(name.toLowerCase())
  let folded = name
  // One pass may make what the next still changes, as the dotted capital I of Turkish does.
  for (let pass = 0; pass < 3; pass += 1) {
    folded = folded.normalize('NFD').replace(ignorable, '').toUpperCase().toLowerCase().normalize('NFD')
  }
  return withoutEnd(folded)
}

/** Dots and blanks Windows leaves off; one pass, however many there are. */
function withoutEnd(name: string): string {
  let end = name.length
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end -= 1
  return end === 0 ? name : name.slice(0, end)
}

const invisible = '\u200d'

/** Other spellings, of which at least one leads to the same file wherever names are folded in any way. */
export function otherSpellings(name: string): readonly string[] {
  const others = [withCaseSwapped(name), name.normalize('NFC'), name.normalize('NFD'), name + invisible]
  return others.filter((other) => other !== name)
}

/** Letters whose other case is several are left: not every file system takes those for one. */
function withCaseSwapped(name: string): string {
  return [...name]
    .map((letter) => {
      const swapped = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
      return swapped.length === letter.length ? swapped : letter
    })
    .join('')
}

/**
 * Why a name cannot be that of a file on Windows; undefined when it can.
 * @param name the whole name, with its ending
 */
export function reasonNotOnWindows(
  name: string,
): 'windowsCharacters' | 'windowsEnding' | 'windowsDevice' | undefined {
  if (/[<>:"|?*]/.test(name)) return 'windowsCharacters'
  if (/[. ]$/.test(name)) return 'windowsEnding'
  if (isDeviceName(name)) return 'windowsDevice'
  return undefined
}

/** Whatever ending it has, and with the digits Windows takes for 1, 2 and 3. */
function isDeviceName(name: string): boolean {
  return /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:[.:]|$)/i.test(name)
}

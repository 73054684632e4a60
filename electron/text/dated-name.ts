/**
 * What a file that is handed out is called: what it holds, and of which day it is, in UTC.
 * @param at in milliseconds since 1970
 */
export function datedName(what: string, at: number, extension: string): string {
  const day = new Date(at).toISOString().slice(0, 10)
  return `${what.replaceAll(/[^\w.-]/g, '_')}-${day}.${extension}`
}

/*
 * Says what is needed where it is not there. Every Node that knows modules can read this file and those that lead to
 * it, so they hold nothing newer ones brought.
 */
const needed = 24
const { versions, stderr, exit } = globalThis.process
if (Number.parseInt(versions.node, 10) < needed) {
  stderr.write(
    `Plumbline needs Node ${needed} or newer, and this is Node ${versions.node}; see https://nodejs.org.\n`,
  )
  exit(2)
}

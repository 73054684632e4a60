import { Writable } from 'node:stream'
import { Output } from '../../electron/cli/output.ts'

/** A stream that remembers what was written, and claims to be a terminal when asked to. */
class RememberingStream extends Writable {
  readonly isTTY: boolean
  text = ''

  constructor(isTTY: boolean) {
    super({
      write: (chunk: Buffer, _encoding, done) => {
        this.text += chunk.toString('utf8')
        done()
      },
    })
    this.isTTY = isTTY
  }
}

/** An output whose two streams can be read. */
export function rememberedOutput(
  options: {
    readonly json?: boolean
    readonly color?: boolean
    readonly isTerminal?: boolean
    readonly environment?: Readonly<Record<string, string>>
    readonly now?: () => number
  } = {},
) {
  const { json = false, color = true, isTerminal = false, environment = {}, now } = options
  const stdout = new RememberingStream(isTerminal)
  const stderr = new RememberingStream(isTerminal)
  const output = new Output({
    stdout,
    stderr,
    json,
    color,
    environment,
    ...(now === undefined ? {} : { now }),
  })
  return { output, stdout, stderr }
}

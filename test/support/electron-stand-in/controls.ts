/**
 * How a test and the process under test talk: the test plays the system (clicks a menu, opens a file), and hears what
 * the app asked of Electron.
 */
export interface Recorded {
  readonly type: 'recorded'
  /** `Tray.setToolTip` */
  readonly name: string
  readonly details: unknown
}

type Control = (details: unknown) => unknown

const controls = new Map<string, Control>()

/** Tells the test what the app asked for. Only what can be sent is: functions are left out. */
export function recorded(name: string, details?: unknown): void {
  const plain: unknown = details === undefined ? null : JSON.parse(JSON.stringify(details))
  process.send?.({ type: 'recorded', name, details: plain } satisfies Recorded)
}

/** Lets the test do something as the system would. */
export function control(name: string, action: Control): void {
  controls.set(name, action)
}

process.on('message', (message: { readonly name: string; readonly details?: unknown }) => {
  controls.get(message.name)?.(message.details)
})
// A channel to the test must not keep a process alive that is done.
process.channel?.unref()

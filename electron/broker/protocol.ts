/** The languages a broker can be spoken to in. */
export type Protocol = 'openwire' | 'stomp'

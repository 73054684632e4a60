import { join } from 'node:path'
import { beforeAll, expect } from 'vitest'
import { runJava } from '../java.ts'
import type { Column } from './column.ts'
import { operator, type RunningBroker } from './makes.ts'

const exercises = {
  'virtual topic': 'true',
  properties: 'gs-1 1099511627776',
  'same id': 'true',
  kinds: '3 42 1.5 true',
  prefetch: '3 4',
  redelivery: 'again true 2',
  transactions: 'nothing [a, b] [a, b]',
  'transactions left': 'nothing',
  'temporary queue': 'answer 7',
  'temporary queue gone': 'refused',
  browse: '1200 1199',
  pull: 'nothing nothing one two',
  'durable subscription': 'while away',
  'dead letter': 'nothing poison queue://java.poison',
  password: 'refused',
  selector: 'refused',
} as const

/**
 * What ActiveMQ's own client, as every GeoServer has it, is given by a broker.
 * @param deadLetters its queue of them
 * @param isTold whether a client hears of a temporary queue that goes before it may use it: whoever is faster decides otherwise
 */
export function javaClient(
  { trial }: Column,
  broker: () => RunningBroker,
  { deadLetters, isTold }: { readonly deadLetters: string; readonly isTold: boolean },
): void {
  const outcomes = new Map<string, string>()
  beforeAll(async () => {
    const { login, passcode } = operator
    const url = `tcp://127.0.0.1:${broker().openWirePort}?jms.userName=${login}&jms.password=${passcode}`
    const printed = await runJava(join(import.meta.dirname, 'Exercise.java'), [url, '20000', deadLetters])
    for (const line of printed.trim().split('\n')) {
      const [name = '', ...outcome] = line.split('=')
      outcomes.set(name, outcome.join('='))
    }
  })
  for (const [name, expected] of Object.entries(exercises)) {
    if (name === 'temporary queue gone' && !isTold) continue
    trial(`Java’s client: ${name}`, () => {
      expect(outcomes.get(name)).toBe(expected)
      return Promise.resolve()
    })
  }
}

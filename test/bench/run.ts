import { archiveSpeed } from './archive.ts'
import { chromiumUnavailable } from '../support/browser.ts'
import { appCosts } from './app.ts'
import { brokerThroughput } from './broker-throughput.ts'
import { codecSpeed } from './codec.ts'
import { editCosts } from './edits.ts'
import { readingSpeed } from './reading.ts'
import { rendererCosts } from './renderer.ts'
import { removalSpeed } from './large-catalog.ts'
import { protocolSpeeds } from './protocols.ts'
import { replicationSpeed } from './replication.ts'

/**
 * Prints every measurement as a number and as a ratio to a floor measured in the same run.
 *
 *     npm run bench -- [messages in the archive]
 */

function row(name: string, value: number, floor: number): void {
  console.log(`  ${name.padEnd(44)} ${value.toFixed(0).padStart(8)}/s   ${(value / floor).toFixed(2)}`)
}

console.log('Codec, recorded messages of a real master; ratio to parsing and writing the XML alone')
const codec = codecSpeed()
row('parse and write XML', codec.floor, codec.floor)
row('decode', codec.decode, codec.floor)
row('encode', codec.encode, codec.floor)

console.log('\nRemoving layers one at a time, without files; ratio to the smallest catalog')
const removals = removalSpeed([200, 2_000, 10_000])
for (const { objects, remove } of removals) {
  row(`from ${objects} objects`, remove, removals[0]?.remove ?? remove)
}

const edits = await editCosts()
console.log(`\nChanges of a directory of ${edits.objects} objects; ratio to a megabyte written durably`)
for (const { what, plan, edit } of edits.costs) {
  for (const [step, time] of [
    ['planned', plan],
    ['made', edit],
  ] as const) {
    const ratio = (time / edits.floor).toFixed(1)
    console.log(`  ${`${what}, ${step}`.padEnd(44)} ${time.toFixed(0).padStart(8)} ms  ${ratio}`)
  }
}

const reading = await readingSpeed(500)
console.log(
  `\nThe catalog of a stock node, ${reading.requests} requests; ratio to asking for the same and no more`,
)
row('bare requests', reading.floor, reading.floor)
row('read catalog', reading.reading, reading.floor)
row('read it again, unchanged', reading.again, reading.floor)

console.log('\nReplication; ratio to consuming the same messages and doing nothing')
for (const { broker, accept, drain, floor } of await replicationSpeed()) {
  console.log(` ${broker}`)
  row('consume only', floor, floor)
  row('slave catches up', drain, floor)
  row('master accepts', accept, floor)
}

console.log('\nWhat a real master sent, through sessions on ActiveMQ; ratio to the same over STOMP')
const protocols = (await protocolSpeeds()) ?? []
const overStomp = protocols.find(({ client }) => client === 'STOMP')
for (const { client, publishOne, publishMany, consume } of protocols) {
  console.log(` ${client}`)
  if (publishOne !== undefined)
    row('publish, one after the other', publishOne, overStomp?.publishOne ?? publishOne)
  if (publishMany !== undefined) row('publish a backlog', publishMany, overStomp?.publishMany ?? publishMany)
  row('consume', consume, overStomp?.consume ?? consume)
}

console.log('\nBrokers, persistent messages of 2 KB; ratio to SQLite alone')
const brokers = await brokerThroughput()
for (const [name, speed] of Object.entries({
  'SQLite alone': brokers.floor,
  embedded: brokers.embedded,
  ActiveMQ: brokers.activemq,
})) {
  if (speed === undefined) continue
  row(`${name}, send`, speed.send, brokers.floor.send)
  row(`${name}, consume`, speed.consume, brokers.floor.consume)
}

const archived = Number(process.argv[2] ?? 1_000_000)
console.log(`\nArchive with ${archived} messages; milliseconds: first time/best/of processor`)
await archiveSpeed(archived)

console.log('\nThe app with the demo cluster in it')
await appCosts()

console.log('\nThe user interface in Chromium, on a log of 1,000,000 messages')
const unavailable = chromiumUnavailable()
if (unavailable === undefined) await rendererCosts()
else console.log(` ${unavailable}`)

import { errorDocument } from '../error-report.ts'
import { remedyOf, textOf, wordingOf } from '../../errors/failure.ts'
import { stockLogin, type StockDemoCluster } from '../../services/demo/stock/stock-cluster.ts'
import { loginVariables } from '../login-file.ts'
import type { DemoCluster } from '../../services/demo/cluster.ts'
import type { DemoEvent } from '../../services/demo/events.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { driftLines } from '../drift-lines.ts'
import type { Output } from '../output.ts'
import { bold, dim, green, red } from '../styled-text.ts'
import { say } from '../../sentences/say.ts'

const indent = '   '
const claimWidth = 44

/** Prints the demo as it goes on. */
export class DemoPrinter {
  readonly #output: Output
  readonly #begun = performance.now()
  #proofs = 0

  constructor(output: Output) {
    this.#output = output
  }

  /** @param isImitation whether its nodes are GeoServers that are none */
  begin(directory: string, isImitation: boolean): void {
    if (this.#output.json) this.#output.record({ type: 'begin', directory })
    else {
      const nodes = isImitation ? say('cliDemo.imitations') : say('cliDemo.ownNodes')
      this.#output.line(bold(say('cliDemo.title')), ': ', nodes)
      this.#output.line(dim(say('cliDemo.in', { path: directory })))
    }
  }

  show(event: DemoEvent): void {
    const output = this.#output
    if (event.type === 'proof') this.#proofs += 1
    if (event.type === 'progress') {
      output.progress(`${indent}${output.words(event.text)}`)
      return
    }
    if (output.json) {
      output.record(event.type === 'refusal' ? { ...event, failure: errorDocument(event.failure) } : event)
      return
    }
    switch (event.type) {
      case 'step':
        output.line('')
        output.line(bold(`${event.number}  ${output.words(event.title)}`))
        break
      case 'note':
        output.line(`${indent}  `, event.text)
        break
      case 'done':
        output.line(`${indent}  `, event.text, dim(', '), dim(duration(event.milliseconds)))
        break
      case 'drift':
        for (const line of driftLines(event.drift)) output.line(`${indent}  `, ...line)
        break
      case 'plan':
        for (const { title, reason, way } of event.operations) {
          const by = way === undefined ? [] : [dim(' ('), dim(way), dim(')')]
          output.line(`${indent}  `, title, dim(' — '), dim(reason), ...by)
        }
        break
      case 'refusal':
        output.line(`${indent}  `, wordingOf(event.failure), dim(` (${event.failure.code})`))
        output.line(`${indent}  `, say('cliDrift.tryThis'), ' ', dim(remedyOf(event.failure)))
        break
      case 'proof':
        output.line(
          indent,
          event.held ? green('✓') : red('✕'),
          ` ${output.words(event.claim).padEnd(claimWidth)}  `,
          dim(event.evidence),
        )
    }
  }

  end(failedClaims: readonly Wording[]): void {
    const output = this.#output
    const milliseconds = Math.round(performance.now() - this.#begun)
    const held = this.#proofs - failedClaims.length
    if (output.json) {
      output.record({ type: 'end', proofs: this.#proofs, held, failedClaims, milliseconds })
      return
    }
    output.line('')
    for (const claim of failedClaims) output.line(red(say('cliDemo.didNotHold')), ': ', claim)
    const verdict = say('cliDemo.proofsHeld', { held, count: this.#proofs })
    output.line(failedClaims.length === 0 ? green(verdict) : red(verdict), ', ', duration(milliseconds))
  }

  /** Says how to look at the cluster while it goes on running. */
  explainKept(cluster: DemoCluster): void {
    const [master, a, b] = (['master', 'slave-a', 'slave-b'] as const).map((name) =>
      cluster.dataDirectory(name),
    )
    const examples = [
      ['seeNodes', `plumbline status --data-dir ${master} ${a} ${b}`],
      ['followSlave', `plumbline tail --data-dir ${a}`],
      ['followTopic', `plumbline tail --broker ${cluster.broker.url} --as watcher`],
      [
        'changeMaster',
        `plumbline edit modify layer-group austria --set title="Austria and around" --data-dir ${master}`,
      ],
      ['tryOnSlave', `plumbline edit modify layer-group austria --set title=Mine --data-dir ${a}`],
      ['makeDrift', `rm ${b}/layergroups/austria.xml`],
      ['compare', `plumbline diff ${master} ${b}`],
      ['bringBack', `plumbline resync --slave ${b} --from ${master}`],
    ] as const
    const output = this.#output
    if (output.json) {
      output.record({ type: 'kept', broker: cluster.broker.url, examples: examples.map(([, line]) => line) })
      return
    }
    output.line('')
    output.line(bold(say('cliDemo.keptRunning')), ' ', say('cliDemo.inAnotherTerminal'))
    for (const [does, line] of examples) {
      output.line(indent, say(`cliDemo.${does}`))
      output.line(`${indent}  ${line}`)
    }
  }

  /** Says where the imitations of GeoServers are while they go on running. */
  explainImitations(cluster: StockDemoCluster): void {
    const nodes = cluster.nodes.map(({ node, url }) => ({ instanceName: node.instanceName, url }))
    const [output, broker] = [this.#output, cluster.broker.url]
    if (output.json) {
      output.record({ type: 'kept', broker, nodes })
      return
    }
    output.line('')
    output.line(
      ...[bold(say('cliDemo.keptRunning')), ' ', say('cliDemo.brokerInAnotherTerminal', { url: broker })],
    )
    for (const { instanceName, url } of nodes) output.line(`${indent}${instanceName}  `, dim(url))
    const { user, password } = stockLogin
    const login = `${loginVariables.user}=${user} ${loginVariables.password}=${password}`
    output.line(indent, say('cliDemo.findIt'))
    const find = `${login} plumbline connect ${nodes.map(({ url }) => url).join(' ')}`
    output.line(indent, '  ', find)
  }

  /** Says that something went wrong that nobody waits for. */
  warn(error: unknown): void {
    this.#output.warning(textOf(error))
  }

  /** Says what the demo did not remove. */
  left(directory: string): void {
    if (!this.#output.json) this.#output.message(say('cliDemo.left', { path: directory }))
  }
}

function duration(milliseconds: number): Wording {
  return say('cliDemo.duration', { milliseconds })
}

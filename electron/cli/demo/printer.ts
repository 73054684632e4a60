import { errorDocument } from '../error-report.ts'
import { textOf } from '../../errors/failure.ts'
import { stockLogin, type StockDemoCluster } from '../../services/demo/stock/stock-cluster.ts'
import { loginVariables } from '../login-file.ts'
import type { DemoCluster } from '../../services/demo/cluster.ts'
import type { DemoEvent } from '../../services/demo/events.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { driftLines } from '../drift-lines.ts'
import type { Output } from '../output.ts'
import { bold, dim, green, red } from '../styled-text.ts'

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
      const nodes = isImitation
        ? ': a broker and imitations of three GeoServers, a master and two slaves, all on this machine'
        : ': a broker, a master and two slaves, all on this machine'
      this.#output.line(bold('Plumbline demo'), nodes)
      this.#output.line(dim(`in ${directory}`))
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
        output.line(`${indent}  `, event.text, dim(`, ${seconds(event.milliseconds)}`))
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
        output.line(`${indent}  ${event.failure.message}`, dim(` (${event.failure.code})`))
        output.line(`${indent}  try: `, dim(event.failure.remedy))
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
    for (const claim of failedClaims) output.line(red('did not hold'), ': ', claim)
    const verdict = `${held} of ${this.#proofs} proofs held`
    output.line(failedClaims.length === 0 ? green(verdict) : red(verdict), `, in ${seconds(milliseconds)}`)
  }

  /** Says how to look at the cluster while it goes on running. */
  explainKept(cluster: DemoCluster): void {
    const [master, a, b] = (['master', 'slave-a', 'slave-b'] as const).map((name) =>
      cluster.dataDirectory(name),
    )
    const examples = [
      ['see how the nodes are', `plumbline status --data-dir ${master} ${a} ${b}`],
      ['follow a slave', `plumbline tail --data-dir ${a}`],
      ['follow the topic', `plumbline tail --broker ${cluster.broker.url} --as watcher`],
      [
        'change something on the master',
        `plumbline edit modify layer-group austria --set title="Austria and around" --data-dir ${master}`,
      ],
      ['try it on a slave', `plumbline edit modify layer-group austria --set title=Mine --data-dir ${a}`],
      ['make a slave drift', `rm ${b}/layergroups/austria.xml`],
      ['compare it with the master', `plumbline diff ${master} ${b}`],
      ['bring it back', `plumbline resync --slave ${b} --from ${master}`],
    ] as const
    const output = this.#output
    if (output.json) {
      output.record({ type: 'kept', broker: cluster.broker.url, examples: examples.map(([, line]) => line) })
      return
    }
    output.line('')
    output.line(bold('The cluster goes on running until Ctrl-C.'), ' In another terminal:')
    for (const [does, line] of examples) {
      output.line(`${indent}${does}`)
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
      bold('The cluster goes on running until Ctrl-C.'),
      ` Its broker is ${broker}. In another terminal:`,
    )
    for (const { instanceName, url } of nodes) output.line(`${indent}${instanceName}  `, dim(url))
    const { user, password } = stockLogin
    const login = `${loginVariables.user}=${user} ${loginVariables.password}=${password}`
    output.line(`${indent}find it`)
    output.line(`${indent}  ${login} plumbline connect ${nodes.map(({ url }) => url).join(' ')}`)
  }

  /** Says that something went wrong that nobody waits for. */
  warn(error: unknown): void {
    this.#output.warning(textOf(error))
  }

  /** Says what the demo did not remove. */
  left(directory: string): void {
    if (!this.#output.json) this.#output.message(`stopped; ${directory} was left`)
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

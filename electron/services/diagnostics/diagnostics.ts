import { nextTurn } from '../../scheduler/clock.ts'
import { demandAgreement } from '../../errors/agreement.ts'
import { join } from 'node:path'
import { z } from 'zod'
import packageDescription from '../../../package.json' with { type: 'json' }
import type { Offers, Service, Sources } from '../../contract/features/application.ts'
import type { AttentionItem } from '../../contract/features/inventory.ts'
import type { diagnosticCheck } from '../../contract/features/diagnostics.ts'
import { failure } from '../../errors/failure.ts'
import { homeDirectory } from '../../state/account.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import { checkers, type Check, type CheckSurroundings } from './checks.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'
import type { Finding } from '../findings/detectors/finding.ts'
import { hideSecretsIn } from '../../secrets/text.ts'
import { say } from '../../sentences/say.ts'

type CheckData = z.output<typeof diagnosticCheck>

export interface DiagnosticsOptions extends StateFiles {
  readonly shell: 'desktop' | 'serve'
  readonly canUpdate: boolean
  /** As it is now. */
  readonly surroundings: () => Omit<CheckSurroundings, 'notices'>
  /** What is wrong in the cluster that is open. */
  readonly findings: (signal: AbortSignal) => Promise<readonly Finding[]>
  readonly hub: Pick<EventHub<ApplicationEvents>, 'on'>
  /** What else goes into a support bundle; it is redacted there. */
  readonly bundle: () => Readonly<Record<string, unknown>>
}

/** Looks for what is wrong, mends what can be mended from here, and packs up what support needs. */
export class Diagnostics implements Offers<'diagnostics'> {
  readonly #options: DiagnosticsOptions
  readonly #muted: JsonFile<z.ZodArray<z.ZodString>>

  constructor(options: DiagnosticsOptions) {
    const { surroundings, notices, fileSystem, now } = options
    this.#options = options
    this.#muted = new JsonFile({
      path: join(surroundings().stateDirectory, 'muted.json'),
      schema: z.array(z.string()),
      initial: [],
      ...{ fileSystem, now, notices },
    })
  }

  get service(): Service<'diagnostics'> {
    return {
      checks: async (_input, { signal, progress }) => {
        const found: CheckData[] = []
        for (const [check, run] of Object.entries(checkers)) {
          signal.throwIfAborted()
          progress({ check })
          found.push(...run(this.#surroundings()).map((each) => this.#data(each)))
          await nextTurn()
        }
        progress({ check: 'cluster' })
        const inCluster = await this.#options.findings(signal)
        return [...found, ...inCluster.map((each) => this.#checkOfFinding(each))]
      },
      fix: async ({ id, agreed }) => {
        const before = this.#all().find((each) => each.id === id)
        if (before?.fix === undefined) throw failure('PLB-DIAGNOSTICS-NO-FIX', { check: before?.title ?? id })
        demandAgreement(agreed, before.fix.says)
        await before.fix.apply()
        const after = this.#all().find((each) => each.id === id)
        // What is mended may have nothing left to say.
        return this.#data(
          after ?? {
            ...before,
            severity: 'ok',
            message: say('checks.done', { fix: before.fix.says }),
            fix: undefined,
          },
        )
      },
      mute: ({ id, muted }) => {
        const others = this.#muted.value.filter((each) => each !== id)
        this.#muted.set(muted ? [...others, id] : others)
        return {}
      },
      supportBundle: () => ({
        fileName: `plumbline-support-${new Date(this.#options.now()).toISOString().replaceAll(':', '-')}.json`,
        content: `${this.#bundle()}\n`,
      }),
      about: () => this.#about(),
    }
  }

  get sources(): Sources<'diagnostics'> {
    const { notices, hub } = this.#options
    return {
      notices: (_input, emit, signal) => {
        emit([[...notices.all]])
        hub.on('notices', (all) => emit([[...all]]), signal)
      },
    }
  }

  #surroundings(): CheckSurroundings {
    return { ...this.#options.surroundings(), notices: this.#options.notices.all }
  }

  #all(): readonly Check[] {
    return Object.values(checkers).flatMap((run) => run(this.#surroundings()))
  }

  #data({ fix, finding, ...check }: Check): CheckData {
    return { ...check, fix: fix?.says ?? null, ...this.#known(check.id, finding) }
  }

  /** What somebody said of it: here, and among the findings. */
  #known(
    id: string,
    finding: Pick<AttentionItem, 'id' | 'known'> = { id },
  ): Pick<CheckData, 'muted' | 'known'> {
    return { muted: this.#muted.value.includes(id), known: this.#surroundings().isKnown(finding) }
  }

  #checkOfFinding(finding: Finding): CheckData {
    const { id, severity, instanceName, message, cause, evidence, remedy } = finding
    return {
      id,
      title: instanceName ?? say('findings.cluster'),
      severity,
      message,
      detail: { cause, evidence: [...evidence], remedy },
      fix: null,
      ...this.#known(id, finding),
    }
  }

  #about() {
    const { shell, canUpdate, notices } = this.#options
    const { stateDirectory, keepsSecrets, isTemporary } = this.#surroundings()
    return {
      version: packageDescription.version,
      shell,
      canUpdate,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      stateDirectory,
      keepsPasswords: keepsSecrets && !isTemporary,
      notices: [...notices.all],
    }
  }

  /** Everything support needs, as JSON without what looks like a secret and without the name of the account. */
  #bundle(): string {
    const { bundle, now } = this.#options
    const content = {
      madeAt: new Date(now()).toISOString(),
      about: this.#about(),
      checks: this.#all().map((each) => this.#data(each)),
      memory: process.memoryUsage(),
      ...bundle(),
    }
    const home = homeDirectory(process.env)
    const text = JSON.stringify(hideSecretsIn(content), undefined, 2)
    return home.length > 1 ? text.replaceAll(JSON.stringify(home).slice(1, -1), '~') : text
  }
}

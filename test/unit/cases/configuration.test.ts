import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseBrokerUrl, redactBrokerUrl } from '../../../electron/broker/broker-url.ts'
import { loadClusterConfiguration } from '../../../electron/engine/configuration/cluster-configuration.ts'
import { failureOf } from '../../support/failures.ts'
import { copyOfCase } from '../../support/small-directories.ts'

const load = (name: string) => {
  const dataDirectory = join(copyOfCase(name), 'D')
  const file = join(dataDirectory, 'cluster/cluster.properties')
  return { file, load: () => loadClusterConfiguration({ dataDirectory, environment: {} }) }
}

describe('a cluster.properties from the field', () => {
  it('12-failover-secrets-shown: shows no secret of a failover list, and is closed to others', () => {
    const { file, load: loaded } = load('12-failover-secrets-shown')
    const { brokerUrl } = loaded()
    const url = parseBrokerUrl(brokerUrl)
    if (url.kind !== 'network') throw new Error('It names brokers.')
    expect(redactBrokerUrl(url)).not.toContain('hunter2')
    expect(url.servers[0]?.credentials).toEqual({ login: 'worker', passcode: 'hunter2-secret' })
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('14-hazelcast-cluster-properties: is refused as another module’s, and left as it is', () => {
    const { file, load: loaded } = load('14-hazelcast-cluster-properties')
    const before = readFileSync(file, 'utf8')
    expect(failureOf(loaded).code).toBe('PLB-CONFIGURATION-FOREIGN')
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  it('15-empty-cluster-config-dir: counts as one that does not say where it lies', () => {
    const { file, load: loaded } = load('15-empty-cluster-config-dir')
    expect(loaded()).toMatchObject({ instanceName: 'n1', clusterConfigDirectory: join(file, '..') })
  })

  it('16-cluster-properties-one-level-down: warns that others lie below the one that is made', () => {
    const [finding] = load('16-cluster-properties-one-level-down').load().findings
    expect(finding).toMatchObject({ kind: 'others below' })
    expect(finding?.kind === 'others below' ? finding.paths.join() : '').toContain('instance_7')
  })
})

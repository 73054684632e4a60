import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const compiler = '/usr/bin/javac'
const libraries = '/usr/share/java'
/** ActiveMQ's own client and what it needs. */
const jars = [
  'activemq-client',
  'geronimo-jms_1.1_spec',
  'geronimo-j2ee-management-1.1-spec',
  'slf4j-api',
  'hawtbuf',
].map((name) => join(libraries, `${name}.jar`))

/** Why no program can be run with ActiveMQ's Java client here; undefined when one can. */
export function javaClientUnavailable(): string | undefined {
  return [compiler, ...jars]
    .map((path) => (existsSync(path) ? undefined : `${path} is missing`))
    .find(Boolean)
}

/**
 * Compiles and runs a program of one file.
 * @returns what it printed
 */
export async function runJava(program: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('java', ['-cp', jars.join(':'), program, ...parameters])
  return stdout
}

import { expect, it } from 'vitest'
import { readCommands } from '../../../electron/cli/program/commands.ts'

it('reads the command that was typed alone, and all of them for who asks what there is', async () => {
  const read = async (line: string) =>
    (await readCommands(line.split(' ').filter((word) => word !== ''))).map(({ name }) => name)
  expect(await read('node --data-dir errors')).toEqual(['node'])
  expect(await read('--json --language de drift gs1')).toEqual(['drift'])
  const all = await read('')
  expect(all).toEqual(expect.arrayContaining(['serve', 'node', 'errors']))
  for (const line of ['--help', 'help node', 'nod', 'constructor', '--language'])
    expect(await read(line)).toEqual(all)
})

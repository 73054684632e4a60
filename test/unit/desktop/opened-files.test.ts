import { expect, test } from 'vitest'
import { profileFileIn } from '../../../electron/desktop/opened-files.ts'

test('The profile file is found among the options of the runtime', () => {
  expect(profileFileIn(['--no-sandbox', '.', 'prod.plumbline'], '/home/me')).toBe('/home/me/prod.plumbline')
  expect(profileFileIn(['/srv/PROD.PLUMBLINE'], '/home/me')).toBe('/srv/PROD.PLUMBLINE')
  expect(profileFileIn(['--a=b.plumbline', 'notes.txt'], '/home/me')).toBeUndefined()
})

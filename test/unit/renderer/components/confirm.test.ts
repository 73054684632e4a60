import { afterEach, describe, expect, it } from 'vitest'
import { confirm, question } from '../../../../renderer/composables/confirm.ts'

const removal = { title: 'Remove geo-9?', message: 'Its messages are lost.', confirm: 'Remove' }

afterEach(() => question.value?.answer(false))

describe('Asking the operator', () => {
  it.each([true, false])('says that it was answered with %j, and asks no more', async (answer) => {
    const asked = confirm(() => removal)
    expect(question.value?.asked()).toEqual(removal)
    question.value?.answer(answer)
    expect(await asked).toBe(answer)
    expect(question.value).toBeUndefined()
  })

  it('takes a new question as a no to the one before', async () => {
    const first = confirm(() => removal)
    const second = confirm(() => ({ ...removal, title: 'Remove geo-8?' }))
    expect(await first).toBe(false)
    expect(question.value?.asked().title).toBe('Remove geo-8?')
    question.value?.answer(true)
    expect(await second).toBe(true)
  })
})

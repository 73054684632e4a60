import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

const now = shallowRef(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The present in milliseconds since 1970, ticking once a second for everyone who shows an age. */
export function useNow(): Readonly<ShallowRef<number>> {
  // Others show it already, and are not to be drawn anew for the sake of one more.
  if (users === 0) now.value = Date.now()
  users += 1
  timer ??= setInterval(() => (now.value = Date.now()), 1000)
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return now
}

import { defineStore } from 'pinia'
import { ref } from 'vue'
import { connected } from '../api/index.ts'
import type { ConnectionState } from '../../electron/channel/transport.ts'

/** Whether the application behind the window answers. */
export const useConnection = defineStore('connection', () => {
  const state = ref<ConnectionState>(connected().state())
  connected().onState((next) => (state.value = next))
  return { state }
})

export { render, renderError } from '../sentences/render.ts'
export type { Wording } from '../sentences/sentence.ts'
export { sentenceForm, value, wording } from '../sentences/stored.ts'

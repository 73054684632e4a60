import { KeyboardOperator } from './keyboard-operator.ts'
import { beginDemo } from './story-clusters.ts'
import { tellStory } from './story.ts'

tellStory({
  title: 'the demo cluster by keyboard alone',
  as: (page) => new KeyboardOperator(page),
  open: beginDemo,
})

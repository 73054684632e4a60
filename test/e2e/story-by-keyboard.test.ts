import { beginDemo } from './story-clusters.ts'
import { KeyboardOperator } from './keyboard-operator.ts'
import { tellStory } from './story.ts'

tellStory('the demo cluster by keyboard alone', (page) => new KeyboardOperator(page), beginDemo)

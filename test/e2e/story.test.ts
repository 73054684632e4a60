import { MouseOperator } from './mouse-operator.ts'
import { beginDemo } from './story-clusters.ts'
import { tellStory } from './story.ts'

tellStory('the demo cluster by mouse', (page) => new MouseOperator(page), beginDemo)

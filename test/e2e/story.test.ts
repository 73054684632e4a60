import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { beginDemo } from './story-clusters.ts'
import { tellStory } from './story.ts'

tellStory({
  title: 'the demo cluster by mouse',
  as: (page) => new MouseOperator(page),
  open: beginDemo,
  look: (page, moment) => lookAt(page, `story ${moment}`),
})

/** What needs the operator, and why. */
export const attentionSentences = {
  brokerLost: 'The broker {where} is not connected.',
  topicSilent: 'What is published to {topic} reaches nobody.',
  whyTopicSilent:
    'The broker took a message for the topic and put it into no consumer queue. It has no virtual topics of this name: the prefix is another one, they are switched off, or it is a broker that needs them configured.',
  notStarted: '{node} could not be started.',
  trouble: '{node} does not get on.',
  diverged: '{node} has diverged: {what}.',
  gap: '{node} may have missed events: only a comparison with its master tells.',
  lost: '{node} is not connected.',
  disabled: '{node} takes no messages: its connection is disabled.',
  stopped: '{node} is stopped.',
  lagging: '{node} falls behind.',
  withWaiting: '{what} {count} message waits in its queue. | {what} {count} messages wait in its queue.',
  drifted:
    '{node} has drifted: {count} object differs from {reference}. | {node} has drifted: {count} objects differ from {reference}.',
  notWhole: '{node} could not be compared with {reference} as a whole.',
  whyNotWhole:
    'Nothing was seen to differ, but a file of one of them could not be read, or is served otherwise than it says: the comparison names it.',
  itsMaster: 'its master',
  whyDrifted: 'Something was changed past the master, or a message was not applied, or never sent.',
  whyDriftedWaiting:
    '{count} message waits in its queue, and may be all it lacks: that shows once it is applied. | {count} messages wait in its queue, and may be all it lacks: that shows once they are applied.',
  failed: '{count} event could not be applied | {count} events could not be applied',
  parked: '{count} waits for missing objects | {count} wait for missing objects',
  somethingFailed: 'something could not be applied',
  orphan:
    'Nobody takes messages from the queue {queue}; {count} message waits there. | Nobody takes messages from the queue {queue}; {count} messages wait there.',
  whyOrphan:
    'A node that was taken down or renamed leaves its queue behind, and the broker goes on filling it.',
  deadLetters:
    '{count} message waits in the dead letter queue. | {count} messages wait in the dead letter queue.',
  whyDeadLetters: 'A consumer refused them or they expired.',
  gaps: '{gaps}',
} as const

import { failure, type Failure } from '../../errors/failure.ts'
import { printable } from '../connect-failure.ts'
import type { Throwable } from './structures.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

/** Whether the broker says that it is being stopped. */
export function isStopping(exception: Throwable | null): boolean {
  return classOf(exception) === 'BrokerStoppedException'
}

/** Why the broker did not let us in. Its words differ with what it checks log-ins by; the class of its exception does not. */
export function logInRefusal(exception: Throwable | null, server: string): Failure {
  switch (classOf(exception)) {
    case 'SecurityException':
    case 'JMSSecurityException':
      return failure('PLB-BROKER-CREDENTIALS', { server })
    case 'InvalidClientIDException':
      return failure('PLB-BROKER-CLIENT-ID-IN-USE', { owner: ownerIn(exception) })
    default:
      return refusal(exception, server)
  }
}

/** Why the broker refused what was asked, by the class of its exception. */
export function refusal(exception: Throwable | null, server: string): Failure {
  const reason = printable(exception?.message ?? classOf(exception))
  switch (classOf(exception)) {
    case 'SecurityException':
    case 'JMSSecurityException':
      return failure('PLB-BROKER-NOT-AUTHORISED', { reason })
    case 'InvalidClientIDException':
      return failure('PLB-BROKER-CLIENT-ID-IN-USE', { owner: ownerIn(exception) })
    case 'InvalidSelectorException':
      return failure('PLB-BROKER-SELECTOR-REFUSED', { reason })
    case 'InvalidDestinationException':
      return failure('PLB-BROKER-NO-SUCH-DESTINATION', { reason })
    case 'ResourceAllocationException':
      return failure('PLB-BROKER-STORE-FULL', { reason })
    case 'BrokerStoppedException':
      return failure('PLB-BROKER-CONNECTION-LOST', { server, reason: say('openWire.stopping') })
    default:
      return failure('PLB-BROKER-REQUEST-REFUSED', { reason })
  }
}

/** The class without its package, which is javax.jms on ActiveMQ 5 and jakarta.jms on 6. Only ever compared. */
function classOf(exception: Throwable | null): string {
  return exception?.className?.split('.').at(-1) ?? 'unknown'
}

/** Where the other client is, as far as the broker says: for people to read, nothing is decided by it. */
function ownerIn(exception: Throwable | null): Wording {
  return /from (\S+)$/.exec(printable(exception?.message ?? ''))?.[1] ?? say('openWire.anotherConnection')
}

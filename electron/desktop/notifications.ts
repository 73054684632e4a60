import { Notification } from 'electron'
import type { ClusterView } from './cluster-watch.ts'
import { NotificationRules, type Notice } from './notification-rules.ts'
import type { DesktopTexts } from '../languages/en/desktop.ts'
import { desktopTexts } from '../languages/table.ts'

/** Tells the operator of trouble through the system's notifications, unless the window is looked at. */
export class Notifications {
  readonly #rules = new NotificationRules()
  readonly #isWatched: () => boolean
  readonly #onClick: (notice: Notice) => void
  /** Kept until they are gone, because one that is collected no longer answers a click. */
  readonly #shown = new Set<Notification>()

  /**
   * @param isWatched whether the operator looks at the window anyway
   * @param onClick called when a notification is clicked
   */
  constructor(isWatched: () => boolean, onClick: (notice: Notice) => void) {
    this.#isWatched = isWatched
    this.#onClick = onClick
  }

  take(view: ClusterView, now: number): void {
    const notices = this.#rules.next(view, now)
    if (notices.length === 0 || this.#isWatched() || !Notification.isSupported()) return
    const texts = desktopTexts[view.settings.language]
    for (const notice of notices) {
      this.#show(notice.cluster.name, sentence(notice, texts), () => this.#onClick(notice))
    }
  }

  /** Says something that is no trouble. */
  say(body: string): void {
    if (Notification.isSupported()) this.#show('Plumbline', body, () => undefined)
  }

  #show(title: string, body: string, onClick: () => void): void {
    const notification = new Notification({ title, body })
    this.#shown.add(notification)
    notification.on('click', onClick)
    notification.on('close', () => this.#shown.delete(notification))
    notification.on('failed', () => this.#shown.delete(notification))
    notification.show()
  }
}

function sentence({ reason, subject, waiting = 0 }: Notice, texts: DesktopTexts): string {
  switch (reason) {
    case 'diverged':
      return texts.diverged(subject)
    case 'lag':
      return texts.lag(subject, waiting)
    case 'deadLetter':
      return texts.deadLetter
    case 'brokerLost':
      return texts.brokerLost(subject)
  }
}

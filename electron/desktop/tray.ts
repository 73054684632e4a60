import { Menu, nativeImage, Tray } from 'electron'
import { join } from 'node:path'
import { worstState, type ClusterView } from './cluster-watch.ts'
import { desktopTexts } from '../languages/table.ts'

export interface TrayActions {
  readonly show: () => void
  /** Shows one of the clusters that are open, by the id of its profile. */
  readonly showCluster: (id: string) => void
  readonly quit: () => void
}

/** The icon in the system's tray: the shape says the worst state of the open clusters, the tooltip says each in words. */
export class ClusterTray {
  readonly #tray: Tray
  readonly #icons: string
  readonly #actions: TrayActions
  #shown = ''

  /** @param icons directory with an image a state, `tray-<state>.png` */
  constructor(icons: string, actions: TrayActions) {
    this.#icons = icons
    this.#actions = actions
    this.#tray = new Tray(this.#image('none'))
    this.#tray.on('click', actions.show)
  }

  take(view: ClusterView): void {
    const texts = desktopTexts[view.settings.language]
    const state = worstState(view)
    const clusters = view.clusters.map(({ cluster: { profile }, inventory: { worst } }) => ({
      id: profile?.id ?? '',
      words: [profile?.name ?? '', texts.severities[worst]].join(' — '),
    }))
    const lines = clusters.length === 0 ? [texts.noCluster] : clusters.map(({ words }) => words)
    const tooltip = ['Plumbline', ...lines].join(lines.length === 1 ? ' — ' : '\n')
    // The system redraws at every change, and nodes change twice a second.
    if (tooltip === this.#shown) return
    this.#shown = tooltip
    this.#tray.setImage(this.#image(state ?? 'none'))
    this.#tray.setToolTip(tooltip)
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        ...(clusters.length === 0
          ? [{ label: tooltip, enabled: false }]
          : clusters.map(({ id, words }) => ({
              label: words,
              click: () => this.#actions.showCluster(id),
            }))),
        { type: 'separator' },
        { label: texts.show, click: this.#actions.show },
        { label: texts.quit, click: this.#actions.quit },
      ]),
    )
  }

  destroy(): void {
    this.#tray.destroy()
  }

  #image(state: string) {
    return nativeImage.createFromPath(join(this.#icons, `tray-${state}.png`))
  }
}

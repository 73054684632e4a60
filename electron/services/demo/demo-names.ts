import type { Profile } from '../../contract/features/profiles.ts'
import { isImitation } from '../../contract/features/profiles.ts'
import type { Settings } from '../../contract/features/settings.ts'
import { languageTags, type LanguageTag } from '../../languages/tags.ts'
import { say } from '../../sentences/say.ts'
import { speaker } from '../../sentences/speaker.ts'
import type { Clusters } from '../cluster/clusters.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'

export interface DemoNamesOptions {
  readonly store: { readonly all: readonly Profile[]; put(profile: Profile): void }
  readonly clusters: Pick<Clusters, 'follow'>
  readonly hub: Pick<EventHub<ApplicationEvents>, 'on'>
  /** Told of errors nobody waits for. */
  readonly report: (error: unknown) => void
}

/** What a demo is called in a language. */
export async function demoName(profile: Pick<Profile, 'demo' | 'nodes'>, tag: LanguageTag): Promise<string> {
  const speak = await speaker(tag)
  return speak(isImitation(profile) ? say('imitation.name') : say('demo.name'))
}

/** Names saved demos in the language that is chosen, unless somebody named them otherwise. */
export function keepDemosNamed({ store, clusters, hub, report }: DemoNamesOptions): void {
  const name = async ({ language }: Pick<Settings, 'language'>): Promise<void> => {
    for (const profile of store.all.filter(({ demo }) => demo)) {
      const named = await demoName(profile, language)
      const given = await Promise.all(languageTags.map((tag) => demoName(profile, tag)))
      if (profile.name === named || !given.includes(profile.name)) continue
      const renamed = { ...profile, name: named }
      store.put(renamed)
      await clusters.follow(renamed)
    }
  }
  hub.on('settings', (settings) => void name(settings).catch(report))
}

import { systemClock, wait } from '../../scheduler/clock.ts'
import { failure } from '../../errors/failure.ts'

/** A place with its rough extent in degrees: west, south, east, north. */
export interface Place {
  readonly name: string
  readonly title: string
  readonly extent: readonly [number, number, number, number]
}

function place(title: string, ...extent: readonly [number, number, number, number]): Place {
  return { name: title.toLowerCase().replaceAll(' ', '_'), title, extent }
}

export const countries: readonly Place[] = [
  place('Austria', 9.5, 46.4, 17.2, 49.0),
  place('Belgium', 2.5, 49.5, 6.4, 51.5),
  place('Croatia', 13.5, 42.4, 19.4, 46.6),
  place('Czechia', 12.1, 48.5, 18.9, 51.1),
  place('Denmark', 8.1, 54.6, 15.2, 57.8),
  place('Estonia', 21.8, 57.5, 28.2, 59.7),
  place('Finland', 20.5, 59.8, 31.6, 70.1),
  place('Hungary', 16.1, 45.7, 22.9, 48.6),
  place('Iceland', -24.5, 63.4, -13.5, 66.6),
  place('Ireland', -10.5, 51.4, -6.0, 55.4),
  place('Italy', 6.6, 36.6, 18.5, 47.1),
  place('Norway', 4.6, 58.0, 31.1, 71.2),
  place('Portugal', -9.5, 36.9, -6.2, 42.2),
  place('Slovenia', 13.4, 45.4, 16.6, 46.9),
  place('Spain', -9.3, 36.0, 3.3, 43.8),
  place('Sweden', 11.1, 55.3, 24.2, 69.1),
]

export const rivers: readonly Place[] = [
  place('Danube', 8.1, 42.2, 29.7, 50.2),
  place('Dnieper', 24.0, 46.5, 40.0, 55.9),
  place('Douro', -8.7, 40.4, -2.0, 43.2),
  place('Ebro', -4.4, 40.4, 1.8, 43.2),
  place('Elbe', 8.6, 48.6, 16.8, 54.0),
  place('Garonne', -1.2, 42.6, 3.6, 45.6),
  place('Loire', -2.2, 44.5, 4.6, 48.6),
  place('Meuse', 4.0, 47.9, 6.6, 51.9),
  place('Oder', 13.9, 49.4, 19.9, 53.9),
  place('Po', 6.6, 44.0, 12.6, 46.6),
  place('Rhine', 3.8, 46.3, 12.4, 52.2),
  place('Rhone', 3.6, 43.3, 8.5, 46.7),
  place('Seine', 0.1, 47.0, 5.1, 50.0),
  place('Tagus', -9.3, 38.5, -1.4, 41.4),
  place('Vistula', 18.4, 49.0, 25.3, 54.4),
  place('Weser', 8.0, 50.3, 11.2, 53.6),
]

export const lakes: readonly Place[] = [
  place('Lake Balaton', 17.2, 46.7, 18.2, 47.1),
  place('Lake Bled', 14.08, 46.36, 14.11, 46.37),
  place('Lake Como', 9.1, 45.8, 9.4, 46.2),
  place('Lake Constance', 8.9, 47.4, 9.8, 47.8),
  place('Lake Garda', 10.5, 45.4, 10.9, 45.9),
  place('Lake Geneva', 6.1, 46.2, 6.9, 46.5),
  place('Lake Inari', 27.0, 68.7, 28.6, 69.2),
  place('Lake Mjosa', 10.4, 60.3, 11.3, 61.2),
  place('Lake Ohrid', 20.6, 40.9, 20.8, 41.2),
  place('Lake Saimaa', 27.2, 61.0, 29.5, 62.6),
  place('Lake Vanern', 12.3, 58.4, 14.1, 59.4),
  place('Lough Neagh', -6.6, 54.4, -6.2, 54.8),
]

export const mountains: readonly Place[] = [
  place('Alps', 5.0, 43.5, 16.5, 48.3),
  place('Apennines', 8.0, 37.9, 16.6, 44.6),
  place('Balkan Mountains', 22.3, 42.5, 27.9, 43.7),
  place('Cantabrian Mountains', -7.3, 42.6, -3.0, 43.5),
  place('Carpathians', 17.0, 44.4, 27.0, 50.1),
  place('Dinaric Alps', 13.5, 41.9, 20.6, 46.1),
  place('Harz', 10.1, 51.5, 11.4, 52.0),
  place('Jura', 5.2, 45.6, 8.6, 47.6),
  place('Massif Central', 1.5, 43.4, 4.9, 46.4),
  place('Pyrenees', -2.0, 42.0, 3.3, 43.4),
  place('Scandes', 5.5, 58.6, 24.0, 70.3),
  place('Sierra Nevada', -3.7, 36.8, -2.6, 37.4),
  place('Tatra', 19.0, 49.0, 20.6, 49.4),
  place('Vosges', 6.6, 47.6, 7.6, 49.0),
]

const pollInterval = 20
const patience = 60_000

/**
 * Waits until something is so.
 * @throws PLB-DEMO-STANDSTILL when it takes a minute; the signal's reason
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  signal: AbortSignal,
  interval = pollInterval,
): Promise<void> {
  const late = AbortSignal.timeout(patience)
  while (!(await condition())) {
    signal.throwIfAborted()
    if (late.aborted) throw failure('PLB-DEMO-STANDSTILL', { seconds: patience / 1000 })
    await wait(systemClock, interval)
  }
}

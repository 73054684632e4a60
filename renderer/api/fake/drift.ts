import type { DriftForm } from '../../../electron/contract/features/shared.ts'

/** A comparison of a slave with the master: with four differing objects, or none. */
export function fakeDrift(drifted: boolean): DriftForm {
  return {
    equal: !drifted,
    compared: 412,
    at: Date.now(),
    entries: drifted
      ? [
          {
            type: 'different',
            kind: 'layer',
            id: 'LayerInfoImpl--4a1',
            title: 'transport:roads',
            workspace: 'transport',
            otherId: null,
            properties: [
              { property: 'defaultStyle', left: 'road_lines', right: 'line', secret: false },
              { property: 'title', left: 'Roads', right: 'roads', secret: false },
            ],
          },
          {
            type: 'missing',
            kind: 'featureType',
            id: 'FeatureTypeInfoImpl--7c2',
            title: 'hydro:lakes',
            workspace: 'hydro',
            otherId: null,
            properties: [],
          },
          {
            type: 'extra',
            kind: 'style',
            id: 'StyleInfoImpl--9d3',
            title: 'old_boundaries',
            workspace: null,
            otherId: null,
            properties: [],
          },
          {
            type: 'different',
            kind: 'dataStore',
            id: 'DataStoreInfoImpl--1e4',
            title: 'hydro:postgis',
            workspace: 'hydro',
            otherId: null,
            properties: [
              { property: 'connectionParameters.passwd', left: '•••', right: '•••', secret: true },
            ],
          },
        ]
      : [],
    unknowable: [
      {
        kind: 'style',
        property: 'body',
        reason: 'The slave does not hand out style files over REST.',
        objects: 3,
      },
    ],
    problems: [],
  }
}

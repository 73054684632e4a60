import type { Service } from '../../../electron/contract/application.ts'
import type { ObjectView, TreeNode } from '../../../electron/contract/features/configuration.ts'
import { master, slaves } from './world.ts'

const workspaces = ['transport', 'hydro', 'cadastre', 'terrain']
const layersOf: Record<string, readonly string[]> = {
  transport: ['roads', 'railways', 'stations', 'bus_lines', 'cycle_ways'],
  hydro: ['lakes', 'rivers', 'wetlands', 'gauges'],
  cadastre: ['parcels', 'buildings', 'addresses', 'boundaries'],
  terrain: ['contours', 'spot_heights', 'landcover'],
}

const tree: TreeNode[] = [
  entry('global', 'global', 'global', 'Global settings', null, null),
  entry('logging', 'logging', 'logging', 'Logging', null, null),
  ...['wms', 'wfs', 'wcs', 'wmts'].map((type) =>
    entry(`service--${type}`, 'service', type, type.toUpperCase(), null, null),
  ),
  ...['point', 'line', 'polygon', 'raster', 'road_lines', 'water'].map((name) =>
    entry(`style--${name}`, 'style', 'style', name, null, null),
  ),
  ...workspaces.flatMap((workspace) => {
    const id = `workspace--${workspace}`
    const store = `dataStore--${workspace}`
    return [
      entry(id, 'workspace', 'workspace', workspace, null, null),
      entry(store, 'dataStore', 'dataStore', 'postgis', id, workspace),
      ...(layersOf[workspace] ?? []).flatMap((name) => [
        entry(`featureType--${workspace}:${name}`, 'featureType', 'featureType', name, store, workspace),
        entry(
          `layer--${workspace}:${name}`,
          'layer',
          'layer',
          name,
          `featureType--${workspace}:${name}`,
          workspace,
        ),
      ]),
      entry(`layerGroup--${workspace}`, 'layerGroup', 'layerGroup', `${workspace}_base`, id, workspace),
    ]
  }),
]

function entry(
  id: string,
  kind: string,
  root: string,
  name: string,
  parent: string | null,
  workspace: string | null,
): TreeNode {
  const title = workspace === null ? name : `${workspace}:${name}`
  return {
    id,
    kind,
    root,
    name,
    title,
    parent,
    workspace,
    enabled: kind === 'layer' ? name !== 'wetlands' : null,
    isDefault: kind === 'workspace' && name === 'transport',
  }
}

function view(node: TreeNode, version: number): ObjectView {
  const field = {
    required: false,
    choices: [],
    kinds: [],
    fields: [],
    help: null,
  }
  return {
    id: node.id,
    kind: node.kind,
    root: node.root,
    title: node.title,
    version: String(version),
    xml: `<${node.root}>\n  <id>${node.id}</id>\n  <name>${node.name}</name>\n  <enabled>true</enabled>\n</${node.root}>\n`,
    fields: [
      { ...field, name: 'id', label: 'Id', type: 'readonly', value: node.id },
      { ...field, name: 'name', label: 'Name', type: 'text', required: true, value: node.name },
      { ...field, name: 'title', label: 'Title', type: 'text', value: node.name.replaceAll('_', ' ') },
      { ...field, name: 'abstract', label: 'Abstract', type: 'multiline', value: '' },
      { ...field, name: 'enabled', label: 'Enabled', type: 'flag', value: true },
      ...(node.kind === 'layer'
        ? [
            {
              ...field,
              name: 'defaultStyle',
              label: 'Default style',
              type: 'reference' as const,
              kinds: ['style'],
              value: 'style--line',
            },
          ]
        : []),
      { ...field, name: 'keywords', label: 'Keywords', type: 'strings', value: ['sample'] },
    ],
    styleBody: node.kind === 'style' ? styleBody(node.name) : null,
    styleFormat: node.kind === 'style' ? 'sld' : null,
    lastChange: {
      at: Date.now() - 5_400_000,
      author: 'operator',
      summary: `${node.kind} ${node.title} modified`,
    },
    usedBy:
      node.kind === 'style'
        ? [{ id: 'layer--transport:roads', kind: 'layer', title: 'transport:roads' }]
        : [],
  }
}

function styleBody(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld">
  <NamedLayer>
    <Name>${name}</Name>
    <UserStyle>
      <FeatureTypeStyle>
        <Rule>
          <LineSymbolizer>
            <Stroke>
              <CssParameter name="stroke">#3366aa</CssParameter>
              <CssParameter name="stroke-width">2</CssParameter>
            </Stroke>
          </LineSymbolizer>
        </Rule>
      </FeatureTypeStyle>
    </UserStyle>
  </NamedLayer>
</StyledLayerDescriptor>
`
}

export function fakeConfiguration(): Service<'configuration'> {
  const versions = new Map<string, number>()
  const find = (id: string): TreeNode => {
    const found = tree.find((node) => node.id === id)
    if (found === undefined) throw new Error(`no object ${id}`)
    return found
  }

  return {
    nodes: () => [
      { instanceName: master, editable: true, why: null, masterInstead: null },
      ...slaves.map((instanceName) => ({
        instanceName,
        editable: false,
        why: `${instanceName} is a slave.`,
        masterInstead: master,
      })),
    ],
    tree: () => tree,
    object: ({ id }) => view(find(id), versions.get(id) ?? 1),
    blank: ({ kind, workspace }) => view(entry('', kind, kind, '', null, workspace), 0),
    references: ({ kinds }) =>
      tree.filter(({ kind }) => kinds.includes(kind)).map(({ id, kind, title }) => ({ id, kind, title })),
    preview: ({ draft }) => ({
      events: [`${draft.kind} ${draft.id ?? 'new'} modified: title`],
      differences: [{ property: 'title', before: 'roads', after: 'Roads' }],
      before: draft.id === null ? null : view(find(draft.id), 1).xml,
      after:
        draft.id === null
          ? null
          : view(find(draft.id), 1).xml.replace('<enabled>', '<title>Roads</title>\n  <enabled>'),
      problems: [],
      slaves: [...slaves],
      conflict: null,
    }),
    publish: ({ draft }) => {
      const id = draft.id ?? 'new'
      const version = (versions.get(id) ?? 1) + 1
      versions.set(id, version)
      return { events: [`${draft.kind} ${id} modified: title`], id, version: String(version) }
    },
    history: ({ id }) =>
      [1, 2, 3].map((number) => ({
        id: number,
        at: Date.now() - number * 5_400_000,
        author: 'operator',
        verb: 'modify',
        summary: `${find(id).title} modified: title`,
        before: view(find(id), 1).xml,
        after: view(find(id), 1).xml,
      })),
    restore: () => ({ events: ['layer transport:roads modified: title'] }),
  }
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { agreedTo, Resync } from '../../../electron/engine/resync/resync.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { slaveStandIn } from '../../support/slave-stand-in.ts'
import { alpha, compare, directoryOf, findings, type Files } from '../../support/small-directories.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/* Older releases wrote less, and operators leave things out. What GeoServer assumes then is what is compared. */

const inAlpha = '<workspace><id>ws1</id></workspace>'

/** What a file of an old release says, and what a newer one makes of it when it saves it again. */
const forms: readonly (readonly [string, string, string, string])[] = [
  [
    'image processing before 2.6',
    'global.xml',
    '<global><jai><tileThreads>7</tileThreads></jai></global>',
    '<global><jai><allowInterpolation>false</allowInterpolation><recycling>false</recycling><tilePriority>0</tilePriority><tileThreads>7</tileThreads><memoryCapacity>0.0</memoryCapacity><allowNativeWarp>false</allowNativeWarp></jai><xmlPostRequestLogBufferSize>1024</xmlPostRequestLogBufferSize></global>',
  ],
  [
    'settings without decimals',
    'workspaces/alpha/settings.xml',
    `<settings><id>se1</id>${inAlpha}<charset>UTF-8</charset></settings>`,
    `<settings><id>se1</id>${inAlpha}<charset>UTF-8</charset><numDecimals>0</numDecimals></settings>`,
  ],
  [
    'a service without a name',
    'workspaces/alpha/csw.xml',
    `<csw><id>csw1</id>${inAlpha}<enabled>true</enabled></csw>`,
    `<csw><id>csw1</id>${inAlpha}<enabled>true</enabled><name>CSW</name></csw>`,
  ],
  [
    'a service nothing but named',
    'wfs.xml',
    '<wfs><id>wfs1</id><name>WFS</name></wfs>',
    '<wfs><id>wfs1</id><enabled>false</enabled><name>WFS</name><maxFeatures>0</maxFeatures><featureBounding>false</featureBounding></wfs>',
  ],
  [
    'coverages of a service before 2.2',
    'wcs.xml',
    '<wcs><id>wcs1</id><name>WCS</name></wcs>',
    '<wcs><id>wcs1</id><name>WCS</name><maxInputMemory>0</maxInputMemory><subsamplingEnabled>true</subsamplingEnabled><overviewPolicy>IGNORE</overviewPolicy></wcs>',
  ],
  [
    'a watermark that is off',
    'wms.xml',
    '<wms><id>wms1</id><name>WMS</name><watermark><position>BOT_RIGHT</position></watermark></wms>',
    '<wms><id>wms1</id><name>WMS</name><watermark><enabled>false</enabled><position>BOT_RIGHT</position><transparency>0</transparency></watermark></wms>',
  ],
  [
    'a cascaded store without limits',
    'workspaces/alpha/far/wmsstore.xml',
    `<wmsStore><id>far</id><name>far</name><enabled>true</enabled>${inAlpha}<capabilitiesURL>http://far.example</capabilitiesURL></wmsStore>`,
    `<wmsStore><id>far</id><name>far</name><enabled>true</enabled>${inAlpha}<capabilitiesURL>http://far.example</capabilitiesURL><maxConnections>0</maxConnections><readTimeout>0</readTimeout><connectTimeout>0</connectTimeout></wmsStore>`,
  ],
]

/** Fills an empty slave from a directory. */
async function fill(files: Files) {
  const slave = temporaryDirectory()
  mkdirSync(join(slave, 'styles'))
  const resync = new Resync(directoryRoot(directoryOf(files)), directoryRoot(slave))
  const plan = await resync.plan()
  const report = await resync.run(agreedTo(plan), slaveStandIn(slave).delivery)
  const left = report.after.drift.entries.map((entry) => ('title' in entry ? entry.title : entry.type))
  return { verified: report.verified, passes: report.passes, withheld: report.withheld, left }
}

describe('what a file leaves out', () => {
  it.each(forms)('means what GeoServer assumes: %s', async (_, path, former, later) => {
    const files = { ...alpha, [path]: former }
    expect(findings(compare(directoryOf(files), directoryOf({ ...alpha, [path]: later })))).toEqual([])
    expect(await fill(files)).toEqual({ verified: true, passes: 1, withheld: [], left: [] })
  })

  it('is a difference where it means something else', () => {
    const wfs = (more: string) =>
      directoryOf({ ...alpha, 'wfs.xml': `<wfs><id>w</id><name>WFS</name>${more}</wfs>` })
    expect(findings(compare(wfs(''), wfs('<enabled>true</enabled>')))).toEqual([
      'different service wfs: enabled',
    ])
    expect(findings(compare(wfs(''), wfs('<maxFeatures>100</maxFeatures>')))).toEqual([
      'different service wfs: maxFeatures',
    ])
  })
})

describe('a group all of whose members are gone', () => {
  const group = (members: string) =>
    `<layerGroup><id>lg1</id><name>all</name>${members}<styles><style/></styles></layerGroup>`

  it.each([
    [
      'as it is written now',
      '<publishables><published type="layer"><id>gone</id></published></publishables>',
    ],
    ['as it was before 2.3', '<layers><layer><id>gone</id></layer></layers>'],
  ])('is named and keeps nothing else from a slave: %s', async (_, members) => {
    const { withheld, ...rest } = await fill({ ...alpha, 'layergroups/all.xml': group(members) })
    expect(rest).toEqual({ verified: false, passes: 1, left: ['all'] })
    expect(withheld).toMatchObject([{ title: 'add layer group all', because: 'impossible' }])
  })
})

import { serveOwner } from '../../../channel/thread.ts'
import { Archive } from './archive.ts'
import { archiveContract } from './archive-contract.ts'

/** The thread that owns an archive: it runs the methods it is asked for and answers each. */
let opened: Archive | undefined

function archive(): Archive {
  if (opened === undefined) throw new Error('The archive was not opened.')
  return opened
}

serveOwner(archiveContract, {
  services: {
    archive: {
      open: (opening) => {
        opened = new Archive(opening)
        return { setAside: opened.setAside }
      },
      store: (input) => archive().store(...input),
      importLines: (input) => archive().importLines(...input),
      page: (input) => archive().page(...input),
      position: (input) => archive().position(...input),
      histogram: (input) => archive().histogram(...input),
      message: (input) => archive().message(...input),
      details: (input) => archive().details(...input),
      facets: () => archive().facets(),
      statistics: () => archive().statistics(),
      savedFilters: () => [...archive().savedFilters()],
      saveFilter: (input) => archive().saveFilter(...input),
      removeFilter: (input) => archive().removeFilter(...input),
      exportPart: (input) => archive().exportPart(...input),
      followSlaves: (input) => archive().followSlaves(...input),
      sawQueue: (input) => archive().sawQueue(...input),
      compared: (input) => archive().compared(...input),
      pendingIdentities: (input) => [...archive().pendingIdentities(...input)],
      gaps: () => [...archive().gaps()],
      provedEqual: (input) => archive().provedEqual(...input),
      heard: (input) => archive().heard(...input),
      retain: (input) => archive().retain(...input),
      close: () => archive().close(),
    },
  },
  sources: {
    archive: { rows: ({ filter }, emit, signal) => archive().follow(filter, emit, signal) },
  },
})

import type { PastResync } from '../../../electron/contract/features/resync.ts'
import { saveFile } from '../../components/save-file.ts'

/** Saves the report of a resync, under a name that says of which slave and when. */
export function saveReport(
  report: Pick<PastResync, 'instanceName' | 'finishedAt' | 'markdown' | 'html'>,
  kind: 'markdown' | 'html',
): void {
  const day = new Date(report.finishedAt).toISOString().slice(0, 16).replaceAll(/[:T]/g, '-')
  const name = `resync-${report.instanceName}-${day}`.replaceAll(/[^\w.-]+/g, '_')
  if (kind === 'markdown') saveFile({ fileName: `${name}.md`, content: report.markdown })
  else saveFile({ fileName: `${name}.html`, content: report.html })
}

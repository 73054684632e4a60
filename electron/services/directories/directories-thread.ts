import { serveOwner } from '../../channel/thread.ts'
import { comparing } from './comparing.ts'
import { directoriesContract } from './directories-contract.ts'
import { resyncing } from './resyncing.ts'

serveOwner(directoriesContract, { services: { comparison: comparing, resync: resyncing }, sources: {} })

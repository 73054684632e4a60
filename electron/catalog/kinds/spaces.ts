import {
  entry,
  flag,
  id,
  integer,
  metadata,
  property,
  reference,
  stamps,
  text,
  unsentStamps,
} from './describe.ts'
import type { Property } from './property.ts'
import { say } from '../../sentences/say.ts'

const defaultFlag = flag('__default', {
  field: '_default',
  bean: 'default',
  persisted: 'never',
  notCompared: say('catalog.notUsed'),
})

export const workspaceProperties: readonly Property[] = [
  id,
  text('name'),
  defaultFlag,
  metadata,
  flag('isolated', { default: 'false' }),
  ...stamps,
]

export const namespaceProperties: readonly Property[] = [
  id,
  text('prefix'),
  text('uri', 'string', { bean: 'uRI' }),
  defaultFlag,
  metadata,
  flag('isolated', { default: 'false' }),
  ...unsentStamps,
]

const storeProperties: readonly Property[] = [
  id,
  text('name'),
  text('description'),
  text('type'),
  flag('enabled', { default: 'false' }),
  reference('workspace', ['workspace']),
  property('connectionParameters', { type: 'parameters' }),
  metadata,
  property('error', { type: 'opaque' }, { persisted: 'never', notCompared: say('catalog.stateOneNodeNot') }),
  flag('__default', { field: '_default', bean: 'default', default: 'false' }),
  ...stamps,
  flag('disableOnConnFailure', { default: 'false' }),
]

export const dataStoreProperties: readonly Property[] = storeProperties

export const coverageStoreProperties: readonly Property[] = [
  ...storeProperties,
  text('url', 'string', { field: 'url', bean: 'uRL' }),
]

/** A store that cascades another server. */
const cascadedStoreProperties: readonly Property[] = [
  ...storeProperties,
  text('capabilitiesURL'),
  text('user', 'string', { bean: 'username' }),
  property('password', { type: 'password' }),
  integer('maxConnections', { default: '0' }),
  integer('readTimeout', { default: '0' }),
  integer('connectTimeout', { default: '0' }),
  entry('useConnectionPooling', 'boolean'),
]

export const wmsStoreProperties: readonly Property[] = cascadedStoreProperties

export const wmtsStoreProperties: readonly Property[] = [
  ...cascadedStoreProperties,
  text('headerName'),
  text('headerValue'),
]

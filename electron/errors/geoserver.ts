import type { ErrorDefinitions } from './definition.ts'

export const geoserverErrors = {
  'PLB-GEOSERVER-UNREACHABLE': {
    message: 'The GeoServer at {url} cannot be reached: {reason}.',
    cause: 'It is not running, or the network does not let us through.',
    remedy: 'Open {url} in a browser on this machine; correct the URL in the profile if it is another one.',
  },
  'PLB-GEOSERVER-CREDENTIALS': {
    message: 'The GeoServer at {url} did not accept the user name and password for {path}.',
    cause:
      'They are wrong, or the user is no administrator: the REST interface is open to administrators only.',
    remedy: 'Enter user name and password of an administrator in the profile.',
  },
  'PLB-GEOSERVER-NOT-FOUND': {
    message: 'The GeoServer at {url} has no {path}.',
    cause: 'The URL does not end in the context of GeoServer (/geoserver), or the module is not installed.',
    remedy: 'Correct the URL in the profile; it is the one of the web interface without /web.',
  },
  'PLB-GEOSERVER-UNEXPECTED': {
    message: 'The GeoServer at {url} answered {path} in an unexpected way: {reason}.',
    cause: 'Something between us and it answers in its place, or it is of a version Plumbline does not know.',
    remedy: 'Open the same address in a browser on this machine and look at what answers.',
  },
  'PLB-GEOSERVER-TOO-LARGE': {
    message: 'The GeoServer at {url} sent more for {path} than the {limit} bytes Plumbline takes.',
    cause: 'The file is no configuration of GeoServer, or the answer does not come from a GeoServer.',
    remedy: 'Look at {path} on the server; if it belongs there, report this.',
  },
} as const satisfies ErrorDefinitions

/** What is said of GeoServers with the clustering module. */
export const stockNodeSentences = {
  notClustered: 'The clustering module (jms-cluster) is not installed there.',
  partUnknown:
    'It keeps its cluster.properties outside its data directory (CLUSTER_CONFIG_DIR), and its clustering module does not show them, so its role is not known.',
  fileElsewhere:
    'It keeps its cluster.properties outside its data directory (CLUSTER_CONFIG_DIR): what is known of its part in the cluster is what its clustering module shows. What the file says, and so what it will be after its next start, is not known.',
  otherName: 'It says that its instance name is {found}, not {expected}.',
  create: '{object} is created.',
  setUri: 'The URI of the namespace is set.',
  writeRules: 'The rules of {object} are written.',
  change: '{object} is changed.',
  changeAgain: '{object} is put right once more, since GeoServer computes a part of it anew.',
  remove: '{object} is removed.',
  removeToCreateAgain:
    '{object} is removed to be created again, because GeoServer cannot change it: for a moment it is gone.',
  tellRoot: 'The root layer of {object} is told once more, so that map clients are not offered that twice.',
  giveBackTiles: 'The tile caching of {object} is set as it was.',
  putBack: '{object} could not be created again and is put back as it was.',
  makeDefault: '{object} becomes the default.',
  nothing: 'nothing',
  interrupted: '{object}: the change was interrupted, and is known as it was found',
  refusedToo: 'refused as well was: {step}',
  notSent: 'not asked for any more was: {step}',
  goneUnknown: 'perhaps a part of what was to go along, which could not be looked at',
  isMissing: 'it is not there',
  isStillThere: 'it is still there',
  otherThan: '{properties} are not as they were to be',
  changedBesides: '{properties} changed, too',
} as const

/** What is said of GeoServers with the clustering module. */
export const stockNodeSentences = {
  notClustered: 'The clustering module (jms-cluster) is not installed there.',
  partUnknown:
    'It keeps its cluster.properties outside its data directory (CLUSTER_CONFIG_DIR), and its clustering module does not show them, so its role is not known.',
  fileElsewhere:
    'It keeps its cluster.properties outside its data directory (CLUSTER_CONFIG_DIR): what is known of its part in the cluster is what its clustering module shows.',
  otherName: 'It says that its instance name is {found}, not {expected}.',
} as const

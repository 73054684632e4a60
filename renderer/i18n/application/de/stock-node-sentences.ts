/** Was von GeoServern mit dem Cluster-Modul gesagt wird. */
export default {
  notClustered: 'Das Cluster-Modul (jms-cluster) ist dort nicht installiert.',
  partUnknown:
    'Seine cluster.properties liegt außerhalb seines Datenverzeichnisses (CLUSTER_CONFIG_DIR), und sein Cluster-Modul zeigt sie nicht, daher ist seine Rolle nicht bekannt.',
  fileElsewhere:
    'Seine cluster.properties liegt außerhalb seines Datenverzeichnisses (CLUSTER_CONFIG_DIR): Von seinem Platz im Cluster ist bekannt, was sein Cluster-Modul zeigt.',
  otherName: 'Nach eigener Angabe heißt die Instanz {found}, nicht {expected}.',
}

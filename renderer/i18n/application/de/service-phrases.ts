/** What the services say: checks, notices, tests, activity, the audit log. */
export const servicePhrases: Readonly<Record<string, string>> = {
  'only queues of the embedded broker can be': 'das geht nur am eingebauten Broker',
  'there is no such queue': 'diese Warteschlange gibt es nicht',
  'the embedded broker at {url}': 'eingebauter Broker unter {url}',
  'it is being connected to': 'die Verbindung wird aufgebaut',
  'The broker does not answer: {reason}': 'Der Broker antwortet nicht: {reason}',
  '{reason} Only queues of known nodes are listed, with what browsing them showed.':
    '{reason} Aufgeführt sind nur Warteschlangen bekannter Knoten, mit dem, was ein Blick hinein ergab.',
  'what is known of {where}': 'was von {where} bekannt ist',
  'the statistics plugin of {where}': 'Statistik-Plugin von {where}',
  'the advisories of {where}': 'Advisories von {where}',
  'The broker has no statistics plugin: what waits in queues of nodes is what browsing showed.':
    'Der Broker hat kein Statistik-Plugin: Was in Warteschlangen von Knoten liegt, ergab ein Blick hinein.',
  'it is a topic': 'es ist ein Topic',
  'somebody takes messages from it': 'jemand holt Nachrichten daraus',
  'it belongs to a node of the cluster, whose messages wait there':
    'sie gehört einem Knoten des Clusters, dessen Nachrichten dort warten',
  'it feeds the archive': 'aus ihr speist sich das Archiv',
  'The broker has no statistics plugin that answers.': 'Der Broker hat kein Statistik-Plugin, das antwortet.',

  '{name} was not closed cleanly: {reason}': '{name} wurde nicht sauber geschlossen: {reason}',
  '{node} its journal was damaged and lies at {path} now; compare it with its master':
    '{node}: Das Journal war beschädigt und liegt jetzt unter {path}; vergleichen Sie den Knoten mit seinem Master',
  '{node} stopped; its messages wait in its queue':
    '{node} ist angehalten; seine Nachrichten warten in seiner Warteschlange',
  '{node} did not stop cleanly: {reason}': '{node} hat nicht sauber angehalten: {reason}',
  '{node} published: {event}': '{node} hat veröffentlicht: {event}',
  '{node} applied: {event}': '{node} hat angewendet: {event}',
  '{node} failed: {event} ({reason})': '{node} ist gescheitert: {event} ({reason})',
  '{node} failed: {event}': '{node} ist gescheitert: {event}',
  '{node} parked: {event} ({reason})': '{node} hat zurückgestellt: {event} ({reason})',
  '{node} parked: {event}': '{node} hat zurückgestellt: {event}',
  'Messages cannot be archived and wait in our queue: {reason}':
    'Nachrichten lassen sich nicht archivieren und warten in unserer Warteschlange: {reason}',
  'A message of {queue} went to the dead letter queue: it was refused.':
    'Eine Nachricht von {queue} ging in die Dead Letter Queue: Sie wurde abgelehnt.',
  'A message of {queue} went to the dead letter queue: it was expired.':
    'Eine Nachricht von {queue} ging in die Dead Letter Queue: Sie ist abgelaufen.',
  'The messages of the embedded broker of {name} could not be read; they lie at {path} now, and it began without them. Compare every slave with its master.':
    'Die Nachrichten des eingebauten Brokers von {name} ließen sich nicht lesen; sie liegen jetzt unter {path}, und er hat ohne sie begonnen. Vergleichen Sie jeden Slave mit seinem Master.',
  'The messages of the embedded broker of {name} are gone, and it began without them. Compare every slave with its master.':
    'Die Nachrichten des eingebauten Brokers von {name} sind weg, und er hat ohne sie begonnen. Vergleichen Sie jeden Slave mit seinem Master.',
  'The embedded broker cannot read what it has stored and lets nobody in: {reason}':
    'Der eingebaute Broker kann nicht lesen, was er gespeichert hat, und lässt niemanden ein: {reason}',
  'The embedded broker can read what it has stored again.':
    'Der eingebaute Broker kann wieder lesen, was er gespeichert hat.',
  'The embedded broker cannot store messages: {reason}':
    'Der eingebaute Broker kann keine Nachrichten speichern: {reason}',
  'The archive does not tell what it missed: {reason}': 'Das Archiv sagt nicht, was ihm fehlt: {reason}',
  'Messages are not archived: {reason}': 'Nachrichten werden nicht archiviert: {reason}',
  'Connected to the broker {where}.': 'Mit dem Broker {where} verbunden.',
  '{server} speaks {spoken}, although {scheme}:// names {meant}; it is spoken to in {language}.':
    '{server} spricht {spoken}, obwohl {scheme}:// für {meant} steht; es wird {language} gesprochen.',
  'No broker: {reason}': 'Kein Broker: {reason}',
  'the comparison': 'der Vergleich',
  'Reading {node}': '{node} wird gelesen',
  'Reading {node}: {files} files': '{node} wird gelesen: {files} Dateien',
  Comparing: 'Vergleich läuft',
  'Something changed meanwhile; comparing again':
    'Inzwischen hat sich etwas geändert; es wird neu verglichen',
  'it said something unexpected': 'unerwartete Antwort',
  'it ended with code {code}': 'beendet mit Code {code}',

  'it is not running here': 'er läuft nicht hier',
  'its data directory is not on this machine': 'sein Datenverzeichnis liegt nicht auf diesem Rechner',
  'its data directory does not lie on this machine': 'sein Datenverzeichnis liegt nicht auf diesem Rechner',
  'its data directory does not lie on this machine, and the profile does not say where its REST interface is':
    'sein Datenverzeichnis liegt nicht auf diesem Rechner, und das Profil nennt seine REST-Schnittstelle nicht',
  '{node} has a cluster.properties that cannot be read':
    '{node} hat eine cluster.properties, die sich nicht lesen lässt',
  '{node} has a cluster.properties that cannot be read.':
    '{node} hat eine cluster.properties, die sich nicht lesen lässt.',
  '{node} is a slave; what is changed on it reaches no other node':
    '{node} ist ein Slave; was dort geändert wird, erreicht keinen anderen Knoten',
  '{node} is a slave; what is changed on it reaches no other node.':
    '{node} ist ein Slave; was dort geändert wird, erreicht keinen anderen Knoten.',
  '{node} has readOnly=enabled and writes no files.':
    '{node} hat readOnly=enabled und schreibt keine Dateien.',
  'it has readOnly=enabled and writes no files': 'er hat readOnly=enabled und schreibt keine Dateien',
  'it has a cluster.properties that cannot be read': 'seine cluster.properties lässt sich nicht lesen',
  '{node} is not running here, so that a change could not be published.':
    '{node} läuft nicht hier, sodass sich eine Änderung nicht veröffentlichen ließe.',
  '{node} is not running here, so that a change could not be published ({reason}).':
    '{node} läuft nicht hier, sodass sich eine Änderung nicht veröffentlichen ließe ({reason}).',
  'it is not running here, so that a change could not be published':
    'er läuft nicht hier, sodass sich eine Änderung nicht veröffentlichen ließe',
  'it is not running here, so that a change could not be published ({reason})':
    'er läuft nicht hier, sodass sich eine Änderung nicht veröffentlichen ließe ({reason})',

  'Making a sample catalog and three data directories':
    'Ein Beispielkatalog und drei Datenverzeichnisse werden angelegt',
  'Starting the broker and three nodes': 'Der Broker und drei Knoten werden gestartet',
  '{count} files of {node} were damaged on purpose.':
    '{count} Dateien von {node} wurden absichtlich beschädigt.',
  '{path}: cut off in the middle': '{path}: mittendrin abgeschnitten',
  '{path}: removed': '{path}: entfernt',
  '{path}: title changed': '{path}: Titel geändert',
  '{path}: colour changed': '{path}: Farbe geändert',
  '{path}: put there': '{path}: hinzugelegt',
  '{node} could not be compared: {reason}': '{node} ließ sich nicht vergleichen: {reason}',
  '{node} could not be compared with {reference}: {reason}':
    '{node} ließ sich nicht mit {reference} vergleichen: {reason}',
  '{node} was compared with {reference}: equal.': '{node} wurde mit {reference} verglichen: gleich.',
  '{node} was compared with {reference}: 1 object differs.':
    '{node} wurde mit {reference} verglichen: 1 Objekt unterscheidet sich.',
  '{node} was compared with {reference}: {count} objects differ.':
    '{node} wurde mit {reference} verglichen: {count} Objekte unterscheiden sich.',

  'connection=disabled: it does not take messages; they wait in its queue.':
    'connection=disabled: Er nimmt keine Nachrichten an; sie warten in seiner Warteschlange.',
  'Its engine does not run.': 'Seine Engine läuft nicht.',
  '1 object differs from {reference}.': '1 Objekt unterscheidet sich von {reference}.',
  '{count} objects differ from {reference}.': '{count} Objekte unterscheiden sich von {reference}.',
  '1 messages wait in its queue.': '1 Nachricht wartet in seiner Warteschlange.',
  '{count} messages wait in its queue.': '{count} Nachrichten warten in seiner Warteschlange.',
  'At least {count} messages wait in its queue.':
    'Mindestens {count} Nachrichten warten in seiner Warteschlange.',
  'it has no cluster.properties yet; start it once':
    'er hat noch keine cluster.properties; starten Sie ihn einmal',
  '{name} cannot be changed here.': '{name} lässt sich hier nicht ändern.',
  'The password is hidden; write it anew to change the URL.':
    'Das Passwort ist verborgen; schreiben Sie es neu, um die URL zu ändern.',
  '{name} is the name of another node.': '{name} heißt schon ein anderer Knoten.',
  'its engine does not run here': 'seine Engine läuft nicht hier',
  'it is neither a master nor was it compared equal to one, so nothing can be brought to it':
    'er ist weder ein Master noch wurde er als gleich mit einem verglichen, also lässt sich ihm nichts angleichen',
  'the plan for {node}': 'der Plan für {node}',
  'the resync of {node}': 'der Abgleich von {node}',

  'Old messages could not be removed from the archive: {reason}':
    'Alte Nachrichten ließen sich nicht aus dem Archiv entfernen: {reason}',
  'it is not JSON': 'kein JSON',
  'it has another form': 'andere Form',
  'it has no body': 'sie hat keinen Inhalt',
  'no handler of the module takes it': 'kein Handler des Moduls nimmt sie',
  'it was imported from an export, in which passwords are hidden':
    'sie wurde aus einem Export importiert, in dem Passwörter verborgen sind',
  'what the archive was asked for': 'was vom Archiv verlangt wurde',
  'The archive was not closed cleanly: {reason}': 'Das Archiv wurde nicht sauber geschlossen: {reason}',
  'The messages of {name} are not archived: {reason}':
    'Die Nachrichten von {name} werden nicht archiviert: {reason}',
  'The archive of {name} could not be used. It was kept as {path}; a new one was begun.':
    'Das Archiv von {name} war nicht brauchbar. Es liegt jetzt unter {path}; ein neues wurde begonnen.',
  'The archive of {name} stopped and is opened again: {reason}':
    'Das Archiv von {name} hat sich beendet und wird wieder geöffnet: {reason}',
  'What became of messages could not be noted: {reason}':
    'Was aus Nachrichten wurde, ließ sich nicht vermerken: {reason}',

  'Entries of the audit log are missing from the disk: {reason}':
    'Einträge des Protokolls fehlen auf der Platte: {reason}',
  'The audit log was damaged; it lies at {path} now, and a new one was begun.':
    'Das Protokoll war beschädigt; es liegt jetzt unter {path}, und ein neues wurde begonnen.',
  'The audit log is kept only until Plumbline ends: {reason}':
    'Das Protokoll wird nur gehalten, bis Plumbline endet: {reason}',
  'Changes are kept only until Plumbline ends: {reason}':
    'Änderungen werden nur gehalten, bis Plumbline endet: {reason}',
  '{path} was written by a newer Plumbline. It is left as it is, and what belongs there is kept only until Plumbline ends.':
    '{path} stammt von einem neueren Plumbline. Die Datei bleibt, wie sie ist, und was dorthin gehört, wird nur gehalten, bis Plumbline endet.',
  '{path} could not be read ({reason}); it lies at {aside} now, and a new one was begun.':
    '{path} ließ sich nicht lesen ({reason}); die Datei liegt jetzt unter {aside}, und eine neue wurde begonnen.',
  '{path} could not be read ({reason}) and was left alone: {failure}':
    '{path} ließ sich nicht lesen ({reason}) und blieb unangetastet: {failure}',
  'The settings file could not be read ({reason}); it lies at {aside} now, and the defaults apply.':
    'Die Einstellungsdatei ließ sich nicht lesen ({reason}); sie liegt jetzt unter {aside}, und die Vorgaben gelten.',
  'The settings file could not be read ({reason}) and was left alone: {failure}':
    'Die Einstellungsdatei ließ sich nicht lesen ({reason}) und blieb unangetastet: {failure}',
  'The settings {names} could not be used, and their defaults apply':
    'Die Einstellungen {names} waren nicht brauchbar, und ihre Vorgaben gelten',
  '{what}; the file as it was lies at {aside}.': '{what}; die Datei, wie sie war, liegt unter {aside}.',
  '{what}; the file could not be copied: {reason}': '{what}; die Datei ließ sich nicht kopieren: {reason}',
  'Settings are kept only until Plumbline ends: {reason}':
    'Einstellungen werden nur gehalten, bis Plumbline endet: {reason}',
  '{path} cannot be written ({reason}). Settings, profiles and the archive are kept only until Plumbline ends.':
    '{path} ist nicht beschreibbar ({reason}). Einstellungen, Profile und Archiv werden nur gehalten, bis Plumbline endet.',
  '{path} is used by another Plumbline (process {pid} on {host}). Settings, profiles and the archive of this one are kept only until it ends.':
    '{path} wird von einem anderen Plumbline benutzt (Prozess {pid} auf {host}). Einstellungen, Profile und Archiv dieses Plumbline werden nur gehalten, bis es endet.',
  '{path} was left out: {reason}': '{path} wurde ausgelassen: {reason}',
  'Passwords are kept only until Plumbline ends: {reason}':
    'Passwörter werden nur gehalten, bis Plumbline endet: {reason}',
  'Passwords are kept only until Plumbline ends, because this system has no key chain.':
    'Passwörter werden nur gehalten, bis Plumbline endet, da dieses System keinen Schlüsselbund hat.',
  'it holds something else': 'enthält etwas anderes',
  '{path} is damaged': '{path} ist beschädigt',

  'State directory': 'Zustandsverzeichnis',
  'It cannot be used; everything is kept only until Plumbline ends.':
    'Es ist nicht benutzbar; alles wird nur gehalten, bis Plumbline endet.',
  '{path} can be written.': '{path} ist beschreibbar.',
  Passwords: 'Passwörter',
  'They are kept encrypted.': 'Sie werden verschlüsselt aufbewahrt.',
  'There is no key chain: passwords are kept in memory only.':
    'Es gibt keinen Schlüsselbund: Passwörter bleiben nur im Arbeitsspeicher.',
  'This run': 'Dieser Lauf',
  'Disk space': 'Plattenplatz',
  '{size} are free where {path} lies.': '{size} sind frei, wo {path} liegt.',
  'The free space of {path} is not known: {reason}': 'Der freie Platz von {path} ist nicht bekannt: {reason}',
  'Instance names': 'Instanznamen',
  'Connected to {where}.': 'Verbunden mit {where}.',
  'Not connected to {where}: connecting': 'Nicht verbunden mit {where}: Verbindung wird aufgebaut',
  'Not connected to {where}: idle': 'Nicht verbunden mit {where}',
  'Not connected to {where}: {reason}': 'Nicht verbunden mit {where}: {reason}',
  'Archive and ObjectMessages': 'Archiv und ObjectMessages',
  'The broker translates ObjectMessages, and they are archived.':
    'Der Broker übersetzt ObjectMessages, und sie werden archiviert.',
  'Not known while the broker is away.': 'Nicht bekannt, solange der Broker fehlt.',
  'Data directory of {node}': 'Datenverzeichnis von {node}',
  'It cannot be read: {reason}': 'Es ist nicht lesbar: {reason}',
  '{path} can be read and written.': '{path} ist lesbar und beschreibbar.',
  'It can be read, but not written: {reason}': 'Es ist lesbar, aber nicht beschreibbar: {reason}',
  'cluster.properties of {node}': 'cluster.properties von {node}',
  'There is none yet; it is made at the first start.': 'Es gibt noch keine; sie entsteht beim ersten Start.',
  'its group is {group}, not {expected}': 'seine Gruppe ist {group}, nicht {expected}',
  'its topic is {topic}, not {expected}': 'sein Topic ist {topic}, nicht {expected}',
  'Every value is legal and agrees with the profile.': 'Jeder Wert ist zulässig und passt zum Profil.',
  'It is legal, but its group is {group}, not {expected}, and its topic is {topic}, not {other}: it is not of this cluster.':
    'Sie ist zulässig, aber die Gruppe ist {group}, nicht {expected}, und das Topic {topic}, nicht {other}: Er gehört nicht zu diesem Cluster.',
  'It is legal, but {difference}: it is not of this cluster.':
    'Sie ist zulässig, aber {difference}: Er gehört nicht zu diesem Cluster.',
  'Engine of {node}': 'Engine von {node}',
  'Start {node}': '{node} starten',
  'It could not be started.': 'Sie ließ sich nicht starten.',
  'It is stopped.': 'Sie ist angehalten.',
  'It is starting.': 'Sie startet.',
  'It runs.': 'Sie läuft.',
  'Set connection=enabled in cluster.properties of {node} and start it again':
    'connection=enabled in cluster.properties von {node} setzen und ihn neu starten',
  'Set connection=enabled in cluster.properties of {node}':
    'connection=enabled in cluster.properties von {node} setzen',
  'connection=disabled: it takes no messages, and they wait in its queue. A GeoServer writes this by itself when it starts without a broker.':
    'connection=disabled: Er nimmt keine Nachrichten an, und sie warten in seiner Warteschlange. Ein GeoServer schreibt das von selbst, wenn er ohne Broker startet.',
  'Connection of {node}': 'Verbindung von {node}',
  'Events of {node}': 'Ereignisse von {node}',
  'Every event it received was applied.': 'Jedes empfangene Ereignis wurde angewendet.',
  '{failed} could not be applied, {parked} wait for objects that are missing. A resync makes them good.':
    'Nicht anwendbar: {failed}; auf fehlende Objekte warten: {parked}. Ein Abgleich macht sie gut.',
  'Two data directories say they are {name}; they would take messages from each other.':
    'Zwei Datenverzeichnisse geben sich als {name} aus; sie nähmen einander Nachrichten weg.',
  'Orphan queue': 'Verwaiste Warteschlange',
  'Nobody takes messages from {queue}; {count} wait there, and it goes on filling.':
    'Niemand holt Nachrichten aus {queue}; {count} warten dort, und sie füllt sich weiter.',
  'Delete the queue {queue}, which is empty': 'Warteschlange {queue} löschen, die leer ist',
  'Dead letters': 'Unzustellbare Nachrichten',
  '{count} messages were refused or expired.': '{count} Nachrichten wurden abgelehnt oder sind abgelaufen.',
  Clock: 'Uhr',
  "The clock of {node} runs {seconds} s ahead of this machine's.":
    'Die Uhr von {node} geht der dieses Rechners {seconds} s vor.',
  'Done: {fix}.': 'Erledigt: {fix}.',

  'Save the profile {name}': 'Profil {name} sichern',
  'Remove the profile {name}': 'Profil {name} entfernen',
  'Open the profile {name}': 'Profil {name} öffnen',
  'Close the cluster': 'Cluster schließen',
  'Import a profile from a file': 'Profil aus einer Datei importieren',
  'Start the demo cluster': 'Demo-Cluster starten',
  'Damage files of a demo slave': 'Dateien eines Demo-Slaves beschädigen',
  'Change cluster.properties of {node}: {keys}': 'cluster.properties von {node} ändern: {keys}',
  'Stop {node}': '{node} anhalten',
  'Read the data directory of {node} again': 'Datenverzeichnis von {node} neu lesen',
  'Forget {node}': '{node} vergessen',
  'Save the filter {name}': 'Filter {name} sichern',
  'Remove the filter {name}': 'Filter {name} entfernen',
  'Import messages into the archive': 'Nachrichten ins Archiv importieren',
  'Send message {number} to {node} again': 'Nachricht {number} erneut an {node} senden',
  'Publish anyway on {node}: {what}': 'Auf {node} trotzdem veröffentlichen: {what}',
  'Publish on {node}: {what}': 'Auf {node} veröffentlichen: {what}',
  'Import the profile {name}': 'Profil {name} importieren',
  'Resync {node}, {count} operations left out': '{node} abgleichen, {count} Schritte ausgelassen',
  'Resync {node}': '{node} abgleichen',
  'Delete the queue {queue}': 'Warteschlange {queue} löschen',
  'Fix {check}': '{check} beheben',
  'Mute the check {check}': 'Prüfung {check} stumm schalten',
  'Unmute the check {check}': 'Prüfung {check} nicht mehr stumm schalten',
  'Change settings: {names}': 'Einstellungen ändern: {names}',

  'the topic {topic} is no virtual topic; its name begins with VirtualTopic.':
    'das Topic {topic} ist kein virtuelles Topic; dessen Name beginnt mit VirtualTopic.',
  '{path} is no absolute path': '{path} ist kein absoluter Pfad',
  'the data directory {path} is there twice': 'das Datenverzeichnis {path} ist zweimal genannt',
  'its servers have different logins; a profile has one for all of them':
    'seine Server haben verschiedene Anmeldungen; ein Profil hat eine für alle',
  'the URL of a GeoServer begins with http:// or https://':
    'die URL eines GeoServers beginnt mit http:// oder https://',
  'the URL of a GeoServer holds a login; user name and password have fields of their own':
    'die URL eines GeoServers enthält eine Anmeldung; Benutzername und Passwort haben eigene Felder',
  'it is of version {found}, and this Plumbline reads version {version}':
    'sie hat Version {found}, und dieses Plumbline liest Version {version}',
  Profile: 'Profil',
  'Broker URL': 'Broker-URL',
  Connection: 'Verbindung',
  Login: 'Anmeldung',
  Encryption: 'Verschlüsselung',
  'Object messages': 'Objektnachrichten',
  'There is none: Plumbline hosts the embedded broker of this machine.':
    'Es ist keine angegeben: Plumbline betreibt den eingebauten Broker dieses Rechners.',
  'It means the embedded broker of this machine.': 'Sie meint den eingebauten Broker dieses Rechners.',
  'The broker answers.': 'Der Broker antwortet.',
  'The connection was lost at once.': 'Die Verbindung ging sofort wieder verloren.',
  'Connected to {server} over TLS, {version}. But: {reasons}':
    'Verbunden mit {server} über TLS, {version}. Aber: {reasons}',
  'Connected to {server}, {version}. But: {reasons}': 'Verbunden mit {server}, {version}. Aber: {reasons}',
  'Connected to {server} over TLS, {version}.': 'Verbunden mit {server} über TLS, {version}.',
  'Connected to {server}, {version}.': 'Verbunden mit {server}, {version}.',
  'Passwords of data stores travel in the messages, and this connection is not encrypted.':
    'In den Nachrichten reisen Passwörter von Datenspeichern, und diese Verbindung ist nicht verschlüsselt.',
  'Use a TLS connector of the broker (ssl:// or stomp+ssl://) if it has one.':
    'Verwenden Sie einen TLS-Connector des Brokers (ssl:// oder stomp+ssl://), falls er einen hat.',
  'A message went to the broker and came back as it was.':
    'Eine Nachricht ging zum Broker und kam unverändert zurück.',
  'A message came back changed.': 'Eine Nachricht kam verändert zurück.',
  'The message did not come back within {seconds} s.':
    'Die Nachricht kam nicht innerhalb von {seconds} s zurück.',
  'There is no cluster.properties yet; it is made with a random instance name at the first start.':
    'Es gibt noch keine cluster.properties; sie entsteht beim ersten Start mit einem zufälligen Instanznamen.',
  'Set the instance name and the roles before that.': 'Setzen Sie Instanznamen und Rollen vorher.',
  '{node}, master and slave.': '{node}, Master und Slave.',
  '{node}, master.': '{node}, Master.',
  '{node}, slave.': '{node}, Slave.',
  '{node}, no role.': '{node}, ohne Rolle.',
  '{node}, {roles}; but {differences}.': '{node}, {roles}; aber {differences}.',
  'no role': 'ohne Rolle',
  'its group is {group}, its topic is {topic}': 'seine Gruppe ist {group}, sein Topic ist {topic}',
  'its group is {group}': 'seine Gruppe ist {group}',
  'its topic is {topic}': 'sein Topic ist {topic}',
  'its connection is disabled': 'seine Verbindung ist abgeschaltet',
  'Make the profile and its cluster.properties agree.':
    'Bringen Sie das Profil und seine cluster.properties in Übereinstimmung.',
  'GeoServer {version}, {roles}. Its group is {group}.':
    'GeoServer {version}, {roles}. Seine Gruppe ist {group}.',
  'GeoServer {version}, {roles}. Its connection is disabled: it takes no messages.':
    'GeoServer {version}, {roles}. Seine Verbindung ist abgeschaltet: Er nimmt keine Nachrichten an.',
  'GeoServer {version}, {roles}.': 'GeoServer {version}, {roles}.',
  'master and slave': 'Master und Slave',
  'of an unknown version': 'unbekannter Version',
  'role unknown': 'Rolle unbekannt',

  'a secret in it was hidden when it was exported': 'ein Geheimnis darin wurde beim Exportieren verdeckt',
  'More than {limit} nodes were noticed; further ones are not shown. Forget those that are gone.':
    'Mehr als {limit} Knoten wurden bemerkt; weitere werden nicht gezeigt. Vergessen Sie die, die es nicht mehr gibt.',
  'the URL of a GeoServer holds a secret; profiles are shown and exported':
    'die URL eines GeoServers enthält ein Geheimnis; Profile werden gezeigt und exportiert',
}

/** What changes of the catalog have against them. */
export const editsSentences = {
  noKind: 'die Art {kind} gibt es nicht',
  objectNeitherXmlNor: 'das Objekt ist weder XML noch JSON',
  jsonNotObjectProperties: 'das JSON ist kein Objekt mit Eigenschaften',
  removed: 'es wurde entfernt',
  byAuthor: '{event}, von {author}',
  changed: 'es wurde geändert',
  changedAnotherNode: 'von einem anderen Knoten geändert: {properties}',
  holdsHiddenPasswordWhere:
    '{name} enthält ein verborgenes Passwort, wo keines gespeichert ist; tippen Sie das Passwort selbst ein',
  givenXml: '{name} muss als XML angegeben werden',
  xml: 'das XML von {name} ist ein <{element}>',
  plumblineDoesNotKnow: 'Plumbline kennt diese Eigenschaft nicht und lässt sie, wie sie ist.',
  renamingWorkspaceRenamesNamespace:
    'Wer einen Arbeitsbereich umbenennt, benennt seinen Namensraum um und ändert die Adressen seiner Dienste.',
  layersIsolatedWorkspaceCan:
    'Layer eines isolierten Arbeitsbereichs sind nur über dessen eigene Dienste erreichbar.',
  appearsDataEveryLayer:
    'Steht in den Daten jedes Layers des Arbeitsbereichs; Clients können davon abhängen.',
  howGeoserverReachesData:
    'Wie GeoServer die Daten erreicht. Jeder Knoten muss sie auf demselben Weg erreichen.',
  whereDataLiesEvery: 'Wo die Daten liegen. Jeder Knoten muss sie auf demselben Weg erreichen.',
  referenceSystemClientsTold: 'Das Bezugssystem, das Clients genannt wird, etwa EPSG:4326.',
  oneEachMemberSame:
    'Einer für jedes Mitglied, in derselben Reihenfolge; ein leerer steht für den Standardstil des Mitglieds.',
  fileBodyLiesChanging: 'Die Datei, in der die Stildatei liegt. Eine Änderung lässt die alte Datei zurück.',
  countsChangesNode: 'Zählt die Änderungen dieses Knotens.',
  mayAnySay: '{name} kann {titles} sein; sagen Sie, welches gemeint ist',
  mustTextNumberOr: '{name} muss ein Text, eine Zahl oder true oder false sein',
  mustList: '{name} muss eine Liste sein',
  mustObjectProperties: '{name} muss ein Objekt mit Eigenschaften sein',
  onlyWorkspaceCanDefault: 'nur ein Arbeitsbereich kann der Standard sein',
  tooMany: 'eine Änderung hat höchstens {count} Teile',
  xmlNot: 'das XML ist ein <{name}>, kein <{root}>',
  noSuchProperty: 'Plumbline kennt an {owner} keine Eigenschaft {name}; es gibt {names}',
  belongsTo: '{name} gehört zu {object}; ändern Sie es dort',
  noJsonFormGive: '{name} hat keine JSON-Form; geben Sie es als XML an',
  namespaceComesWorkspaceAdd:
    'ein Namensraum kommt mit seinem Arbeitsbereich; fügen Sie den Arbeitsbereich hinzu',
  newStyleNeedsBody: 'ein neuer Stil braucht seine Stildatei',
  idNeverChanges: 'eine Kennung ändert sich nie',
  namespaceRenamedWorkspaceRename:
    'ein Namensraum wird mit seinem Arbeitsbereich umbenannt; benennen Sie den Arbeitsbereich um',
  namespaceGoesWorkspaceRemove:
    'ein Namensraum geht mit seinem Arbeitsbereich; entfernen Sie den Arbeitsbereich',
  because: '{what} {reason}',
  more: '{shown} und {count} weitere',
  refersDoesNotExist: 'es verweist auf {id}, das es nicht gibt',
  groupMembersButStyles:
    'die Gruppe hat {members} Mitglieder, aber {styles} Stile; jedes braucht einen, und sei er leer',
  groupWithinItself: 'die Gruppe läge in sich selbst: ihr Mitglied {member} ist sie oder enthält sie',
  publishedAnyway: '{event}; trotzdem veröffentlicht: {reason}',
  needs: '{owner} braucht: {property}',
  oneModify: 'hiervon gibt es genau eines: {kind}; ändern Sie es',
  cannotRemoved: '{kind} lässt sich nicht entfernen',
  thereAlready: '{object} gibt es schon',
  cannotDuplicate: '{kind} lässt sich nicht verdoppeln',
  goneMeanwhile: '{object} gibt es nicht mehr',
  notCollectedAnyMore: 'eine der gesammelten Änderungen wurde inzwischen veröffentlicht oder verworfen',
  tooMuchCollected:
    'für weitere gesammelte Änderungen ist kein Platz; zuerst müssen welche veröffentlicht oder verworfen werden',
  collectedKeptOnlyUntil: 'Gesammelte Änderungen bleiben nur, bis Plumbline endet: {reason}',
  changedMeanwhile:
    '{object} wurde geändert, nachdem dieser Teil begonnen wurde; sehen Sie es noch einmal an',
} as const

/** Errors of TLS connections, in German. */
export const tlsErrors = {
  'PLB-TLS-UNKNOWN-AUTHORITY': {
    message:
      'Das Zertifikat von {server} stammt von keiner Stelle, der dieser Rechner vertraut. Sein SHA-256-Fingerabdruck ist {fingerprint}.',
    cause:
      'Der Server verwendet eine eigene Stelle oder die einer Firma, oder ein anderer Rechner antwortet an seiner Stelle.',
    remedy:
      'Nennen Sie eine Datei mit dem Zertifikat der Stelle (PEM) als Zertifizierungsstelle: im Profil, in der Adresse (ssl://host:61617?plumbline.ca=/pfad/zu/ca.pem, https://host/geoserver?plumbline.ca=/pfad/zu/ca.pem) oder mit --authority. Oder erfragen Sie den Fingerabdruck bei denen, die den Server betreiben, und tragen Sie ihn ein (plumbline.fingerprint).',
  },
  'PLB-TLS-WRONG-HOST': {
    message:
      'Das Zertifikat von {server} wurde für andere Namen ausgestellt: {names}. Sein SHA-256-Fingerabdruck ist {fingerprint}.',
    cause: 'Die URL nennt den Server anders als sein Zertifikat, oder ein anderer Rechner antwortet.',
    remedy:
      'Verwenden Sie einen Namen im Zertifikat, oder lassen Sie das Zertifikat für den verwendeten Namen ausstellen. Geht beides nicht, nennen Sie den zu erwartenden Namen (plumbline.serverName=NAME), oder schalten Sie die Prüfung des Namens ab (plumbline.hostCheck=off).',
  },
  'PLB-TLS-EXPIRED': {
    message:
      'Das Zertifikat von {server} ist zurzeit nicht gültig: Es gilt von {from} bis {to}. Sein SHA-256-Fingerabdruck ist {fingerprint}.',
    cause: 'Es ist abgelaufen oder noch nicht gültig, oder die Uhr dieses Rechners geht falsch.',
    remedy: 'Erneuern Sie das Zertifikat des Servers, oder stellen Sie die Uhr dieses Rechners.',
  },
  'PLB-TLS-WRONG-FINGERPRINT': {
    message:
      'Das Zertifikat von {server} hat den SHA-256-Fingerabdruck {fingerprint}; anzunehmen ist {expected}.',
    cause: 'Das Zertifikat wurde erneuert, oder ein anderer Rechner antwortet an Stelle des Servers.',
    remedy:
      'Erfragen Sie bei denen, die den Server betreiben, ob sein Zertifikat erneuert wurde. Wenn ja, tragen Sie den neuen Fingerabdruck ein (plumbline.fingerprint), sonst nicht.',
  },
  'PLB-TLS-CLIENT-CERTIFICATE': {
    message:
      'Der Server unter {server} hat unser Client-Zertifikat nicht angenommen oder verlangt eines, das wir nicht haben.',
    cause:
      'Er verlangt ein Zertifikat von allen, die sich verbinden (mutual TLS; needClientAuth von ActiveMQ).',
    remedy:
      'Nennen Sie ein Client-Zertifikat mit Schlüssel, dem der Truststore des Servers vertraut, als PEM (plumbline.certificate und plumbline.key) oder PKCS#12 (plumbline.pkcs12).',
  },
  'PLB-TLS-NOT-SPOKEN': {
    message: 'Der Port unter {server} spricht kein TLS.',
    cause: 'Die URL verlangt TLS, dieser Port spricht es aber nicht.',
    remedy:
      'Verwenden Sie den Port, der TLS spricht, oder schreiben Sie tcp://, stomp:// oder http:// für diesen.',
  },
  'PLB-TLS-REQUIRED': {
    message: 'Der Port unter {server} erwartet TLS.',
    cause: 'Die URL verlangt eine Verbindung ohne TLS, dieser Port spricht aber TLS.',
    remedy: 'Schreiben Sie ssl:// (OpenWire), stomp+ssl:// (STOMP) oder https:// vor diesen Host und Port.',
  },
  'PLB-TLS-FILE': {
    message: 'Was für TLS genannt ist ({path}), ist nicht verwendbar: {reason}.',
    cause:
      'Eine Datei fehlt, ist für dieses Konto nicht lesbar, weder PEM noch PKCS#12, oder Schlüssel und Zertifikat gehören nicht zusammen.',
    remedy:
      'Prüfen Sie die Pfade von Zertifizierungsstelle, Client-Zertifikat, Schlüssel und PKCS#12-Datei (plumbline.ca, plumbline.certificate, plumbline.key, plumbline.pkcs12, plumbline.unlockFile), und was die Dateien enthalten.',
  },
  'PLB-TLS-PASSPHRASE': {
    message: 'Der Schlüssel in {path} lässt sich nicht entsperren.',
    cause: 'Seine Passphrase ist eine andere, oder es wurde keine angegeben.',
    remedy:
      'Geben Sie im Profil die Passphrase des Schlüssels ein, oder nennen Sie eine Datei, deren erste Zeile sie ist (plumbline.unlockFile).',
  },
  'PLB-TUNNEL-FAILED': {
    message: '{server} ist über {via} nicht zu erreichen: {reason}.',
    cause:
      'Das Programm ssh konnte sich dort nicht ohne Rückfrage anmelden, darf nicht weiterleiten, oder ist nicht installiert.',
    remedy:
      'Versuchen Sie `ssh {via}` in einem Terminal dieses Kontos: Die Anmeldung muss ohne Rückfrage gelingen, mit einem Schlüssel oder Agenten und einem bekannten Host. Berichtigen Sie den SSH-Host der Verbindung (plumbline.via), wenn es ein anderer ist.',
  },
  'PLB-TLS-FAILED': {
    message: 'Zu {server} kam keine TLS-Verbindung zustande: {reason}.',
    cause:
      'Server und Client konnten sich nicht auf Protokollversion, Verschlüsselung oder Zertifikate einigen, oder der Port spricht kein TLS.',
    remedy:
      'Prüfen Sie, ob der Port TLS spricht, dann die TLS-Einstellungen des Servers (sslContext bei ActiveMQ) und unsere Zertifikate anhand des genannten Grundes.',
  },
} as const

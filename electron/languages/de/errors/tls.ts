/** Errors of TLS connections, in German. */
export const tlsErrors = {
  'PLB-TLS-UNKNOWN-AUTHORITY': {
    message:
      'Das Zertifikat von {server} stammt von keiner Stelle, der dieser Rechner vertraut. Sein SHA-256-Fingerabdruck ist {fingerprint}.',
    remedy:
      'Nennen Sie eine Datei mit dem Zertifikat der Stelle (PEM) als Zertifizierungsstelle: im Profil, in der Adresse (ssl://host:61617?plumbline.ca=/pfad/zu/ca.pem, https://host/geoserver?plumbline.ca=/pfad/zu/ca.pem) oder mit --authority. Oder erfragen Sie den Fingerabdruck bei denen, die den Server betreiben, und tragen Sie ihn ein (plumbline.fingerprint).',
  },
  'PLB-TLS-WRONG-HOST': {
    message:
      'Das Zertifikat von {server} wurde für andere Namen ausgestellt: {names}. Sein SHA-256-Fingerabdruck ist {fingerprint}.',
    remedy:
      'Verwenden Sie einen Namen im Zertifikat, oder lassen Sie das Zertifikat für den verwendeten Namen ausstellen. Geht beides nicht, nennen Sie den zu erwartenden Namen (plumbline.serverName=NAME), oder schalten Sie die Prüfung des Namens ab (plumbline.hostCheck=off).',
  },
  'PLB-TLS-EXPIRED': {
    message: 'Das Zertifikat von {server} ist zurzeit nicht gültig: Es gilt von {from} bis {to}.',
    remedy: 'Erneuern Sie das Zertifikat des Servers, oder stellen Sie die Uhr dieses Rechners.',
  },
  'PLB-TLS-WRONG-FINGERPRINT': {
    message:
      'Das Zertifikat von {server} hat den SHA-256-Fingerabdruck {fingerprint}; anzunehmen ist {expected}.',
    remedy:
      'Erfragen Sie bei denen, die den Server betreiben, ob sein Zertifikat erneuert wurde. Wenn ja, tragen Sie den neuen Fingerabdruck ein (plumbline.fingerprint), sonst nicht.',
  },
  'PLB-TLS-CLIENT-CERTIFICATE': {
    message:
      'Der Server unter {server} hat unser Client-Zertifikat nicht angenommen oder verlangt eines, das wir nicht haben.',
    remedy:
      'Nennen Sie ein Client-Zertifikat mit Schlüssel, dem der Truststore des Servers vertraut, als PEM (plumbline.certificate und plumbline.key) oder PKCS#12 (plumbline.pkcs12).',
  },
  'PLB-TLS-NOT-SPOKEN': {
    message: 'Der Port unter {server} spricht kein TLS.',
    remedy:
      'Verwenden Sie den Port, der TLS spricht, oder schreiben Sie tcp://, stomp:// oder http:// für diesen.',
  },
  'PLB-TLS-REQUIRED': {
    message: 'Der Port unter {server} erwartet TLS.',
    remedy: 'Schreiben Sie ssl:// (OpenWire), stomp+ssl:// (STOMP) oder https:// vor diesen Host und Port.',
  },
  'PLB-TLS-FILE': {
    message: 'Was für TLS genannt ist ({path}), ist nicht verwendbar: {reason}.',
    remedy:
      'Prüfen Sie die Pfade von Zertifizierungsstelle, Client-Zertifikat, Schlüssel und PKCS#12-Datei (plumbline.ca, plumbline.certificate, plumbline.key, plumbline.pkcs12, plumbline.unlockFile), und was die Dateien enthalten.',
  },
  'PLB-TLS-PASSPHRASE': {
    message: 'Der Schlüssel in {path} lässt sich nicht entsperren.',
    remedy:
      'Geben Sie im Profil die Passphrase des Schlüssels ein, oder nennen Sie eine Datei, deren erste Zeile sie ist (plumbline.unlockFile).',
  },
  'PLB-TUNNEL-FAILED': {
    message: '{server} ist über {via} nicht zu erreichen: {reason}.',
    remedy:
      'Versuchen Sie `ssh {via}` in einem Terminal dieses Kontos: Die Anmeldung muss ohne Rückfrage gelingen, mit einem Schlüssel oder Agenten und einem bekannten Host. Berichtigen Sie den SSH-Host der Verbindung (plumbline.via), wenn es ein anderer ist.',
  },
  'PLB-TLS-FAILED': {
    message: 'Zu {server} kam keine TLS-Verbindung zustande: {reason}.',
    remedy:
      'Prüfen Sie, ob der Port TLS spricht, dann die TLS-Einstellungen des Servers (sslContext bei ActiveMQ) und unsere Zertifikate anhand des genannten Grundes.',
  },
} as const

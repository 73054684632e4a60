import type { ErrorDefinitions } from './definition.ts'

export const geoserverErrors = {
  'PLB-GEOSERVER-UNREACHABLE': {
    message: 'The GeoServer at {url} cannot be reached: {reason}.',
    cause: 'It is not running, waits for its broker while it starts, or the network does not let us through.',
    remedy: 'Open {url} in a browser on this machine; correct the URL in the profile if it is another one.',
  },
  'PLB-GEOSERVER-SILENT': {
    message: 'The GeoServer at {url} did not answer within {milliseconds}.',
    cause:
      'It is starting, has too much to do, or waits for its broker: a change that is to be published waits for it, and so does everybody else.',
    remedy: 'Look whether its broker can be reached, and into its log.',
  },
  'PLB-GEOSERVER-CREDENTIALS': {
    message: 'The GeoServer at {url} did not accept the user name and password for {path}.',
    cause: 'They are wrong, or the account is locked.',
    remedy: 'Enter user name and password of an administrator in the profile.',
  },
  'PLB-GEOSERVER-NOT-ADMINISTRATOR': {
    message: 'The GeoServer at {url} knows the user, who may not use {path}.',
    cause:
      'Everything below /rest needs the role ADMIN. A GeoServer that was started on an empty data directory refuses everybody until it is started again.',
    remedy: 'Enter the login of an administrator, or give the user the role ADMIN in rest.properties.',
  },
  'PLB-GEOSERVER-ADDRESS-REFUSED': {
    message: 'There is no GeoServer at an address like “{address}”: {reason}.',
    cause: 'An address is that of the web interface without /web, and has no login in it.',
    remedy:
      'Write it as http://host:8080/geoserver, or several with a pattern in braces, as the guide shows.',
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
  'PLB-MAPS-REFUSED': {
    message: 'The GeoServer at {url} does not answer as map clients need it at {service}: {reason}.',
    cause:
      'The service is switched off, or what it is to draw from cannot be opened: a data file is missing, a database cannot be reached, a style or a graphic of it is broken.',
    remedy: 'Look at the store and the style of the layer on this node, and into its log.',
  },
  'PLB-MAPS-RUNNING': {
    message: 'The maps of this cluster are being looked at already.',
    cause: 'They are looked at once at a time, so that no node is asked for too much.',
    remedy: 'Wait until it is done, or cancel it.',
  },
  'PLB-GEOSERVER-NAME-UNSAFE': {
    message: 'The {kind} must not be called “{name}”.',
    cause:
      'GeoServer accepts such a name and then keeps half of the object, or one that can never be addressed.',
    remedy: 'Choose a name without slashes and colons; one of a workspace without spaces, too.',
  },
  'PLB-GEOSERVER-URI-SHARED': {
    message: 'The {object} is isolated and has the URI of the {other}, so every slave would change that one.',
    cause:
      'A slave looks up the namespace of a message by its URI, among those that are not isolated, and would rename, change or remove the other with all that lies in it.',
    remedy:
      'Give the other one another URI for as long as this change takes, or add a new workspace and remove this one.',
  },
  'PLB-GEOSERVER-PROPERTY-FIXED': {
    message: 'The property {property} of the {object} cannot be changed over REST.',
    cause: 'GeoServer refuses it, or answers that it is done and does nothing.',
    remedy: 'Create another object and remove this one.',
  },
  'PLB-GEOSERVER-REFERENCE-STAYS': {
    message: 'The {object} cannot be left without its {property} over REST.',
    cause: 'GeoServer would have it refer to nothing, and then neither show nor draw it any more.',
    remedy: 'Name another one in its place, or create the object anew without one.',
  },
  'PLB-GEOSERVER-CHANGE-UNSUPPORTED': {
    message: 'The {object} can be neither added nor removed over REST.',
    cause: 'GeoServer always has it, or it comes and goes with another object.',
    remedy: 'Change it, or add or remove what it belongs to.',
  },
  'PLB-GEOSERVER-MEMBER-WITHOUT-STYLE': {
    message: 'The {object} has a member without a style.',
    cause:
      'GeoServer reads the members and the styles of a group side by side, and would give a member the style of another.',
    remedy: 'Name a style for each member, or an empty one for a member that has none of its own.',
  },
  'PLB-GEOSERVER-RULES-UNREADABLE': {
    message: 'The rules of the {object} are no style document.',
    cause: 'They do not parse, or their root is another one; GeoServer would keep them all the same.',
    remedy: 'Correct the rules.',
  },
  'PLB-GEOSERVER-WRITE-REFUSED': {
    message: 'The GeoServer at {url} refused {path} with status {status} and said: {answer}.',
    cause: 'It cannot do what was asked; a part of it may be done and published nevertheless.',
    remedy: 'Read the node again and look at what it has now.',
  },
  'PLB-GEOSERVER-DISCONNECTED': {
    message: 'The GeoServer at {url} left its cluster and takes no messages: connection=disabled.',
    cause:
      'While it started, its broker or a message it cannot apply held it up for longer than connection.retry times connection.maxwait; it then wrote connection=disabled itself, and stays so.',
    remedy:
      'Set connection=enabled in its cluster.properties and restart it, then resync it again: what was sent waits in its queue.',
  },
  'PLB-GEOSERVER-STYLES-BLOCKED': {
    message:
      'The GeoServer at {url} writes no file into styles, so nobody can tell when it has taken its messages.',
    cause: 'In its data directory styles is no directory: a file, or a link that leads nowhere.',
    remedy:
      'Allow the step of the resync that removes the file; a link is to be removed by hand. GeoServer makes the directory anew.',
  },
  'PLB-GEOSERVER-UNLISTED': {
    message: 'The GeoServer cannot list the directory {path} of its data directory.',
    cause:
      'A link in it that leads nowhere is enough for that. What is served there was asked for by its names; files nobody serves were not seen.',
    remedy: 'Look for such a link on the machine of the node, and remove it by hand.',
  },
  'PLB-GEOSERVER-WITHOUT-FILE': {
    message: 'The {object} is served, but has no file that can be read.',
    cause:
      'It was deleted without its dependants, or saving it failed, so that memory and files have parted.',
    remedy: 'Reload the node, which makes its memory what its files say; a resync offers it.',
  },
  'PLB-GEOSERVER-SERVED-OTHERWISE': {
    message: 'The {object} is served otherwise than its file says.',
    cause:
      'Its file was changed by hand, or saving it failed, so that memory and files have parted: which of them holds is not known.',
    remedy:
      'Reload the node, which makes them one; a resync offers it. Its global settings stay as they are served, the rest becomes what the files say.',
  },
  'PLB-GEOSERVER-LEFT-OUT': {
    message: 'The {object} is served, but left out of the capabilities of WMS: map clients do not find it.',
    cause:
      'The node was sent a layer cascaded from another WMS in a form that spoils the style all of them share, and leaves them out for as long as it runs.',
    remedy: 'Start the GeoServer again; no reload and no message brings it back.',
  },
  'PLB-GEOSERVER-REVEALED': {
    message: 'The {object} is shown, although an opaque group hides it.',
    cause:
      'The node read its files again while something in the group was broken, and hides nothing of it since.',
    remedy: 'Start the GeoServer again; no reload and no message hides it.',
  },
  'PLB-GEOSERVER-NAME-UNASKABLE': {
    message: 'The {object} is served, but its name cannot be asked for, so nothing is known of it.',
    cause: 'GeoServer refuses requests whose path holds a slash, a backslash, a percent sign or a semicolon.',
    remedy: 'Rename it through the web pages of the node.',
  },
  'PLB-GEOSERVER-CHANGE-UNREAD': {
    message:
      'What became of the {object} is not known: one request of the change was accepted, and then: {reason}. | What became of the {object} is not known: {count} requests of the change were accepted, and then: {reason}.',
    cause: 'The connection was lost, or the node went down, in the middle of a change.',
    remedy: 'Wait until the node answers again, look at the object, and repeat what is missing.',
  },
  'PLB-GEOSERVER-CHANGE-INCOMPLETE': {
    message: 'The {object} is not as it was to be: {left}. Done was: {done}.',
    cause: 'GeoServer refused a step, or accepted it and did something else.',
    remedy: 'Look at the object as it is now, and at what its slaves have; repeat or take back what is left.',
  },
  'PLB-GEOSERVER-CHANGE-UNTOLD': {
    message:
      'The {object} is as it was to be, but the GeoServer answered with an error, so that its cluster may not have heard of it: {reason}. Done was: {done}.',
    cause:
      'GeoServer changes first and tells its cluster then. Where it cannot, as without its broker, it answers with an error, and no slave learns of the change.',
    remedy: 'See that the broker answers, compare the slaves, and resync those that lack the change.',
  },
  'PLB-GEOSERVER-REQUEST-HALF-MADE': {
    message: 'The request {request} is made in part, and the rest cannot follow: {reason}. Done was: {done}.',
    cause: 'It was interrupted, or the GeoServer refused a step of it.',
    remedy:
      'Take back what was made by the history of one of these objects, which takes all of it back, and ask again; or ask for what is left, under another request.',
  },
  'PLB-GEOSERVER-REPAIR-INCOMPLETE': {
    message: 'The {object} could not be made equal: {left}.',
    cause: 'It has another id there, or the node keeps something that no request and no file changes.',
    remedy: 'Compare the slave as a whole and resync it.',
  },
  'PLB-GEOSERVER-SILENT-GROUP-TAKEN': {
    message: 'The group {group} cannot be used to keep a change from the cluster.',
    cause: 'It is the group of the cluster itself, or a request already names one.',
    remedy: 'Choose a group no node has.',
  },
} as const satisfies ErrorDefinitions

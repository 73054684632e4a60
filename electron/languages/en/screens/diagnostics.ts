export default {
  findings: 'nothing found | one finding | {count} findings',
  again: 'Check again',
  checks: 'Checks',
  running: 'Checking',
  muted: 'muted',
  mute: 'Mute {title}',
  unmute: 'Do not mute {title} any more',
  notices: 'Notices',
  noNotices: 'Nothing to say about this start.',
  remedy: 'What to do: {remedy}',
  bundle: 'Support bundle',
  bundleText:
    'One file with versions, settings, checks and the newest log lines. Passwords and tokens are taken out; names of nodes, queues and objects stay in. Look through it before you pass it on.',
  shells: { desktop: 'desktop app', serve: 'served to a browser' },
  about: {
    title: 'About',
    version: 'Plumbline',
    shell: 'Runs as',
    node: 'Node.js',
    platform: 'Platform',
    stateDirectory: 'State directory',
  },
}

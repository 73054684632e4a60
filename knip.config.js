import { argv } from 'node:process'

/** With --production: what the product needs, so that nothing stays which tests alone use. */
const isProduction = argv.includes('--production')

export default {
  entry: [
    'test/**/*.test.ts',
    'test/bench/**/*.ts',
    'bin/*.js!',
    'build/*.ts!',
    'electron/cli/program/program.ts!',
    'electron/desktop/{main,preload}.ts!',
    'electron/launch/start.ts!',
    'test/smoke/*.ts',
    'test/support/processes/{built-app,bundle,embedded-broker,killed-process,plumbline,vite.processes}.ts',
    'test/support/small-desktop.ts',
    'test/support/electron-stand-in/{register,electron}.ts',
    'electron/languages/*/screens/*.ts!',
    ...(isProduction ? ['renderer/main.ts!'] : []),
  ],
  project: ['bin/*.js!', 'electron/**/*.ts!', 'renderer/**/*.{ts,vue}!', 'build/**/*.ts!', 'test/**/*.ts'],
  // They are found by their files, which nothing imports.
  ignoreDependencies: ['axe-core', 'epsg-index', 'world-atlas'],
  ignoreBinaries: ['ssh-keygen'],
  // A test may look at a part of a file; whatever else is exported, another file uses.
  ignoreExportsUsedInFile: isProduction || { interface: true, type: true, enum: true },
}

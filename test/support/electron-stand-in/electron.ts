import type * as Electron from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { net, protocol, session } from './session.ts'
import { dialog, Menu, nativeImage, Notification, safeStorage, screen, shell, Tray } from './system.ts'
import { ipcMain } from './web-contents.ts'

/**
 * What takes the place of the `electron` module where its runtime cannot be had: pages run in a real Chromium, and
 * the system around the app is played by the test. Every name is one of the real module's.
 */
const standIn = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  net,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} satisfies { readonly [Name in keyof typeof Electron]?: unknown }

// Packages that are still CommonJS at heart import all of it at once.
export default standIn
export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  net,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
}

#!/usr/bin/env -S node --max-semi-space-size=4
import './require-node.js'

// Read only where Node is new enough for it, and without anything an older one cannot even read.
import('./run-plumbline.js')

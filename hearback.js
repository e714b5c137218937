#!/usr/bin/env node
// Plain JavaScript that the oldest Node can read: it checks the version before anything else is loaded.
var version = process.versions.node.split('.').map(Number)
if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  process.stderr.write(
    'Hearback needs Node 22.18 or newer, this is ' +
      process.version +
      '. "npm start" uses the Node that comes with "npm install".\n',
  )
  process.exit(2)
}
void import('./src/main.ts')

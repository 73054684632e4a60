import { homeDirectory } from './account.ts'

// conf asks for the home directory while it is loaded and fails where the account has none, as in a container.
// Whoever imports it imports this before.
process.env['HOME'] ??= homeDirectory({})
